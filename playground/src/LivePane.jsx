/** The Live pane: the account's events as they happen, beside whatever the tabs do. */
import { useEffect, useState } from 'react';
import { useOpenObject } from './AnswerLinks.jsx';
import { clear, feed, open, pause, start } from './feed.js';
import { ChevronIcon, PulseIcon } from './icons.jsx';
import { line } from './socket.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const TONES = [
  [/\.(succeeded|captured|available|paid|completed)$/, 'good'],
  [/\.(failed|payment_failed|canceled|expired|deleted)$/, 'bad'],
  [/\.(requires_action|pending|processing|amount_capturable_updated)$/, 'waiting'],
];
const toneOf = (type) => TONES.find(([pattern]) => pattern.test(type))?.[1] ?? 'plain';

function timeOf(created) {
  const at = new Date(created);
  return Number.isNaN(at.getTime()) ? '' : clock.format(at);
}

/** A dot and a word: what the live connection is doing. */
export function LiveState({ on, status }) {
  const state = !on ? 'off' : status === 'open' ? 'live' : 'connecting';
  const words = { off: 'Paused', live: 'Live', connecting: 'Connecting' };
  return (
    <span className="pg-live-state" data-state={state} role="status">
      <i aria-hidden="true" />
      {words[state]}
    </span>
  );
}

function Row({ event }) {
  const [expanded, setExpanded] = useState(false);
  const openObject = useOpenObject();
  const object = event.data?.object;
  return (
    <li className="pg-event" data-tone={toneOf(event.type)}>
      <button type="button" aria-expanded={expanded} onClick={() => setExpanded(!expanded)}>
        <ChevronIcon />
        <span className="pg-event-type">{event.type}</span>
        <time dateTime={event.created}>{timeOf(event.created)}</time>
        <span className="pg-event-id">{object?.id ?? event.id}</span>
      </button>
      {expanded ? (
        <>
          {object?.id ? (
            <button type="button" className="pg-text-button" onClick={() => openObject(object.id)}>
              Open it as it is now
            </button>
          ) : null}
          <pre tabIndex={0}>{JSON.stringify(object ?? event, null, 2)}</pre>
        </>
      ) : null}
    </li>
  );
}

export function LivePane() {
  const { on, events, count, error } = feed.use();
  const { status } = line.use();
  const [filter, setFilter] = useState('');
  useEffect(open, []);
  const shown = filter ? events.filter(({ type }) => type.includes(filter.trim().toLowerCase())) : events;
  return (
    <section className="pg-pane" aria-label="Live events">
      <div className="pg-pane-title">
        <h2>Live</h2>
        <LiveState on={on} status={status} />
      </div>
      <p className="pg-pane-lead">Every event of the account, newest first. It goes on while you work in the tabs.</p>
      <div className="pg-live-tools">
        <input
          type="search"
          value={filter}
          placeholder="Filter by type"
          aria-label="Filter events by type"
          onChange={(event) => setFilter(event.target.value)}
        />
        <button type="button" className="pg-button" onClick={on ? pause : start}>
          {on ? 'Pause' : 'Listen'}
        </button>
        <button type="button" className="pg-button" disabled={!events.length} onClick={clear}>
          Clear
        </button>
      </div>
      {error ? (
        <p className="pg-hint" role="alert" data-tone="refused">
          {error}
        </p>
      ) : null}
      {shown.length ? (
        <ol className="pg-events" aria-label={`${count} events received`}>
          {shown.map((event) => (
            <Row key={event.id} event={event} />
          ))}
        </ol>
      ) : (
        <p className="pg-empty">
          {events.length ? 'No event of that type yet.' : 'Nothing has happened yet. Run a payment from the examples.'}
        </p>
      )}
    </section>
  );
}

/** The sidebar's icon tells that the feed goes on while its pane is closed. */
export function LiveIcon() {
  const { on } = feed.use();
  return <PulseIcon data-live={on || undefined} className="pg-live-icon" />;
}
