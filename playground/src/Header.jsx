/** The bar at the top: whose page this is, the key, and the light. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { MoonIcon, Mark, SunIcon } from './icons.jsx';
import { KeyBox } from './KeyBox.jsx';
import { session } from './session.js';

const DARK = '(prefers-color-scheme: dark)';

function useSystemIsDark() {
  const [dark, setDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const follow = () => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return dark;
}

function ThemeButton() {
  const theme = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();
  const systemIsDark = useSystemIsDark();
  const isDark = theme ? theme === 'dark' : systemIsDark;
  // Monaco doesn't follow the system by itself.
  useEffect(() => {
    if (!theme) setTheme(null);
  }, [theme, systemIsDark, setTheme]);
  const label = isDark ? 'Use the light theme' : 'Use the dark theme';
  return (
    <button
      type="button"
      className="pg-icon-button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}

export function Header() {
  const { version } = session.use();
  return (
    <header className="pg-header">
      <h1 className="pg-brand">
        <Mark />
        <span>paygraph</span>
        {version ? <small>{version}</small> : null}
      </h1>
      <KeyBox />
      <ThemeButton />
    </header>
  );
}
