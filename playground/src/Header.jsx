/** The bar at the top: whose page this is, the key, and the light. */
import { MoonIcon, Mark, SunIcon } from './icons.jsx';
import { KeyBox } from './KeyBox.jsx';
import { session } from './session.js';
import { choose, isDark, theme } from './theme.js';

function ThemeButton() {
  const dark = isDark(theme.use());
  const label = dark ? 'Use the light theme' : 'Use the dark theme';
  return (
    <button
      type="button"
      className="pg-icon-button"
      aria-label={label}
      title={label}
      onClick={() => choose(dark ? 'light' : 'dark')}
    >
      {dark ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}

export function Header() {
  const { version, date, apiVersion } = session.use();
  return (
    <header className="pg-header">
      <h1 className="pg-brand">
        <Mark />
        <span>paygraph</span>
        {version ? (
          <small>
            {version}
            <span className="pg-wide">
              {date ? ` of ${date}` : null}
              {apiVersion ? ` · Stripe API ${apiVersion}` : null}
            </span>
          </small>
        ) : null}
      </h1>
      <KeyBox />
      <ThemeButton />
    </header>
  );
}
