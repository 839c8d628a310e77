/** Monaco, with just the three workers that GraphQL and JSON need, and paygraph's colours. */
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphQLWorker from 'monaco-graphql/esm/graphql.worker.js?worker';
import { offerEventTypes } from './eventTypes.js';

const WORKERS = { json: JsonWorker, graphql: GraphQLWorker };

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new (WORKERS[label] ?? EditorWorker)(),
};

export const editorTheme = { light: 'paygraph-light', dark: 'paygraph-dark' };

const PALETTE = {
  light: {
    base: 'vs',
    ink: '27343d', quiet: '5c6b75', accent: '0f766e', field: '1f4e79', argument: '6d4aa8', type: '0f766e',
    string: '9a5b13', number: '0b7a4b', surface: 'ffffff', raised: 'ffffff', line: 'dfe5e8', hover: '0f766e14',
  },
  dark: {
    base: 'vs-dark',
    ink: 'd5dee3', quiet: '93a3ad', accent: '5fd0bf', field: '9cc9f0', argument: 'c3b1f5', type: '5fd0bf',
    string: 'e8bf86', number: '8fd9a8', surface: '12191d', raised: '1a2329', line: '2b373e', hover: '5fd0bf1f',
  },
};

function theme(p) {
  const token = (names, foreground, fontStyle) => names.map((name) => ({ token: name, foreground, fontStyle }));
  return {
    base: p.base,
    inherit: true,
    rules: [
      ...token([''], p.ink),
      ...token(['comment', 'comment.gql'], p.quiet),
      ...token(['keyword', 'keyword.gql'], p.accent),
      ...token(['key.identifier.gql', 'string.key.json'], p.field),
      ...token(['argument.identifier.gql'], p.argument),
      ...token(['type.identifier.gql', 'annotation.gql'], p.type),
      ...token(['string', 'string.gql', 'string.value.json'], p.string),
      ...token(['number', 'number.gql', 'number.json', 'keyword.json'], p.number),
      ...token(['delimiter', 'delimiter.bracket.json', 'delimiter.curly.gql'], p.quiet),
    ],
    colors: {
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, `#${p.quiet}`])),
      'editor.background': '#ffffff00',
      'editor.foreground': `#${p.ink}`,
      'editorLineNumber.foreground': `#${p.quiet}`,
      'editorLineNumber.activeForeground': `#${p.ink}`,
      'editorCursor.foreground': `#${p.accent}`,
      'editor.selectionBackground': `#${p.accent}33`,
      'editorBracketMatch.border': `#${p.accent}66`,
      'editorBracketMatch.background': '#00000000',
      'editorIndentGuide.background1': `#${p.line}`,
      'editorIndentGuide.activeBackground1': `#${p.quiet}66`,
      'editorHoverWidget.background': `#${p.raised}`,
      'editorHoverWidget.border': `#${p.line}`,
      'editorSuggestWidget.background': `#${p.raised}`,
      'editorSuggestWidget.border': `#${p.line}`,
      'editorSuggestWidget.selectedBackground': `#${p.hover}`,
      'editorSuggestWidget.selectedForeground': `#${p.ink}`,
      'editorWidget.background': `#${p.raised}`,
      'menu.background': `#${p.raised}`,
      'menu.selectionBackground': `#${p.hover}`,
      'menu.selectionForeground': `#${p.ink}`,
      'quickInput.background': `#${p.raised}`,
      'quickInputList.focusBackground': `#${p.hover}`,
      'quickInputList.focusForeground': `#${p.ink}`,
      'list.hoverBackground': `#${p.hover}`,
      'list.highlightForeground': `#${p.accent}`,
      'list.focusHighlightForeground': `#${p.accent}`,
      'textLink.foreground': `#${p.accent}`,
      'editorLink.activeForeground': `#${p.accent}`,
      'input.background': `#${p.hover}`,
      'scrollbar.shadow': '#00000000',
      focusBorder: `#${p.accent}`,
    },
  };
}

const LOOK = {
  fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSize: 13,
  lineHeight: 21,
  wordWrap: 'on',
  wrappingIndent: 'indent',
  scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
};

/** Load Monaco and its font, which it measures once, and teach it our look before GraphiQL makes its editors. */
export async function openEditor() {
  const [monaco] = await Promise.all([
    import('./monaco.js'),
    document.fonts.load(`${LOOK.fontSize}px 'JetBrains Mono Variable'`),
  ]);
  offerEventTypes(monaco);
  monaco.editor.onDidCreateEditor((editor) => editor.updateOptions(LOOK));
  for (const [name, palette] of Object.entries(PALETTE)) monaco.editor.defineTheme(editorTheme[name], theme(palette));
}
