/** Opens the session and the editor side by side, then shows the page. */
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import './fonts.css';
import './theme.css';
import './layout.css';
import './panes.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.jsx';
import { openEditor } from './editor.js';
import { openSession } from './session.js';

await Promise.all([openSession(), openEditor()]);
createRoot(document.getElementById('root')).render(<App />);
