import { statfs } from 'node:fs/promises';
import { NetworkError } from '../../network-error.js';
import { memberAddress } from '../../topology/topology.js';
import { checkVersion, findBinaries } from '../binaries.js';
import { caName } from '../ca/ca-service.js';
import { fetchConfiguration } from '../channel/fetch-configuration.js';
import { consentersOf, ownConsenters, ownMembers, type FabricContext } from '../fabric-context.js';
import { openFabricNetwork, type FabricNetwork } from '../network.js';
import { takenPorts } from '../../process/taken-ports.js';
import { contractName, ordererName, peerName } from '../services.js';
import { checkAdministrators, checkConsenterCertificates, checkExpiry, checkMsp } from './certificates.js';
import { fault, ok, skipped, warning, type Finding } from './finding.js';
import { checkOrdering } from './ordering.js';
import { checkChannel, checkClocks, checkContract, checkPrivateData, checkTimeWindow } from './peers.js';
import { checkTls } from './tls.js';
import { endpoint } from '../../topology/endpoint.js';

const GIBIBYTE = 2 ** 30;
const LEAST_FREE_BYTES = GIBIBYTE;
const WARN_FREE_BYTES = 5 * GIBIBYTE;

/** Looks at everything that is known to go wrong with a network, and says what is so. */
export async function examine(data: string): Promise<readonly Finding[]> {
  const fabric = await checkFabric();
  if (fabric.status === 'fault') return [fabric];
  const network = await openFabricNetwork({ data });
  const { context, state } = network;
  const findings: Finding[] = [fabric, await checkDisk(data), ...(await checkProcesses(network))];
  findings.push(
    ...(await checkTls(context, state.deployment)),
    ...(await checkExpiry(context, new Date())),
    ...(await checkAdministrators(context)),
    ...(await checkConfiguration(context)),
    ...(await checkChannel(context)),
    ...(await checkTimeWindow(context)),
    ...(await checkClocks(context)),
    ...(await checkPrivateData(context)),
    ...(await checkOrdering(context)),
  );
  const contracts = await Promise.all(
    ownMembers(context).map((member) => checkContract(context, member, state.deployment)),
  );
  return [...findings, ...contracts.flat()];
}

/** Whether Fabric's programs are there, and recent enough. */
export async function checkFabric(environment = process.env): Promise<Finding> {
  try {
    return ok('FABRIC', `Fabric ${await checkVersion(await findBinaries(environment))}`);
  } catch (error) {
    if (error instanceof NetworkError) return fault('FABRIC', error.message);
    throw error;
  }
}

async function checkDisk(data: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(data);
  return diskFinding(data, bavail * bsize);
}

/** What is to be said of so many bytes free for a folder. */
export function diskFinding(data: string, free: number): Finding {
  const words = `${(free / GIBIBYTE).toFixed(1)} GiB are free for ${data}`;
  if (free < LEAST_FREE_BYTES) return fault('DISK', `Only ${words}: peers stop when it is full.`);
  return free < WARN_FREE_BYTES ? warning('DISK', `Only ${words}.`) : ok('DISK', words);
}

/** Which processes run; for one that does not, whether another program has its port. */
export async function checkProcesses(
  network: Pick<FabricNetwork, 'context' | 'state' | 'pid'>,
): Promise<readonly Finding[]> {
  const { context, state } = network;
  const services = ownMembers(context).flatMap((member) => {
    const host = memberAddress(context.topology, member);
    return [
      { name: caName(member), host, port: member.ca.port },
      ...(consentersOf(context).includes(member)
        ? [{ name: ordererName(member), host, port: member.orderer.port }]
        : []),
      { name: peerName(member), host, port: member.peer.port },
      {
        name: contractName(member, state.deployment),
        host,
        port: state.deployment.ports[member.code] ?? member.contract.port,
      },
    ];
  });
  const findings = await Promise.all(
    services.map(async (service) => {
      if ((await network.pid(service.name)) !== undefined) return undefined;
      const [taken] = await takenPorts([service]);
      return taken === undefined
        ? fault(
            'PROCESS',
            `${service.name} does not run: up --fabric starts it, logs ${service.name} tells why it ended.`,
          )
        : fault(
            'PORT',
            `${service.name} does not run, and another program listens on ${endpoint(service.host, service.port)}.`,
          );
    }),
  );
  const down = findings.filter((each) => each !== undefined);
  return down.length > 0 ? down : [ok('PROCESS', `${services.length} processes run`)];
}

async function checkConfiguration(context: FabricContext): Promise<readonly Finding[]> {
  for (const member of ownConsenters(context)) {
    const fetched = await fetchConfiguration(context, member).catch(() => undefined);
    if (fetched === undefined) continue;
    return [
      ...(await checkMsp(context, fetched.configuration)),
      ...(await checkConsenterCertificates(context, fetched.configuration)),
    ];
  }
  return [skipped('MSP', 'No orderer gives the channel configuration.')];
}
