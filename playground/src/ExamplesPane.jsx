/** The sidebar's first pane: operations to open in tabs, in sections. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useState } from 'react';
import { fill, sections } from './examples.js';

/** Where a pane covers the editors, as in layout.css. */
const NARROW = '(max-width: 899px)';

const KINDS = { query: 'Query', mutation: 'Mutation', subscription: 'Live' };

/** Opens an example in its tab: the one it is already in, the one at hand if that is empty, else a new one. */
function useOpenExample() {
  const { addTab, changeTab, setVisiblePlugin, stop } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return async (example) => {
    const filled = await fill(example);
    stop();
    const open = tabs.findIndex((tab, index) => {
      const query = index === activeTabIndex ? queryEditor.getValue() : tab.query;
      return query?.trim() === example.query.trim();
    });
    if (open >= 0 && open !== activeTabIndex) changeTab(open);
    else if (open < 0 && queryEditor.getValue().trim()) addTab();
    if (open < 0) queryEditor.setValue(example.query);
    variableEditor.setValue(filled.variables);
    queryEditor.setPosition({ lineNumber: 1, column: 1 });
    queryEditor.focus();
    if (!filled.missing && matchMedia(NARROW).matches) setVisiblePlugin(null);
    return filled.missing;
  };
}

export function ExamplesPane() {
  const open = useOpenExample();
  const ready = useGraphiQL((state) => Boolean(state.queryEditor && state.variableEditor));
  const [missing, setMissing] = useState(null);
  return (
    <section className="pg-pane" aria-label="Examples">
      <h2>Examples</h2>
      <p className="pg-pane-lead">Each opens in a tab. Run it with Ctrl&nbsp;Enter, change it, run it again.</p>
      {sections.map(({ title, examples }) => (
        <div key={title}>
          <h3>{title}</h3>
          <ul>
            {examples.map((example) => (
              <li key={example.id}>
                <button
                  type="button"
                  className="pg-example"
                  data-example={example.id}
                  disabled={!ready}
                  onClick={async () => setMissing((await open(example)) ? example.id : null)}
                >
                  <span className="pg-example-title">{example.title}</span>
                  <span className="pg-kind" data-kind={example.kind}>
                    {KINDS[example.kind]}
                  </span>
                  <span className="pg-example-text">{example.description}</span>
                </button>
                {missing === example.id ? (
                  <p className="pg-hint" role="status">
                    It needs an object that does not exist yet. Make one with an example above, then open this again, or
                    put an id into Variables.
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
