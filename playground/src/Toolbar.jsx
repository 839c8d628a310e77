/** The commands beside the operation: run, tidy up, and take it elsewhere. */
import {
  CopyIcon,
  DropdownMenu,
  ExecuteButton,
  KEY_MAP,
  MergeIcon,
  PrettifyIcon,
  ToolbarButton,
  Tooltip,
  tryParseJSONC,
  useGraphiQL,
  useGraphiQLActions,
} from '@graphiql/react';
import { chosen } from './fetcher.js';
import { kindOf, session } from './session.js';
import { curlOf, fetchOf } from './snippets.js';
import { tell } from './toast.js';

const icon = { className: 'graphiql-toolbar-icon', 'aria-hidden': 'true' };

/** An editor's JSON; an empty object where it is none. */
function jsonOf(editor) {
  try {
    return tryParseJSONC(editor?.getValue()) ?? {};
  } catch {
    return {};
  }
}

function useCopy() {
  const { queryEditor, variableEditor, headerEditor, operationName } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    headerEditor: state.headerEditor,
    operationName: state.operationName,
  }));
  return async (name, write) => {
    const { key, endpoint } = session.get();
    const query = queryEditor.getValue();
    const text = write({
      url: new URL(endpoint, location.href).href,
      key,
      query,
      variables: jsonOf(variableEditor),
      headers: jsonOf(headerEditor),
      ...chosen({ query, operationName }),
    });
    const { mode } = kindOf(key);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      tell('The browser did not let the page write to the clipboard.');
      return;
    }
    tell(mode === 'test' ? `Copied ${name}.` : `Copied ${name}. Put the key into PAYGRAPH_KEY, as it was left out.`);
  };
}

export function Toolbar() {
  const { copyQuery, prettifyEditors, mergeQuery } = useGraphiQLActions();
  const copy = useCopy();
  return (
    <div className="graphiql-toolbar" role="toolbar" aria-label="Commands" aria-orientation="vertical">
      <ExecuteButton />
      <ToolbarButton onClick={prettifyEditors} label={`Prettify (${KEY_MAP.prettify.key})`}>
        <PrettifyIcon {...icon} />
      </ToolbarButton>
      <ToolbarButton onClick={mergeQuery} label={`Merge fragments (${KEY_MAP.mergeFragments.key})`}>
        <MergeIcon {...icon} />
      </ToolbarButton>
      <DropdownMenu>
        <Tooltip label="Copy as…">
          <DropdownMenu.Button className="graphiql-toolbar-button" aria-label="Copy as…">
            <CopyIcon {...icon} />
          </DropdownMenu.Button>
        </Tooltip>
        <DropdownMenu.Content>
          <DropdownMenu.Item onSelect={copyQuery}>Copy the operation</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => copy('as curl', curlOf)}>Copy as curl</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => copy('as fetch', fetchOf)}>Copy as fetch</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu>
    </div>
  );
}
