/** A value to begin with for a variable of some type. */
import { getNullableType, isEnumType, isInputObjectType, isListType, isRequiredInputField } from 'graphql';

const SCALARS = { Boolean: false, Float: 0, Int: 0, Int64: 0 };

/** What must be given is there, with values to be replaced. */
export function placeholderOf(type) {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [];
  if (isEnumType(nullable)) return nullable.getValues()[0].name;
  if (!isInputObjectType(nullable)) return SCALARS[nullable.name] ?? '';
  const needed = Object.values(nullable.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(needed.map((field) => [field.name, placeholderOf(field.type)]));
}
