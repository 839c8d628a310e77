/** GraphiQL's state and editors, with our panes: what comes after the first paint. */
import './workbench.css';
import './dialogs.css';
import './docs.css';
import './tabs.css';
import { DocsIcon, GraphiQLProvider, HistoryIcon, Tooltip, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { HistoryStore } from '@graphiql/plugin-history';
import { lazy, useEffect, useRef } from 'react';
import { editorTheme, openEditor } from './editor.js';
import { ExamplesPane } from './ExamplesPane.jsx';
import { first } from './examples.js';
import { followKey } from './feed.js';
import { fetcher, lastRun } from './fetcher.js';
import { FieldsPane } from './FieldsPane.jsx';
import { HistoryPane } from './HistoryPane.jsx';
import { ExamplesIcon, ExplorerIcon } from './icons.jsx';
import { Interface } from './Interface.jsx';
import { LiveIcon, LivePane } from './LivePane.jsx';
import { openSession, session } from './session.js';
import { NARROW } from './tabs.js';
import { theme } from './theme.js';

// It brings what renders Markdown, which nothing else needs.
const DocsPane = lazy(() => import('./DocsPane.jsx'));

const examples = { title: 'Examples', icon: ExamplesIcon, content: ExamplesPane };
const live = { title: 'Live', icon: LiveIcon, content: LivePane };
const fields = { title: 'Fields', icon: ExplorerIcon, content: FieldsPane };
const docs = { title: 'Docs', icon: DocsIcon, content: DocsPane };
const history = { title: 'History', icon: HistoryIcon, content: HistoryPane };
const plugins = [examples, docs, fields, live, history];

/** Scalars that the variables' checker would else take for plain strings and numbers. */
const scalars = { Metadata: { type: 'object' }, JSON: {} };

/** On a narrow screen a pane covers the editors, so that none is open at first; nor is there room for variables. */
const wide = !matchMedia(NARROW).matches;

/** What follows from a change of tab, of key or of the theme. */
function Consequences() {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const { introspect, stop, setTheme } = useGraphiQLActions();
  const { key } = session.use();
  const { chosen, systemIsDark } = theme.use();
  const before = useRef({ tab, key });
  useEffect(() => {
    if (before.current.tab === tab) return;
    before.current.tab = tab;
    // GraphiQL lets a subscription go on into a new tab, and would write its results there.
    stop();
    lastRun.set({ kind: null });
  }, [tab, stop]);
  useEffect(() => {
    if (before.current.key === key) return;
    before.current.key = key;
    stop();
    lastRun.set({ kind: null });
    introspect();
  }, [key, introspect, stop]);
  // Monaco doesn't follow the system by itself.
  useEffect(() => void setTheme(chosen), [chosen, systemIsDark, setTheme]);
  useEffect(followKey, []);
  return null;
}

// The editors take the look that is set when they are made, and the first request takes the key.
await Promise.all([openEditor(), openSession()]);
import('./inter.css');

export default function Workbench() {
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      plugins={plugins}
      referencePlugin={docs}
      visiblePlugin={wide ? examples : undefined}
      defaultTabs={[{ query: first.query, variables: first.variables }]}
      editorTheme={editorTheme}
      customScalarSchemas={scalars}
      shouldPersistHeaders={false}
      inputValueDeprecation
      schemaDescription
    >
      <HistoryStore maxHistoryLength={50}>
        <Tooltip.Provider>
          <Consequences />
          <Interface wide={wide} />
        </Tooltip.Provider>
      </HistoryStore>
    </GraphiQLProvider>
  );
}
