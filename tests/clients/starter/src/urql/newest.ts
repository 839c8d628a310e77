import type { Data } from '@urql/exchange-graphcache';
import type { Exchange, Operation } from 'urql';
import { filter, makeSubject, merge, pipe } from 'wonka';

// Of two states of an object the one with the greater version is newer, in whatever order they arrive.
export function newest() {
  const versions = new Map<unknown, number>();
  const isOlder = ({ id, version }: { id?: unknown; version?: unknown }) => Number(version) < (versions.get(id) ?? 0);

  // What has no key is a part of the event or the mutation that brings it, and is not read by others.
  const keyOf = (data: Data) => {
    if (isOlder(data)) return null;
    if (data.version !== undefined) versions.set(data.id, Number(data.version));
    return String(data.id);
  };

  const hasOlder = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && (isOlder(value) || Object.values(value).some(hasOlder));

  // A query whose answer was overtaken is asked again.
  const askAgain: Exchange = ({ forward }) => (operations) => {
    const again = makeSubject<Operation>();
    return pipe(
      forward(merge([operations, again.source])),
      filter(({ operation, data }) => {
        const overtaken = operation.kind === 'query' && hasOlder(data);
        if (overtaken) again.next(operation);
        return !overtaken;
      }),
    );
  };

  return { keyOf, askAgain };
}
