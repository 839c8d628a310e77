/** Ids in the answer are links: a click, or Enter at one, opens its object in a tab. */
import { KeyCode, useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { idsIn, queryFor, typeOf } from './objects.js';
import { useOpenTab } from './tabs.js';
import { tell } from './toast.js';

/** In larger answers, in characters, ids are not looked for: marking them would hold the page up. */
const LARGE = 300_000;

/** Monaco's name for what is neither margin nor scrollbar. */
const TEXT = 6;

/** The function that opens the object of an id. */
export function useOpenObject() {
  const openTab = useOpenTab();
  const schema = useGraphiQL((state) => state.schema);
  return async (id) => {
    if (!schema) return tell('The schema is still loading.');
    const type = await typeOf(id);
    if (!type) return tell(`No object of this account has the id ${id}.`);
    openTab({ query: queryFor(schema, type), variables: JSON.stringify({ id }, null, 2), run: true });
  };
}

function idAt(editor, position) {
  const line = editor.getModel().getLineContent(position.lineNumber);
  return idsIn(line).find(({ start, end }) => start < position.column && position.column <= end + 1)?.id;
}

function mark(editor, marks) {
  const model = editor.getModel();
  const text = model.getValueLength() > LARGE ? '' : model.getValue();
  const decorations = idsIn(text).map(({ start, end }) => {
    const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)];
    return {
      range: {
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      },
      options: { inlineClassName: 'pg-id', hoverMessage: { value: 'Open this object in a tab' } },
    };
  });
  marks.set(decorations);
}

export function AnswerLinks() {
  const editor = useGraphiQL((state) => state.responseEditor);
  const open = useOpenObject();
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    if (!editor) return undefined;
    const marks = editor.createDecorationsCollection();
    const follow = (position) => {
      const id = position && idAt(editor, position);
      if (id) latest.current(id);
    };
    const parts = [
      editor.onDidChangeModelContent(() => mark(editor, marks)),
      editor.onMouseUp(({ target, event }) => {
        if (event.leftButton && target.type === TEXT && editor.getSelection().isEmpty()) follow(target.position);
      }),
      editor.addAction({
        id: 'paygraph-open-object',
        label: 'Open the Object of This Id',
        keybindings: [KeyCode.Enter],
        run: () => follow(editor.getPosition()),
      }),
    ];
    mark(editor, marks);
    return () => parts.forEach((part) => part.dispose());
  }, [editor]);
  return null;
}
