import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Member } from '../../topology/topology.js';
import { materialOf, type FabricContext } from '../fabric-context.js';
import { builderFolder, type PeerFolders } from '../layout.js';
import type { Deployment } from '../network-state.js';
import { contractAddress } from '../services.js';
import { configtxYaml } from './configtx-yaml.js';
import { coreYaml, type CoreOptions } from './core-yaml.js';
import { ordererYaml } from './orderer-yaml.js';
import { toYaml, type YamlMap } from './yaml.js';

const OWNER_ONLY = 0o700;

/** Writes the configuration of a member's peer and orderer. */
export async function writeMemberConfiguration(
  context: FabricContext,
  member: Member,
  choice: Pick<CoreOptions, 'executeTimeoutSeconds'> = {},
): Promise<void> {
  const { layout, topology } = context;
  const material = materialOf(context, member);
  const peer = layout.peer(member);
  const orderer = layout.orderer(member);
  await writeYaml(
    join(peer.configuration, 'core.yaml'),
    coreYaml({ topology, member, material, folders: peer, builder: builderFolder, ...choice }),
  );
  await writeYaml(
    join(orderer.configuration, 'orderer.yaml'),
    ordererYaml({ topology, member, material, folders: orderer }),
  );
}

/** Writes `configtx.yaml`. */
export async function writeChannelConfiguration(context: FabricContext): Promise<void> {
  await writeYaml(
    join(context.layout.configtx, 'configtx.yaml'),
    configtxYaml(context.topology, context.layout.organizations),
  );
}

/** Tells a member's peer where the member runs a version of the contract. Only this file holds address and keys. */
export async function writeContractConnection(
  context: FabricContext,
  member: Member,
  deployment: Deployment,
): Promise<void> {
  const { contracts } = context.layout.peer(member);
  const { contractClient } = materialOf(context, member);
  const [root, certificate, key] = await Promise.all([
    readFile(contractClient.rootCertificate, 'utf8'),
    readFile(contractClient.certificate, 'utf8'),
    readFile(contractClient.privateKey, 'utf8'),
  ]);
  const connection = {
    address: contractAddress(context, member, deployment),
    dial_timeout: '10s',
    tls_required: true,
    client_auth_required: true,
    client_key: key,
    client_cert: certificate,
    root_cert: root,
  };
  await mkdir(contracts, { recursive: true, mode: OWNER_ONLY });
  const text = JSON.stringify(connection);
  await writeFile(join(contracts, `${deployment.label}.json`), text, { mode: 0o600 });
  await writeInstalledConnection(context.layout.peer(member), deployment, text);
}

/** Once a package is installed, the peer reads the copy its builder has made. */
async function writeInstalledConnection(
  { ledger }: PeerFolders,
  { packageId }: Deployment,
  text: string,
): Promise<void> {
  const built = join(ledger, 'externalbuilds', packageId.replace(':', '-'));
  const copy = join(built, 'release', 'chaincode', 'server', 'connection.json');
  const installed = await access(copy).then(
    () => true,
    () => false,
  );
  if (installed) await writeFile(copy, text);
}

async function writeYaml(path: string, content: YamlMap): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: OWNER_ONLY });
  await writeFile(path, toYaml(content), { mode: 0o600 });
}
