import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { NetworkError } from '../../network-error.js';
import { validateTopology } from '../../topology/validate-topology.js';
import type { Topology } from '../../topology/topology.js';
import { findBinaries } from '../binaries.js';
import { ensureIdentities } from '../ca/ensure-identities.js';
import { memberByCode } from '../../topology/member-by-code.js';
import { fabricLayout } from '../layout.js';
import { contextOf, firstState } from '../network.js';
import { readState, writeState } from '../network-state.js';
import { digestOf, parsePublicPart, publicPart, publicPartText, writePublicPart } from './public-part.js';

/** One member's machine. */
export interface HostOptions {
  readonly data: string;
  readonly report: (line: string) => void;
}

/** What was written for the others or taken from them, with the digest that operators read to each other. */
export interface Exchanged {
  readonly code: string;
  readonly file: string;
  readonly digest: string;
}

/**
 * Prepares this machine for one member: its authority, its keys and certificates, and the public part that goes to the
 * others. May be repeated; what exists stays.
 *
 * @throws NetworkError `MEMBER_UNKNOWN`, `USAGE` when the folder is of another member.
 */
export async function prepareHost(
  options: HostOptions & Readonly<{ topology: Topology; code: string; joining?: boolean }>,
): Promise<Exchanged> {
  const { data, code, topology, report } = options;
  const layout = fabricLayout(data);
  const present = await readState(layout);
  if (present !== undefined && present.own?.includes(code) !== true) {
    const whose = present.own?.join(', ') ?? 'all members';
    throw new NetworkError('USAGE', `${data} is the folder of ${whose}: choose another for ${code}.`);
  }
  const first = firstState({ topology });
  const own = memberByCode(topology, code).code;
  // Whoever joins a channel that runs has no orderer in it.
  const consenters = first.consenters.filter((each) => options.joining !== true || each !== own);
  const state = present ?? { ...first, consenters, own: [own] };
  const context = contextOf(await findBinaries(), layout, state, report);
  const member = memberByCode(context.topology, code);
  await mkdir(layout.root, { recursive: true, mode: 0o700 });
  await ensureIdentities(context, [member]);
  await writeState(layout, state);
  const file = join(data, `${code}.public.json`);
  const text = publicPartText(await publicPart(context, member));
  await writeFile(file, text);
  return { code, file, digest: digestOf(text) };
}

/**
 * Takes another member's public part. One that is not in the topology yet is a member from now on: the next `up` gives
 * this member's consent to a definition of the contract that counts it.
 *
 * @throws NetworkError `PART_DIFFERS`, `TOPOLOGY_INVALID`, `NOT_RUNNING` where nothing was prepared.
 */
export async function acceptPart(options: HostOptions, text: string, file: string): Promise<Exchanged> {
  const layout = fabricLayout(options.data);
  const state = await readState(layout);
  if (state?.own === undefined) {
    throw new NetworkError(
      'NOT_RUNNING',
      `Nothing was prepared in ${options.data}: "prepare CODE" comes first.`,
    );
  }
  const part = parsePublicPart(text);
  const { code } = part.member;
  const { members } = state.topology;
  const known = members.find((member) => member.code === code);
  const others = members.filter((member) => member.code !== code);
  const topology = validateTopology({ ...state.topology, members: [...others, part.member] });
  const member = memberByCode(topology, code);
  if (known !== undefined && !isDeepStrictEqual(member, known)) {
    throw new NetworkError(
      'PART_DIFFERS',
      `The topology here says other things of ${code} than ${code} itself.`,
    );
  }
  await writePublicPart(layout.organizations, { ...part, member });
  if (known === undefined) {
    const { deployment } = state;
    await writeState(layout, {
      ...state,
      topology,
      deployment: { ...deployment, sequence: deployment.sequence + 1 },
    });
    options.report(`${code} is a new member: "up --fabric" gives consent to a definition that counts it`);
  }
  return { code, file, digest: digestOf(text) };
}
