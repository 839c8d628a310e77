/**
 * Puts fields into the text of an operation, and takes them out, where they are: comments and layout stay.
 *
 * A path leads from the root to a field: steps `{ name }`, or `{ on }` for the fields of one type of a union.
 */
import {
  Kind,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isRequiredArgument,
  parse,
  visit,
} from 'graphql';
import { placeholderOf } from './placeholders.js';

const ROOTS = { query: 'getQueryType', mutation: 'getMutationType', subscription: 'getSubscriptionType' };

export const rootOf = (schema, kind) => schema[ROOTS[kind]]();

/** The operation of a kind in a document. */
export const operationOf = (document, kind) =>
  document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION && each.operation === kind);

/** The document of a text; null where its syntax is wrong. */
export function read(text) {
  try {
    return text.replaceAll(/#.*$/gm, '').trim() ? parse(text) : { kind: Kind.DOCUMENT, definitions: [] };
  } catch {
    return null;
  }
}

const isStep = (node, { name, on }) =>
  on
    ? node.kind === Kind.INLINE_FRAGMENT && node.typeCondition?.name.value === on
    : node.kind === Kind.FIELD && node.name.value === name;

/** What a node's selection has for a step. */
export const chosenIn = (node, step) => node?.selectionSet?.selections.find((each) => isStep(each, step));

/** The type that a step leads to. */
export function typeAt(schema, parent, step) {
  if (step.on) return schema.getType(step.on);
  return getNamedType(parent.getFields()[step.name].type);
}

/** What to select first of a type, so that the operation can run: null for what has no fields. */
function starterOf(type, deep = 3) {
  if (isLeafType(type)) return null;
  if (isAbstractType(type) && !type.getFields?.().id) return '{ __typename }';
  const fields = type.getFields();
  const first = (names) => names.map((name) => fields[name]).find(Boolean);
  const composite = Object.values(fields).find((field) => isCompositeType(getNamedType(field.type)));
  const leaves = Object.values(fields).filter((field) => isLeafType(getNamedType(field.type)));
  const leaf = first(['id', 'formatted']) ?? leaves[0];
  const within = (field) => `${field.name} ${starterOf(getNamedType(field.type), deep - 1)}`;
  if (fields.userErrors && deep) return `{ ${within(composite)} userErrors { code message field } }`;
  if (fields.nodes && deep) return `{ ${within(fields.nodes)} }`;
  if (leaf) return `{ ${leaf.name} }`;
  return composite && deep ? `{ ${within(composite)} }` : '{ __typename }';
}

/** The text of a path from a type on. Adds the variables that it needs; `taken` has the names of those there are. */
function written(schema, parent, [step, ...rest], taken, variables) {
  const type = typeAt(schema, parent, step);
  const args = step.name ? parent.getFields()[step.name].args.filter(isRequiredArgument) : [];
  const given = args.map((arg) => `${arg.name}: $${variableFor(arg, taken, variables)}`).join(', ');
  const head = step.on ? `... on ${step.on}` : `${step.name}${given && `(${given})`}`;
  const body = rest.length ? `{ ${written(schema, type, rest, taken, variables)} }` : starterOf(type);
  return body ? `${head} ${body}` : head;
}

function variableFor(arg, taken, variables) {
  let name = arg.name;
  for (let count = 2; taken.has(name); count += 1) name = `${arg.name}${count}`;
  taken.add(name);
  variables.push({ name, type: arg.type });
  return name;
}

const cut = (text, { start, end }, put = '') => text.slice(0, start) + put + text.slice(end);

/** Put a selection at the end of a node's. */
function append(text, node, selection) {
  if (!node.selectionSet) return cut(text, { start: node.loc.end, end: node.loc.end }, ` { ${selection} }`);
  const { start, end } = node.selectionSet.loc;
  if (!text.slice(start, end).includes('\n')) {
    const before = text.slice(0, end - 1).trimEnd();
    return `${before} ${selection} ${text.slice(end - 1)}`;
  }
  const indent = /^ */.exec(text.slice(text.lastIndexOf('\n', end) + 1))[0];
  return `${text.slice(0, end - 1).trimEnd()}\n${indent}  ${selection}\n${indent}${text.slice(end - 1)}`;
}

/** Declare variables in an operation, which may have none yet. */
function declare(text, kind, variables) {
  if (!variables.length) return text;
  const operation = operationOf(parse(text), kind);
  const list = variables.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const last = operation.variableDefinitions.at(-1);
  if (last) return cut(text, { start: last.loc.end, end: last.loc.end }, `, ${list}`);
  const { start } = operation.loc;
  if (text[start] === '{') return cut(text, { start, end: start }, `query (${list}) `);
  const at = operation.name?.loc.end ?? start + kind.length;
  return cut(text, { start: at, end: at }, operation.name ? `(${list})` : ` (${list})`);
}

/** Drop the declarations that nothing uses any more. */
function tidy(text, kind) {
  const operation = operationOf(read(text) ?? { definitions: [] }, kind);
  if (!operation) return text;
  const used = new Set();
  visit({ ...operation, variableDefinitions: [] }, { Variable: ({ name }) => void used.add(name.value) });
  const idle = operation.variableDefinitions.filter(({ variable }) => !used.has(variable.name.value));
  return idle.length ? tidy(without(text, idle[0], operation.variableDefinitions), kind) : text;
}

/** Take one of the items in parentheses out, and the parentheses with the last one. */
function without(text, item, all) {
  const { start, end } = item.loc;
  if (all.length > 1) {
    const after = /^\s*,?\s*/.exec(text.slice(end))[0].length;
    if (text[end + after] !== ')') return cut(text, { start, end: end + after });
    return cut(text, { start: start - /,?\s*$/.exec(text.slice(0, start))[0].length, end });
  }
  const opened = text.lastIndexOf('(', start);
  const closed = text.indexOf(')', end) + 1;
  return cut(text, { start: opened - /\s*$/.exec(text.slice(0, opened))[0].length, end: closed });
}

/** The nodes along a path, as far as they are there: the operation first. */
function along(operation, path) {
  const nodes = [operation];
  for (const step of path) {
    const next = chosenIn(nodes.at(-1), step);
    if (!next) break;
    nodes.push(next);
  }
  return nodes;
}

const namesOf = (operation) => new Set(operation?.variableDefinitions.map(({ variable }) => variable.name.value));

/** The text with the field at the end of the path selected, and placeholders for the variables that it needs. */
export function add(text, schema, kind, path) {
  const operation = operationOf(read(text), kind);
  const nodes = operation ? along(operation, path) : [];
  const met = Math.max(nodes.length - 1, 0);
  const parent = path.slice(0, met).reduce((type, step) => typeAt(schema, type, step), rootOf(schema, kind));
  const variables = [];
  const selection = written(schema, parent, path.slice(met), namesOf(operation), variables);
  const begun = `${text.trimEnd()}\n${kind} {\n  ${selection}\n}\n`.trimStart();
  const put = operation ? append(text, nodes.at(-1), selection) : begun;
  return { text: declare(put, kind, variables), variables: placeholders(variables) };
}

/** The text without the field at the end of the path; what would be left with nothing selected goes along. */
export function remove(text, kind, path) {
  const operation = operationOf(read(text), kind);
  const nodes = along(operation, path);
  let last = nodes.length - 1;
  while (last > 1 && nodes[last - 1].selectionSet.selections.length === 1) last -= 1;
  if (last === 1 && operation.selectionSet.selections.length === 1) last = 0;
  const { start, end } = nodes[last].loc;
  const space = /\s*$/.exec(text.slice(0, start))[0].length;
  return tidy(cut(text, { start: start - space, end }), kind).trimStart();
}

/** The text with an argument of the field at the end of the path as a variable, or without it. */
export function toggleArgument(text, schema, kind, path, arg) {
  const operation = operationOf(read(text), kind);
  const node = along(operation, path).at(-1);
  const given = node.arguments.find(({ name }) => name.value === arg.name);
  if (given) return { text: tidy(without(text, given, node.arguments), kind), variables: {} };
  const variables = [];
  const value = `${arg.name}: $${variableFor(arg, namesOf(operation), variables)}`;
  const last = node.arguments.at(-1);
  const at = last?.loc.end ?? node.name.loc.end;
  const put = cut(text, { start: at, end: at }, last ? `, ${value}` : `(${value})`);
  return { text: declare(put, kind, variables), variables: placeholders(variables) };
}

const placeholders = (variables) =>
  Object.fromEntries(variables.map(({ name, type }) => [name, placeholderOf(type)]));

/** The names of the variables that the operations of a text declare. */
export const declared = (text) =>
  new Set((read(text)?.definitions ?? []).flatMap((each) => [...namesOf({ variableDefinitions: [], ...each })]));
