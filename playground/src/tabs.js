/** Opens an operation in its tab: the one it is already in, the one at hand if that is empty, else a new one. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

/** Where a pane covers the editors, as in layout.css. */
export const NARROW = '(max-width: 899px)';

/**
 * The function that opens an operation. It is run at once where `run` says so, and on a narrow screen the pane that
 * covers it is closed unless it is to `stay`.
 */
export function useOpenTab() {
  const { addTab, changeTab, setVisiblePlugin, stop, run: execute } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return ({ query, variables = '', run = false, stay = false }) => {
    stop();
    const open = tabs.findIndex((tab, index) => {
      const text = index === activeTabIndex ? queryEditor.getValue() : tab.query;
      return text?.trim() === query.trim();
    });
    if (open >= 0 && open !== activeTabIndex) changeTab(open);
    else if (open < 0 && queryEditor.getValue().trim()) addTab();
    if (open < 0) queryEditor.setValue(query);
    variableEditor.setValue(variables);
    queryEditor.setPosition({ lineNumber: 1, column: 1 });
    queryEditor.focus();
    if (run) execute();
    if (!stay && matchMedia(NARROW).matches) setVisiblePlugin(null);
  };
}
