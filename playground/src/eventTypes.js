/** Offers the types of events while one is typed: in the arguments `types` and `enabledEvents`, and in variables. */

/** The text before the cursor, where a string of one of these arguments, or of a list of such strings, is open. */
const OPEN = /(?:\b(?:types|enabledEvents)"?\s*:\s*)(?:\[(?:\s*"[^"\n]*"\s*,?)*\s*)?"(?<typed>[^"\n]*)$/;

let asked = null;

/** Every type with its sentence, asked of the server once; none where the server does not answer. */
function known() {
  asked ??= fetch('/playground/events.json', { headers: { Accept: 'application/json' } })
    .then((response) => (response.ok ? response.json() : []))
    .catch(() => []);
  return asked;
}

/** What can be chosen: each type, and a pattern for each beginning that several types share. */
export function choices(types) {
  const beginnings = new Map();
  for (const { type } of types) {
    const words = type.split('.');
    for (let count = 1; count < words.length; count += 1) {
      const pattern = `${words.slice(0, count).join('.')}.*`;
      beginnings.set(pattern, [...(beginnings.get(pattern) ?? []), type]);
    }
  }
  const patterns = [...beginnings].filter(([, chosen]) => chosen.length > 1);
  const live = new Set(types.filter(({ emitted }) => emitted).map(({ type }) => type));
  return [
    ...patterns.map(([value, chosen]) => ({
      value,
      detail: `${chosen.length} types`,
      sentence: `Every type that begins with \`${value.slice(0, -1)}\`: ${chosen.map((type) => `\`${type}\``).join(', ')}.`,
      emitted: chosen.some((type) => live.has(type)),
    })),
    ...types.map(({ type, sentence, emitted }) => ({
      value: type,
      detail: emitted ? '' : 'not emitted yet',
      sentence,
      emitted,
    })),
  ];
}

async function provideCompletionItems(model, position) {
  if (model.getLanguageId() === 'json' && !model.uri.path.endsWith('variables.json')) return { suggestions: [] };
  const before = model.getValueInRange({
    startLineNumber: 1,
    startColumn: 1,
    endLineNumber: position.lineNumber,
    endColumn: position.column,
  });
  const typed = OPEN.exec(before)?.groups.typed;
  if (typed === undefined) return { suggestions: [] };
  const after = /^[^"\s,\]]*/.exec(model.getLineContent(position.lineNumber).slice(position.column - 1))[0];
  const range = {
    startLineNumber: position.lineNumber,
    startColumn: position.column - typed.length,
    endLineNumber: position.lineNumber,
    endColumn: position.column + after.length,
  };
  const suggestions = choices(await known()).map(({ value, detail, sentence, emitted }) => ({
    label: { label: value, description: detail },
    kind: 15, // an enum's member has this icon
    insertText: value,
    filterText: value,
    // `invoice.*` stands before the types that it chooses; what nothing emits yet stands last.
    sortText: `${emitted ? 0 : 1} ${value}`,
    documentation: { value: sentence },
    range,
  }));
  return { suggestions };
}

export function offerEventTypes(monaco) {
  const provider = { triggerCharacters: ['"', '.'], provideCompletionItems };
  for (const language of ['graphql', 'json']) monaco.languages.registerCompletionItemProvider(language, provider);
}
