/** The families of resources with the types of their objects, as the server tells them once. */
import { getNamedType, getNullableType } from 'graphql';
import { use } from 'react';

let asked;

/** `[{ name, title, types }]`; empty where the server does not answer. Suspends until it is there. */
export function useFamilies() {
  asked ??= fetch('/playground/families.json', { headers: { Accept: 'application/json' } })
    .then((response) => (response.ok ? response.json() : []))
    .catch(() => []);
  return use(asked);
}

/** The fields of the roots that read objects of a type, and those that change them. */
export function rootsOf(schema, type) {
  const own = `${type.name[0].toLowerCase()}${type.name.slice(1)}`;
  const fields = (root) => Object.values(root?.getFields() ?? {});
  const reads = fields(schema.getQueryType()).filter((field) => {
    const given = getNamedType(field.type);
    return given === type || given.name === `${type.name}Connection`;
  });
  const changes = fields(schema.getMutationType()).filter((field) => {
    const payload = getNullableType(field.type);
    const changed = payload.getFields?.()[own];
    return field.name.startsWith(own) && changed && getNamedType(changed.type) === type;
  });
  return { reads, changes };
}
