/** What was run before, newest first, with the marked ones on top. */
import { StarFilledIcon, StarIcon, TrashIcon } from '@graphiql/react';
import { useHistory, useHistoryActions } from '@graphiql/plugin-history';
import { useOpenTab } from './tabs.js';

const nameOf = ({ label, operationName, query = '' }) =>
  label || operationName || query.replaceAll(/#.*$/gm, '').replaceAll(/\s+/g, ' ').trim();

function Item({ item }) {
  const openTab = useOpenTab();
  const { toggleFavorite, deleteFromHistory } = useHistoryActions();
  const name = nameOf(item);
  const open = () => openTab({ query: item.query, variables: item.variables });
  const star = item.favorite ? `Unmark ${name}` : `Mark ${name}`;
  return (
    <li className="pg-past">
      <button type="button" className="pg-past-name" onClick={open}>
        {name}
      </button>
      <button type="button" className="pg-icon-button" aria-label={star} onClick={() => toggleFavorite(item)}>
        {item.favorite ? <StarFilledIcon aria-hidden="true" /> : <StarIcon aria-hidden="true" />}
      </button>
      <button
        type="button"
        className="pg-icon-button"
        aria-label={`Delete ${name} from the history`}
        onClick={() => deleteFromHistory(item, item.favorite)}
      >
        <TrashIcon aria-hidden="true" />
      </button>
    </li>
  );
}

export function HistoryPane() {
  const items = useHistory();
  const { deleteFromHistory } = useHistoryActions();
  const clear = () => items.forEach((item) => deleteFromHistory(item, true));
  const ordered = [...items.filter((item) => item.favorite), ...items.filter((item) => !item.favorite).reverse()];
  return (
    <section className="pg-pane" aria-label="History">
      <div className="pg-pane-title">
        <h2>History</h2>
        {items.length ? (
          <button type="button" className="pg-button" onClick={clear}>
            Clear
          </button>
        ) : null}
      </div>
      {ordered.length ? (
        <ul>
          {ordered.map((item, index) => (
            <Item key={`${index}:${item.query}`} item={item} />
          ))}
        </ul>
      ) : (
        <p className="pg-empty">What you run is kept here.</p>
      )}
    </section>
  );
}
