/** What the pane of the answer says while there is none. */
import { formatShortcutForOS, useGraphiQL } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { lastRun } from './fetcher.js';

export function BlankAnswer() {
  const editor = useGraphiQL((state) => state.responseEditor);
  const isFetching = useGraphiQL((state) => state.isFetching);
  const { kind } = lastRun.use();
  const [blank, setBlank] = useState(true);
  useEffect(() => {
    if (!editor) return undefined;
    const look = () => setBlank(!editor.getValue());
    const looking = editor.onDidChangeModelContent(look);
    look();
    return () => looking.dispose();
  }, [editor]);
  if (!blank || isFetching || kind === 'stream') return null;
  return (
    <div className="pg-blank">
      <h2>Run the operation to see its answer here</h2>
      <ul>
        <li>
          Press <kbd>{formatShortcutForOS('Ctrl-Enter', 'Cmd')}</kbd> in the editor, or the play button.
        </li>
        <li>Click an id in the answer, or press Enter at one, to open its object in a tab.</li>
        <li>“Examples” has more operations, “Docs” and “Fields” have the whole graph.</li>
      </ul>
    </div>
  );
}
