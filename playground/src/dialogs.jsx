/** What the buttons at the end of the sidebar open: the keys to press, and the settings. */
import { KEY_MAP, formatShortcutForOS } from '@graphiql/react';
import { useState } from 'react';
import { Dialog } from './Dialog.jsx';
import { forgetAll } from './memory.js';
import { session } from './session.js';
import { choose, theme } from './theme.js';

const KEYS = [
  ['Run the operation', KEY_MAP.runQuery.key],
  ['Complete what is typed', 'Ctrl-Space'],
  ['Prettify', KEY_MAP.prettify.key],
  ['Merge fragments into the operation', KEY_MAP.mergeFragments.key],
  ['Copy the operation', KEY_MAP.copyQuery.key],
  ['Load the schema again', KEY_MAP.refetchSchema.key],
  ['Search in an editor', KEY_MAP.searchInEditor.key],
  ['Search the docs', KEY_MAP.searchInDocs.key],
  ['Open the object of an id in the answer', 'Enter'],
  ['Into an editor, out of it', 'Enter, Ctrl-M then Tab'],
];

export function Keys({ onClose }) {
  return (
    <Dialog title="Short keys" onClose={onClose}>
      <table className="pg-keys">
        <tbody>
          {KEYS.map(([what, key]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>
                <kbd>{formatShortcutForOS(key)}</kbd>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

const THEMES = [
  ['System', null],
  ['Light', 'light'],
  ['Dark', 'dark'],
];

export function Settings({ onClose }) {
  const { chosen } = theme.use();
  const { version, date, apiVersion } = session.use();
  const [cleared, setCleared] = useState(false);
  return (
    <Dialog title="Settings" onClose={onClose}>
      <div className="pg-setting">
        <p>
          <strong>Theme</strong>
          <span>How the page looks.</span>
        </p>
        <div role="group" aria-label="Theme">
          {THEMES.map(([name, value]) => (
            <button
              key={name}
              type="button"
              className="pg-button"
              aria-pressed={chosen === value}
              onClick={() => choose(value)}
            >
              {name}
            </button>
          ))}
        </div>
      </div>
      <div className="pg-setting">
        <p>
          <strong>Storage</strong>
          <span>Forget the tabs, the history, the key and the theme that this browser keeps.</span>
        </p>
        <button
          type="button"
          className="pg-button"
          disabled={cleared}
          onClick={() => {
            forgetAll();
            setCleared(true);
          }}
        >
          {cleared ? 'Cleared' : 'Clear'}
        </button>
      </div>
      <p className="pg-about">
        paygraph {version}
        {date ? `, ${date}` : null}
        {apiVersion ? `, Stripe API ${apiVersion}` : null}
      </p>
    </Dialog>
  );
}
