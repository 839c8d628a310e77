import { InMemoryCache, type Cache, type StoreObject } from '@apollo/client';

// Of two states of an object the one with the greater version is newer, in whatever order they arrive.
export class NewestCache extends InMemoryCache {
  override write(options: Cache.WriteOptions): ReturnType<InMemoryCache['write']> {
    const kept = new Map<string, StoreObject>();
    this.keepNewer(options.result, kept);
    if (!kept.size) return super.write(options);
    const update = () => {
      const written = super.write(options);
      // What the older state adds stays, such as fields that nothing has asked for before.
      for (const [id, fields] of kept) {
        this.modify({ id, fields: (value, { storeFieldName: name }) => (name in fields ? fields[name] : value) });
      }
      return written;
    };
    return this.batch({ update });
  }

  // Collect the fields of all objects that are newer here than in a result.
  private keepNewer(result: unknown, kept: Map<string, StoreObject>) {
    if (typeof result !== 'object' || result === null) return;
    for (const each of Object.values(result)) this.keepNewer(each, kept);
    const { version } = result as StoreObject;
    const id = version === undefined ? undefined : this.identify(result as StoreObject);
    if (!id || kept.has(id)) return;
    const fields: StoreObject = {};
    this.modify({ id, fields: (value, { storeFieldName }) => (fields[storeFieldName] = value) });
    if (Number(fields.version) > Number(version)) kept.set(id, fields);
  }
}
