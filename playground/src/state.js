/** A value that several components watch, and that code outside React may change. */
import { useSyncExternalStore } from 'react';

export function createState(initial) {
  let value = initial;
  const watchers = new Set();
  const subscribe = (watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  };
  const get = () => value;
  return {
    get,
    subscribe,
    set(change) {
      value = { ...value, ...(typeof change === 'function' ? change(value) : change) };
      for (const watcher of watchers) watcher(value);
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
}
