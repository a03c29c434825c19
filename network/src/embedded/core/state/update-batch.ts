import type { StateValue } from './state-value.js';
import type { Version } from './version.js';

/** The new state of a key; `state` undefined: deleted. */
export interface Update {
  readonly state: StateValue | undefined;
  readonly version: Version;
}

function child<V>(map: Map<string, Map<string, V>>, name: string): Map<string, V> {
  let found = map.get(name);
  if (!found) {
    found = new Map();
    map.set(name, found);
  }
  return found;
}

/** What the valid transactions of one block change so far. */
export class UpdateBatch {
  /** By namespace and key. */
  readonly publicUpdates = new Map<string, Map<string, Update>>();
  /** By namespace, collection and hex hash of the key. */
  readonly hashedUpdates = new Map<string, Map<string, Map<string, Update>>>();

  get(namespace: string, collection: string, key: string): Update | undefined {
    return collection === ''
      ? this.publicUpdates.get(namespace)?.get(key)
      : this.hashedUpdates.get(namespace)?.get(collection)?.get(key);
  }

  set(namespace: string, collection: string, key: string, update: Update): void {
    if (collection === '') {
      child(this.publicUpdates, namespace).set(key, update);
    } else {
      let collections = this.hashedUpdates.get(namespace);
      if (!collections) {
        collections = new Map();
        this.hashedUpdates.set(namespace, collections);
      }
      child(collections, collection).set(key, update);
    }
  }
}
