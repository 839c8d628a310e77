/** Finds types and fields by what a person types: types first, and those of resources before what is made of them. */
import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

const MOST = 60;

/** As names are compared: `payment_intent`, `payment intent` and `PaymentIntent` are one. */
const plain = (text) => text.toLowerCase().replaceAll(/[\s_.]/g, '');

const hasFields = (type) => isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);

/** All that can be found in a schema. `resources` is the set of the names of resources' types. */
export function indexOf(schema, resources) {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const entries = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const isRoot = roots.has(type);
    if (!isRoot) entries.push(entry(type.name, type, null, resources.has(type.name) ? 0 : 2));
    if (hasFields(type)) {
      for (const field of Object.values(type.getFields())) {
        entries.push(entry(field.name, type, field, isRoot ? 1 : resources.has(type.name) ? 3 : 4));
      }
    }
  }
  return entries;
}

const entry = (name, type, field, kind) => ({ plain: plain(name), name, type, field, kind });

/** How well an entry answers; the least is the best, null is not at all. */
function distance(found, wanted) {
  if (found.plain === wanted) return found.kind < 3 ? 0 : 1;
  if (found.plain.startsWith(wanted)) return found.kind < 3 ? 1 : 3;
  if (found.plain.includes(wanted)) return found.kind < 3 ? 2 : 4;
  return null;
}

/** The entries that answer, from the best, and how many there were in all. */
export function search(index, text) {
  const wanted = plain(text);
  if (!wanted) return { found: [], count: 0 };
  const scored = [];
  for (const each of index) {
    const far = distance(each, wanted);
    if (far !== null) scored.push([far, each]);
  }
  scored.sort(
    ([a, x], [b, y]) => a - b || x.kind - y.kind || x.name.length - y.name.length || x.name.localeCompare(y.name),
  );
  return { found: scored.slice(0, MOST).map(([, each]) => each), count: scored.length };
}
