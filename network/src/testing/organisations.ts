import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { common } from '@hyperledger/fabric-protos';
import { readChannelConfiguration, type ChannelConfiguration } from '../genesis/channel-configuration.js';
import { ensureGenesis } from '../genesis/ensure-genesis.js';
import { ensureOrganisations } from '../identity/ensure-organisations.js';
import { organisationLayout, type OrganisationLayout } from '../identity/layout.js';
import { newIdentityDeserializer } from '../msp/deserializer.js';
import { readSigner } from '../msp/signer.js';
import type { IdentityDeserializer, PeerSigner } from '../embedded/seam.js';
import { withFreePorts } from '../topology/ports.js';
import { readTopology } from '../topology/read-topology.js';
import type { Member, Topology } from '../topology/topology.js';

/** Organisations with certificates and a channel, in a temporary folder: what unit tests need. */
export interface TestOrganisations {
  readonly folder: string;
  readonly topology: Topology;
  readonly genesis: common.Block;
  readonly configuration: ChannelConfiguration;
  readonly identities: IdentityDeserializer;
  layout(code: string): OrganisationLayout;
  signer(code: string, who?: 'peer' | 'gateway' | 'admin' | 'orderer'): Promise<PeerSigner>;
  remove(): Promise<void>;
}

export async function newTestOrganisations(): Promise<TestOrganisations> {
  const folder = await mkdtemp(join(tmpdir(), 'origin-ledger-'));
  const organizations = join(folder, 'organizations');
  const topology = await withFreePorts(await readTopology());
  await ensureOrganisations(organizations, topology);
  const genesis = await ensureGenesis(join(folder, 'genesis.block'), organizations, topology);
  const configuration = readChannelConfiguration(genesis);
  const layout = (code: string): OrganisationLayout =>
    organisationLayout(organizations, memberOf(topology, code));
  return {
    folder,
    topology,
    genesis,
    configuration,
    identities: newIdentityDeserializer(configuration.organisations),
    layout,
    signer: (code, who = 'peer') => readSigner(memberOf(topology, code).mspId, layout(code)[who]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export function memberOf(topology: Topology, code: string): Member {
  const member = topology.members.find((candidate) => candidate.code === code);
  if (member === undefined) throw new Error(`no member ${code}`);
  return member;
}

/** A file's text, for tests. */
export function text(path: string): Promise<string> {
  return readFile(path, 'utf8');
}
