import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { NetworkError } from '../../network-error.js';
import { memberAddress, type Member } from '../../topology/topology.js';
import { toYaml } from '../config/yaml.js';
import type { FabricContext } from '../fabric-context.js';
import { assertRunning, type ServiceDefinition } from '../process/service.js';
import { waitUntil } from '../wait-until.js';
import { authorityName, type Authority } from './authority.js';
import { authorityYaml, caServerYaml } from './ca-server-yaml.js';
import { ensureSecrets } from './secrets.js';

const TIMEOUT = 3000;

export const caName = (member: Pick<Member, 'code'>): string => `ca-${member.code}`;

/** A member's CA server. */
export function caService(context: FabricContext, member: Member): ServiceDefinition {
  const folder = context.layout.ca(member);
  return {
    name: caName(member),
    command: context.binaries['fabric-ca-server'],
    args: ['start', '--home', folder],
    folder,
    environment: { FABRIC_CA_SERVER_HOME: folder, FABRIC_CA_SERVER_LOGLEVEL: 'warning' },
  };
}

/** Writes the configuration of a member's CA server. */
export async function writeCaConfiguration(context: FabricContext, member: Member): Promise<void> {
  const folder = context.layout.ca(member);
  const secrets = await ensureSecrets(folder, context.topology, member);
  const options = { topology: context.topology, member, secrets };
  const name = 'fabric-ca-server-config.yaml';
  await mkdir(join(folder, 'tlsca'), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, name), toYaml(caServerYaml(options)), { mode: 0o600 });
  await writeFile(join(folder, 'tlsca', name), toYaml(authorityYaml(options, 'tlsca')), { mode: 0o600 });
}

/** The root by which the CA server itself is known under TLS. */
export function caServerRoot(context: FabricContext, member: Member): string {
  return join(context.layout.ca(member), 'ca-cert.pem');
}

/** Waits until both authorities of a member answer. */
export async function caReady(context: FabricContext, member: Member): Promise<void> {
  await waitUntil(
    async () => {
      await assertRunning(context.layout, caName(member));
      await authorityRoot(context, member, 'ca');
      return (await authorityRoot(context, member, 'tlsca')) !== '';
    },
    { what: `${caName(member)} to answer` },
  );
}

/** The root certificate (PEM) of one of a member's authorities, as its server says. */
export async function authorityRoot(
  context: FabricContext,
  member: Member,
  authority: Authority,
): Promise<string> {
  const ca = await readFile(caServerRoot(context, member));
  const text = await new Promise<string>((resolve, reject) => {
    const outgoing = request(
      {
        host: memberAddress(context.topology, member),
        port: member.ca.port,
        path: `/cainfo?ca=${authorityName(member, authority)}`,
        ca,
        timeout: TIMEOUT,
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          resolve(Buffer.concat(chunks).toString('utf8'));
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', reject);
    outgoing.end();
  });
  const answer = JSON.parse(text) as {
    result?: { CAChain?: string };
    errors?: readonly { message: string }[];
  };
  if (answer.result?.CAChain === undefined) {
    throw new NetworkError(
      'FABRIC_CA_FAILED',
      `${caName(member)} answered: ${answer.errors?.map((each) => each.message).join('; ') ?? 'nothing'}`,
    );
  }
  return Buffer.from(answer.result.CAChain, 'base64').toString('utf8');
}
