/** The page: GraphiQL between our header and our panes. */
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN, HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL, GraphiQLInterface } from 'graphiql';
import { useEffect, useRef } from 'react';
import { editorTheme } from './editor.js';
import { ExamplesPane } from './ExamplesPane.jsx';
import { first } from './examples.js';
import { followKey } from './feed.js';
import { fetcher, lastRun } from './fetcher.js';
import { Header } from './Header.jsx';
import { ExamplesIcon, ExplorerIcon } from './icons.jsx';
import { KeyNotice } from './KeyBox.jsx';
import { LiveIcon, LivePane } from './LivePane.jsx';
import { session } from './session.js';
import { StatusBar } from './StatusBar.jsx';

const examples = { title: 'Examples', icon: ExamplesIcon, content: ExamplesPane };
const live = { title: 'Live', icon: LiveIcon, content: LivePane };
const explorer = { ...explorerPlugin({ showAttribution: false }), title: 'Explorer', icon: ExplorerIcon };
const plugins = [examples, live, explorer, DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];

/** Scalars that the variables' checker would else take for plain strings and numbers. */
const scalars = { Metadata: { type: 'object' }, JSON: {} };

/** On a narrow screen a pane covers the editors, so that none is open at first; nor is there room for variables. */
const wide = matchMedia('(min-width: 900px)').matches;

/** What follows from a change of tab or of key. */
function Consequences() {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const { introspect, stop } = useGraphiQLActions();
  const { key } = session.use();
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
  useEffect(followKey, []);
  return null;
}

export function App() {
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      visiblePlugin={wide ? examples : undefined}
      defaultTabs={[{ query: first.query, variables: first.variables }]}
      editorTheme={editorTheme}
      customScalarSchemas={scalars}
      shouldPersistHeaders={false}
      inputValueDeprecation
      schemaDescription
    >
      <HistoryStore maxHistoryLength={50}>
        <DocExplorerStore>
          <Consequences />
          <Header />
          <KeyNotice />
          <main className="pg-main">
            <GraphiQLInterface showPersistHeadersSettings={false} defaultEditorToolsVisibility={wide ? 'variables' : false}>
              <GraphiQL.Logo>{null}</GraphiQL.Logo>
              <GraphiQL.Footer>
                <StatusBar />
              </GraphiQL.Footer>
            </GraphiQLInterface>
          </main>
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  );
}
