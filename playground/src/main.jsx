/** Paints the header and the first operation at once; the editors follow, as they are a megabyte. */
import '@graphiql/react/style.css';
import './fonts.css';
import './theme.css';
import './layout.css';
import './panes.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.jsx';
import { openSession } from './session.js';
import { show } from './theme.js';

show();
openSession();
createRoot(document.getElementById('root')).render(<App />);
