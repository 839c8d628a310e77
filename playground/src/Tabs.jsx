/** The operations that are open. A list of buttons: each has one to close it beside it, which no tab may hold. */
import { CloseIcon, PlusIcon, useGraphiQL, useGraphiQLActions } from '@graphiql/react';

export function Tabs() {
  const { addTab, changeTab, closeTab } = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const active = useGraphiQL((state) => state.activeTabIndex);
  return (
    <nav className="pg-tabs" aria-label="Open operations">
      <ul>
        {tabs.map((tab, index) => (
          <li key={tab.id} data-active={index === active || undefined}>
            <button
              type="button"
              className="pg-tab"
              aria-current={index === active ? 'true' : undefined}
              onClick={() => changeTab(index)}
            >
              {tab.title}
            </button>
            {tabs.length > 1 ? (
              <button
                type="button"
                className="pg-tab-close"
                aria-label={`Close ${tab.title}`}
                onClick={() => closeTab(index)}
              >
                <CloseIcon aria-hidden="true" />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      <button type="button" className="pg-icon-button" aria-label="New tab" title="New tab" onClick={addTab}>
        <PlusIcon aria-hidden="true" />
      </button>
    </nav>
  );
}
