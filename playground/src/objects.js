/** From an id in an answer to an operation that reads its object. */
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { post } from './post.js';
import { isSecret } from './session.js';

/** Ids as Stripe writes them. Names of test cards look alike, and lead nowhere. */
const ID = /"([a-z]{2,}(?:_[a-z]+)*_[A-Za-z0-9]{8,})"/g;

/** Each id in a text, with where it begins and ends. */
export function idsIn(text) {
  return [...text.matchAll(ID)]
    .filter(({ 1: id }) => !isSecret(id))
    .map(({ 1: id, index }) => ({ id, start: index + 1, end: index + 1 + id.length }));
}

/** What the graph calls the type of the object with that id; null where there is none, or the key may not see it. */
export async function typeOf(id) {
  const { result } = await post({ query: 'query ($id: ID!) { node(id: $id) { __typename } }', variables: { id } });
  return result.data?.node?.__typename ?? null;
}

const isNode = (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

/** What to select of a field, so that a person sees what the object is: null where that is too much. */
function selectionOf(field, deep) {
  if (field.deprecationReason || field.args.some(isRequiredArgument)) return null;
  const type = getNamedType(field.type);
  if (isLeafType(type)) return field.name;
  if (isUnionType(type)) return type.getTypes().every(isNode) ? `${field.name} { ... on Node { id } }` : null;
  if (!isCompositeType(type) || type.name.endsWith('Connection')) return null;
  if (isNode(type)) return isListType(getNullableType(field.type)) ? null : `${field.name} { id }`;
  if (type.getFields().formatted) return `${field.name} { formatted }`;
  if (!deep) return null;
  const within = Object.values(type.getFields())
    .map((each) => selectionOf(each, false))
    .filter(Boolean);
  return within.length ? `${field.name} { ${within.join(' ')} }` : null;
}

/** An operation that reads all fields of an object of that type, and the ids of what it leads to. */
export function queryFor(schema, name) {
  const type = schema.getType(name);
  const fields = Object.values(type.getFields())
    .map((field) => selectionOf(field, true))
    .filter(Boolean)
    .map((selection) => `    ${selection}`)
    .join('\n');
  const root = Object.values(schema.getQueryType().getFields()).find(
    ({ type: given, args }) =>
      getNullableType(given) === type && args.every((arg) => arg.name === 'id' || !isRequiredArgument(arg)) &&
      args.some((arg) => arg.name === 'id'),
  );
  const [opened, closed] = root ? [`${root.name}(id: $id) {`, '  }'] : [`node(id: $id) { ... on ${name} {`, '  } }'];
  return `query ${name}($id: ID!) {\n  ${opened}\n${fields}\n${closed}\n}\n`;
}
