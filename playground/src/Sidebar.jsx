/** The bar at the side: a button for each pane, and at its end what is about the page itself. */
import {
  KeyboardShortcutIcon,
  ReloadIcon,
  SettingsIcon,
  Tooltip,
  useGraphiQL,
  useGraphiQLActions,
} from '@graphiql/react';
import { useEffect, useState } from 'react';
import { docs } from './docs.js';
import { Keys, Settings } from './dialogs.jsx';

function Item({ label, icon: Icon, onClick, end, ...props }) {
  return (
    <Tooltip label={label}>
      <button type="button" aria-label={label} onClick={onClick} data-end={end} {...props}>
        <Icon aria-hidden="true" />
      </button>
    </Tooltip>
  );
}

export function Sidebar({ setHiddenElement }) {
  const { setVisiblePlugin, introspect } = useGraphiQLActions();
  const plugins = useGraphiQL((state) => state.plugins);
  const visible = useGraphiQL((state) => state.visiblePlugin);
  const isIntrospecting = useGraphiQL((state) => state.isIntrospecting);
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);

  useEffect(() => {
    const press = (event) => {
      if (event.ctrlKey && event.altKey && event.code === 'KeyK') {
        event.preventDefault();
        docs.set({ searching: true });
        setVisiblePlugin('Docs');
        setHiddenElement(null);
      } else if (event.ctrlKey && event.shiftKey && event.code === 'KeyR') {
        event.preventDefault();
        introspect();
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [introspect, setHiddenElement, setVisiblePlugin]);

  return (
    <>
      <nav className="graphiql-sidebar" aria-label="Panes">
        {plugins.map((plugin) => {
          const isVisible = plugin === visible;
          return (
            <Item
              key={plugin.title}
              label={`${isVisible ? 'Hide' : 'Show'} ${plugin.title}`}
              icon={plugin.icon}
              className={isVisible ? 'active' : ''}
              aria-expanded={isVisible}
              onClick={() => {
                setVisiblePlugin(isVisible ? null : plugin);
                setHiddenElement(isVisible ? 'first' : null);
              }}
            />
          );
        })}
        <Item
          label="Re-fetch the schema"
          icon={ReloadIcon}
          disabled={isIntrospecting}
          onClick={introspect}
          end="first"
        />
        <Item label="Short keys" icon={KeyboardShortcutIcon} onClick={() => setDialog('keys')} end="" />
        <Item label="Settings" icon={SettingsIcon} onClick={() => setDialog('settings')} end="" />
      </nav>
      {dialog === 'keys' ? <Keys onClose={close} /> : null}
      {dialog === 'settings' ? <Settings onClose={close} /> : null}
    </>
  );
}
