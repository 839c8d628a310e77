/** The panes and how they share the page: the bar, a pane, the operation with its variables, and the answer. */
import {
  HeaderEditor,
  QueryEditor,
  ResponseEditor,
  Spinner,
  VariableEditor,
  useDragResize,
  useGraphiQL,
  useGraphiQLActions,
  useMonaco,
} from '@graphiql/react';
import { Suspense, useEffect, useState } from 'react';
import { AnswerLinks } from './AnswerLinks.jsx';
import { BlankAnswer } from './BlankAnswer.jsx';
import { ChevronIcon } from './icons.jsx';
import { Sidebar } from './Sidebar.jsx';
import { StatusBar } from './StatusBar.jsx';
import { Tabs } from './Tabs.jsx';
import { Toast } from './Toast.jsx';
import { Toolbar } from './Toolbar.jsx';

const TOOLS = [
  ['variables', 'Variables', VariableEditor],
  ['headers', 'Headers', HeaderEditor],
];

/** The operation, and below it its variables and headers, which can be folded away. */
function Operation({ wide, onClickReference }) {
  const hasMonaco = useMonaco((state) => Boolean(state.monaco));
  const [tool, setTool] = useState('variables');
  const tools = useDragResize({
    defaultSizeRelation: 3,
    direction: 'vertical',
    initiallyHidden: wide ? undefined : 'second',
    sizeThresholdSecond: 60,
    storageKey: 'secondaryEditorFlex',
  });
  const hidden = tools.hiddenElement === 'second';
  const fold = hidden ? 'Show variables and headers' : 'Hide variables and headers';
  return (
    <>
      <section
        className="graphiql-query-editor"
        id="operation"
        tabIndex={-1}
        aria-label="Operation"
        ref={tools.firstRef}
      >
        {hasMonaco ? <QueryEditor onClickReference={onClickReference} aria-label="Operation editor" /> : <Spinner />}
        <Toolbar />
      </section>
      <div className="graphiql-editor-tools" ref={tools.dragBarRef}>
        {TOOLS.map(([name, title]) => (
          <button
            key={name}
            type="button"
            className={name === tool && !hidden ? 'active' : ''}
            aria-expanded={name === tool && !hidden}
            onClick={() => {
              tools.setHiddenElement(null);
              setTool(name);
            }}
          >
            {title}
          </button>
        ))}
        <button
          type="button"
          className="pg-icon-button"
          data-up={hidden || undefined}
          aria-label={fold}
          title={fold}
          onClick={() => tools.setHiddenElement(hidden ? null : 'second')}
        >
          <ChevronIcon />
        </button>
      </div>
      <section className="graphiql-editor-tool" aria-label="Variables and headers" ref={tools.secondRef}>
        {hasMonaco
          ? TOOLS.map(([name, title, Editor]) => (
              <Editor key={name} className={name === tool ? '' : 'hidden'} aria-label={`${title} editor`} />
            ))
          : null}
      </section>
    </>
  );
}

export function Interface({ wide }) {
  const { setVisiblePlugin } = useGraphiQLActions();
  const visible = useGraphiQL((state) => state.visiblePlugin);
  const isFetching = useGraphiQL((state) => state.isFetching);
  const hasMonaco = useMonaco((state) => Boolean(state.monaco));
  const pane = useDragResize({
    defaultSizeRelation: 1 / 4,
    direction: 'horizontal',
    initiallyHidden: visible ? undefined : 'first',
    onHiddenElementChange: (element) => element === 'first' && setVisiblePlugin(null),
    sizeThresholdSecond: 200,
    storageKey: 'docExplorerFlex',
  });
  const session = useDragResize({ direction: 'horizontal', storageKey: 'editorFlex' });
  const Pane = visible?.content;
  useEffect(() => {
    pane.firstRef.current.scrollTop = 0;
  }, [pane.firstRef, visible]);
  return (
    <div className="graphiql-container">
      <Sidebar setHiddenElement={pane.setHiddenElement} />
      <div className="graphiql-main">
        <div className="graphiql-plugin" ref={pane.firstRef}>
          <Suspense fallback={<Spinner />}>{Pane ? <Pane /> : null}</Suspense>
        </div>
        {visible ? <div className="graphiql-horizontal-drag-bar" ref={pane.dragBarRef} /> : null}
        <div className="graphiql-sessions" ref={pane.secondRef}>
          <Tabs />
          <div id="graphiql-session">
            <div className="graphiql-editors" ref={session.firstRef}>
              <Operation wide={wide} onClickReference={() => pane.setHiddenElement(null)} />
            </div>
            <div className="graphiql-horizontal-drag-bar" ref={session.dragBarRef} />
            <div className="graphiql-response" ref={session.secondRef}>
              {isFetching ? <Spinner /> : null}
              {hasMonaco ? <ResponseEditor aria-label="Answer" /> : null}
              <BlankAnswer />
              <AnswerLinks />
              <StatusBar />
            </div>
          </div>
        </div>
      </div>
      <Toast />
    </div>
  );
}
