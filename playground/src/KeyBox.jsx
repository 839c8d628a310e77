/** Where the key is typed, and what the server thinks of it. */
import { useEffect, useState } from 'react';
import { EyeIcon, KeyIcon } from './icons.jsx';
import { chooseKey, kindOf, session } from './session.js';

export function KeyBox() {
  const { key, demoKey, standing } = session.use();
  const [typed, setTyped] = useState(key);
  const [shown, setShown] = useState(false);
  useEffect(() => setTyped(key), [key]);

  const commit = () => {
    if (typed.trim() !== key) chooseKey(typed);
    else setTyped(key);
  };
  const { label, mode } = kindOf(typed.trim());
  const isDemo = Boolean(demoKey) && typed.trim() === demoKey;
  const refused = standing === 'refused' && typed.trim() === key && key !== '';

  return (
    <form
      className="pg-key"
      data-refused={refused || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <span className="pg-key-kind" data-mode={mode}>
        {isDemo ? 'Demo key' : label}
      </span>
      <label className="pg-key-field">
        <KeyIcon />
        <span className="pg-hidden">API key</span>
        <input
          name="key"
          type="text"
          data-masked={!shown || undefined}
          value={typed}
          placeholder="Paste a key: sk_test_…"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck="false"
          aria-invalid={refused}
          aria-describedby={refused || !key ? 'pg-notice' : undefined}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped(key);
          }}
        />
        <button
          type="button"
          className="pg-icon-button"
          aria-label={shown ? 'Hide the key' : 'Show the key'}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <EyeIcon open={shown} />
        </button>
      </label>
      {demoKey && !isDemo ? (
        <button type="button" className="pg-text-button" onClick={() => chooseKey('')}>
          Use the demo key
        </button>
      ) : null}
    </form>
  );
}

/** One line below the header, only while there is something to do about the key. */
export function KeyNotice() {
  const { key, standing, open } = session.use();
  if (!open) return null;
  if (key && standing !== 'refused') return null;
  return (
    <p className="pg-notice" id="pg-notice" role="alert" data-tone={key ? 'refused' : 'empty'}>
      {key ? <strong>The server did not accept this key.</strong> : <strong>Enter a key to begin.</strong>}{' '}
      {key ? 'It may be mistyped, rolled or revoked. ' : 'Operations are answered for the account of a key. '}
      Print a new one with <code>paygraph keys create --mode test</code> and paste it above.
    </p>
  );
}
