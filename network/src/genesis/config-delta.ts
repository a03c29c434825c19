import { common } from '@hyperledger/fabric-protos';

type Group = common.ConfigGroup;

/** The three kinds of things a group holds. */
const KINDS = ['getGroupsMap', 'getValuesMap', 'getPoliciesMap'] as const;

interface Versioned {
  getVersion(): number;
  setVersion(version: number): unknown;
  serializeBinary(): Uint8Array;
}

interface Entries<Item> {
  get(name: string): Item | undefined;
  set(name: string, item: Item): unknown;
  forEach(each: (item: Item, name: string) => void): void;
}

/** The change from one configuration's groups to others, as `configtxlator compute_update` writes it. */
export function difference(channel: string, from: Group, to: Group): common.ConfigUpdate {
  const { read, written } = groupDifference(from, to);
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(read);
  update.setWriteSet(written);
  return update;
}

/** What of a group must be as it was, and what is written: whole when something comes or goes, else only what changes. */
function groupDifference(
  from: Group,
  to: Group,
): Readonly<{ read: Group; written: Group; changed: boolean }> {
  const read = bareGroup(from);
  const written = bareGroup(from);
  const comesOrGoes = KINDS.some((kind) => names(from[kind]()).join('\0') !== names(to[kind]()).join('\0'));
  if (comesOrGoes) {
    written.setVersion(from.getVersion() + 1);
    written.setModPolicy(to.getModPolicy());
  }
  let changed = comesOrGoes;
  to.getGroupsMap().forEach((group, name) => {
    const before = from.getGroupsMap().get(name);
    if (before === undefined) {
      written.getGroupsMap().set(name, group.cloneMessage());
      return;
    }
    const below = groupDifference(before, group);
    changed ||= below.changed;
    if (comesOrGoes || below.changed) {
      read.getGroupsMap().set(name, below.read);
      written.getGroupsMap().set(name, below.written);
    }
  });
  const keep = <Item extends Versioned>(
    before: Entries<Item>,
    after: Entries<Item>,
    into: Readonly<{ read: Entries<Item>; written: Entries<Item> }>,
    bare: () => Item,
  ): void => {
    after.forEach((item, name) => {
      const old = before.get(name);
      if (old !== undefined && sameBytes(old, item)) {
        if (!comesOrGoes) return;
        for (const set of [into.read, into.written]) {
          const kept = bare();
          kept.setVersion(old.getVersion());
          set.set(name, kept);
        }
        return;
      }
      changed = true;
      item.setVersion(old === undefined ? 0 : old.getVersion() + 1);
      into.written.set(name, item);
    });
  };
  keep(
    from.getValuesMap(),
    to.cloneMessage().getValuesMap(),
    { read: read.getValuesMap(), written: written.getValuesMap() },
    () => new common.ConfigValue(),
  );
  keep(
    from.getPoliciesMap(),
    to.cloneMessage().getPoliciesMap(),
    { read: read.getPoliciesMap(), written: written.getPoliciesMap() },
    () => new common.ConfigPolicy(),
  );
  return { read, written, changed };
}

/** What a change makes of a configuration, and which policies guard what it changes. */
export interface AppliedUpdate {
  readonly config: common.Config;
  /** Full paths: `/Channel/Application/Admins`. */
  readonly policies: ReadonlySet<string>;
}

/**
 * The configuration after a change.
 *
 * @throws Error when the change is not made on this configuration, or changes nothing.
 */
export function applyUpdate(config: common.Config, update: common.ConfigUpdate): AppliedUpdate {
  const root = config.getChannelGroup();
  const [read, written] = [update.getReadSet(), update.getWriteSet()];
  if (root === undefined || read === undefined || written === undefined)
    throw new Error('nothing is written');
  checkRead(root, read, '/Channel');
  const policies = new Set<string>();
  const next = common.Config.deserializeBinary(config.serializeBinary());
  next.setChannelGroup(appliedGroup(root, written, '/Channel', policies));
  next.setSequence(config.getSequence() + 1);
  if (policies.size === 0) throw new Error('nothing is changed');
  return { config: next, policies };
}

function appliedGroup(current: Group, written: Group, path: string, policies: Set<string>): Group {
  const whole = written.getVersion() !== current.getVersion();
  if (whole) {
    checkNext(current, written, path);
    policies.add(guard(path, current.getModPolicy()));
  }
  const next = current.cloneMessage();
  if (whole) {
    next.setVersion(written.getVersion());
    next.setModPolicy(written.getModPolicy());
    for (const kind of KINDS) next[kind]().clear();
  }
  written.getGroupsMap().forEach((group, name) => {
    const before = current.getGroupsMap().get(name);
    const after = before && appliedGroup(before, group, `${path}/${name}`, policies);
    next.getGroupsMap().set(name, after ?? added(whole, group, `${path}/${name}`));
  });
  const apply = <Item extends Versioned & { getModPolicy(): string }>(
    before: Entries<Item>,
    into: Entries<Item>,
    items: Entries<Item>,
  ): void => {
    items.forEach((item, name) => {
      const old = before.get(name);
      if (old === undefined) into.set(name, added(whole, item, `${path}/${name}`));
      else if (old.getVersion() === item.getVersion()) into.set(name, old);
      else {
        checkNext(old, item, `${path}/${name}`);
        policies.add(guard(path, old.getModPolicy()));
        into.set(name, item);
      }
    });
  };
  apply(current.getValuesMap(), next.getValuesMap(), written.getValuesMap());
  apply(current.getPoliciesMap(), next.getPoliciesMap(), written.getPoliciesMap());
  return next;
}

/** @throws Error when what was read is not as it was. */
function checkRead(current: Group, read: Group, path: string): void {
  const same = (before: Versioned | undefined, item: Versioned, at: string): void => {
    if (before?.getVersion() !== item.getVersion()) throw new Error(`${at} is not as it was read`);
  };
  same(current, read, path);
  read.getGroupsMap().forEach((group, name) => {
    const before = current.getGroupsMap().get(name);
    same(before, group, `${path}/${name}`);
    if (before !== undefined) checkRead(before, group, `${path}/${name}`);
  });
  read.getValuesMap().forEach((item, name) => {
    same(current.getValuesMap().get(name), item, `${path}/${name}`);
  });
  read.getPoliciesMap().forEach((item, name) => {
    same(current.getPoliciesMap().get(name), item, `${path}/${name}`);
  });
}

/** @throws Error when something new stands in a group that is not written whole. */
function added<Item>(whole: boolean, item: Item, path: string): Item {
  if (!whole) throw new Error(`${path} comes into a group that is not written whole`);
  return item;
}

/** @throws Error when a version does not follow. */
function checkNext(before: Versioned, after: Versioned, path: string): void {
  if (after.getVersion() !== before.getVersion() + 1) {
    throw new Error(`${path}: version ${after.getVersion()} does not follow ${before.getVersion()}`);
  }
}

/** A policy is named by its full path, or as one of the group itself. */
function guard(path: string, policy: string): string {
  return policy.startsWith('/') ? policy : `${path}/${policy}`;
}

function bareGroup(group: Group): Group {
  const bare = new common.ConfigGroup();
  bare.setVersion(group.getVersion());
  return bare;
}

function names(entries: Entries<unknown>): readonly string[] {
  const found: string[] = [];
  entries.forEach((_item, name) => found.push(name));
  return found.sort();
}

function sameBytes(a: Versioned, b: Versioned): boolean {
  return Buffer.compare(a.serializeBinary(), b.serializeBinary()) === 0;
}
