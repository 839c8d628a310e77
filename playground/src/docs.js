/** Where the reader of the docs is: the types that they came by, the last of them shown. */
import { createState } from './state.js';

/** `trail` holds `{ type, field }`: a type's name, and the field of it to be shown first, if one was asked for. */
export const docs = createState({ trail: [], query: '', searching: false });

export function show(type, field = null) {
  docs.set(({ trail }) => {
    const last = trail.at(-1);
    const same = last?.type === type && last.field === field;
    return { trail: same ? trail : [...trail, { type, field }], query: '' };
  });
}

export function back() {
  docs.set(({ trail, query }) => (query ? { query: '' } : { trail: trail.slice(0, -1) }));
}

/** What a click on a name in the editor leads to. GraphiQL tells the name's own type, and the one it stands in. */
export function follow({ kind, typeInfo }) {
  const { parentType, fieldDef, inputType, type } = typeInfo;
  if ((kind === 'Field' || kind === 'AliasedField') && parentType && fieldDef) show(parentType.name, fieldDef.name);
  else if (kind === 'Argument' && parentType && fieldDef) show(parentType.name, fieldDef.name);
  else if (kind === 'ObjectField' && typeInfo.objectFieldDefs) show(innermost(inputType ?? type));
  else if (inputType ?? type) show(innermost(inputType ?? type));
}

function innermost(type) {
  let within = type;
  while (within.ofType) within = within.ofType;
  return within.name;
}
