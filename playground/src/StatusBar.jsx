/** The line below the response: how the request went, or how the subscription is going. */
import { useGraphiQLActions } from '@graphiql/react';
import { lastRun } from './fetcher.js';
import { LiveState } from './LivePane.jsx';
import { line } from './socket.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function Stream({ run }) {
  const { stop } = useGraphiQLActions();
  const { status } = line.use();
  const results = run.count === 1 ? '1 result' : `${run.count} results`;
  return (
    <>
      {run.live ? <LiveState on status={status} /> : <span>{run.failed ? 'Ended with an error' : 'Stopped'}</span>}
      <span data-results={run.count}>{run.live && !run.count ? 'Waiting for the first result' : results}</span>
      {run.at ? <span>Last at {clock.format(run.at)}</span> : null}
      {run.live ? (
        <button type="button" className="pg-text-button" onClick={stop}>
          Stop
        </button>
      ) : null}
    </>
  );
}

function Request({ run }) {
  return (
    <>
      <span data-failed={run.failed || undefined}>{run.status ? `HTTP ${run.status}` : 'No answer'}</span>
      {run.status ? <span>{run.milliseconds} ms</span> : null}
      {run.cost === null ? null : <span>Cost {run.cost}</span>}
      {run.requestId ? <span className="pg-mono">{run.requestId}</span> : null}
      {run.page ? (
        <a className="pg-text-button" href={run.page} target="_blank" rel="noopener noreferrer">
          Open the bank’s page
        </a>
      ) : null}
    </>
  );
}

export function StatusBar() {
  const run = lastRun.use();
  return (
    <div className="pg-status" data-kind={run.kind ?? 'none'}>
      {run.kind === 'stream' ? <Stream run={run} /> : null}
      {run.kind === 'request' ? <Request run={run} /> : null}
      {run.kind === null ? <span>Run the operation with Ctrl Enter</span> : null}
    </div>
  );
}
