import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Topology } from '@origin-ledger/network';
import { findBinaries } from '@origin-ledger/network/fabric';

/** Half of a network: its members' services run under one user and have addresses of one range. */
interface Half {
  readonly user: number;
  readonly range: string;
  readonly from: string;
  readonly table: number;
  readonly members: Readonly<Record<string, string>>;
}

const HALVES: readonly [Half, Half] = [
  {
    user: 5001,
    range: '127.0.1.0/24',
    from: '127.0.1.1',
    table: 101,
    members: { VN: '127.0.1.1', SG: '127.0.1.2' },
  },
  {
    user: 5002,
    range: '127.0.2.0/24',
    from: '127.0.2.1',
    table: 102,
    members: { TH: '127.0.2.1', ASEAN: '127.0.2.2' },
  },
];

const ip = (line: string): void => {
  execFileSync('ip', line.split(' '), { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** Each member at an address of its half. */
export function partedTopology(topology: Topology): Topology {
  const hosts = Object.assign({}, ...HALVES.map(({ members }) => members)) as Record<string, string>;
  return {
    ...topology,
    members: topology.members.map((member) => ({ ...member, host: hosts[member.code] ?? topology.host })),
  };
}

/** Makes the routes by which the halves can be told apart. To be called in a network namespace of its own. */
export function preparePartition(): void {
  ip('link set lo up');
  // A peer does not start on a machine that has nothing but a loopback interface.
  ip('link add origin0 type veth peer name origin1');
  ip('address add 10.255.255.1/24 dev origin0');
  ip('link set origin0 up');
  // The rule for local addresses comes first by default, and nothing can be put before it.
  ip('rule add pref 100 lookup local');
  ip('rule del pref 0');
  for (const { user, from, table } of HALVES) {
    ip(`route add table ${table} local 127.0.0.0/8 dev lo src ${from}`);
    ip(`rule add pref 60 uidrange ${user}-${user} lookup ${table}`);
  }
}

/** No packet passes between the halves until it is healed. */
export function part(): void {
  for (const [{ user }, { range }] of bothWays())
    ip(`rule add pref 50 uidrange ${user}-${user} to ${range} blackhole`);
}

export function heal(): void {
  for (const [{ user }, { range }] of bothWays())
    ip(`rule del pref 50 uidrange ${user}-${user} to ${range} blackhole`);
}

const bothWays = (): readonly (readonly [Half, Half])[] => [HALVES, [HALVES[1], HALVES[0]]];

/**
 * A folder with Fabric's programs, of which peers and orderers run under the user of their half; for `FABRIC_BIN`.
 * Files stay the superuser's.
 */
export async function writeUserPrograms(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, path] of Object.entries(await findBinaries())) {
    if (name !== 'peer' && name !== 'orderer') {
      await symlink(path, join(folder, name));
      continue;
    }
    const cases = HALVES.map(
      ({ user, members }) =>
        `${Object.keys(members)
          .map((code) => `*/peers/${code}|*/orderers/${code}`)
          .join('|')}) user=${user};;`,
    );
    const lines = [
      '#!/bin/sh',
      `case "$PWD" in ${cases.join(' ')} *) exec ${path} "$@";; esac`,
      'caps=+dac_override,+fowner',
      `exec setpriv --reuid "$user" --clear-groups --inh-caps "$caps" --ambient-caps "$caps" ${path} "$@"`,
    ];
    await writeFile(join(folder, name), `${lines.join('\n')}\n`, { mode: 0o755 });
  }
}
