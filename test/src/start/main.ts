import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDataFolder, ONE_OPERATOR_NOTICE, readTopology, withPorts } from '@origin-ledger/network';
import { chosenLedger } from '../support/ledger-processes.js';
import { inDays } from '../support/in-days.js';
import { World } from '../support/world.js';
import { carryCertificate } from './carry-certificate.js';
import { enrolPeople } from './people.js';
import { takenPorts } from './taken-ports.js';

const HELP = `Usage: npm start [-- --data DIR] [--ports BASE]

Runs four members with the gateways of Vietnam and Singapore, carries one certificate from one to the other,
and serves until Ctrl-C. Data stays; the next start continues with it. It runs on the embedded ledger; with
LEDGER=fabric in the environment on a real Fabric network.
  --data DIR     where everything is kept; default: data/ of the project, data-fabric/ with Fabric
  --ports BASE   first of the ports; default: those of network/topology.json
`;
const MEMBERS = ['VN', 'SG'];
/** Each ledger is a network of its own, so each has its own data. */
const DATA = { embedded: 'data', fabric: 'data-fabric' } as const;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      ports: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const ledger = chosenLedger();
  const directory = resolve(
    values.data ?? fileURLToPath(new URL(`../../../${DATA[ledger]}`, import.meta.url)),
  );
  const plain = await readTopology();
  const topology = values.ports === undefined ? plain : withPorts(plain, Number(values.ports));
  await makeDataFolder(directory);
  const taken = await takenPorts(topology, MEMBERS);
  if (taken.length > 0) {
    process.stderr.write(
      `Ports in use: ${taken.join(', ')}. Stop what listens there, or choose others: npm start -- --ports 20000\n`,
    );
    return 1;
  }

  const began = Date.now();
  console.log(
    ledger === 'embedded'
      ? ONE_OPERATOR_NOTICE
      : 'A Fabric network: four peers, four BFT orderers, contracts as services.',
  );
  const world = await World.start({
    directory,
    topology,
    members: MEMBERS,
    ledger,
    report: (line) => {
      process.stderr.write(`  ${line}\n`);
    },
  });
  const stopped = new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        stop();
      });
  });
  try {
    console.log(`\nLedger, contracts and gateways are up (${seconds(began)} s).\n`);
    const people = await enrolPeople(world, directory);
    const reference = await carryCertificate(world, people, (line) => {
      console.log(line);
    });
    console.log(whatNext(world, directory, people.files, reference));
    await stopped;
    console.log('\nStopping …');
  } finally {
    await world.close();
  }
  return 0;
}

const seconds = (since: number): string => ((Date.now() - since) / 1000).toFixed(1);

function whatNext(
  world: World,
  data: string,
  files: Readonly<Record<string, string>>,
  reference: string,
): string {
  const rows = [
    ...MEMBERS.map((code) => [`gateway of ${world.member(code).name}`, world.gatewayUrl(code)]),
    ...world.topology.members.map(({ code, name }) => [
      `peer of ${name}`,
      `grpcs://${world.peerEndpoint(code)}`,
    ]),
    ['data', data],
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  const table = rows.map(([name = '', value = '']) => `  ${name.padEnd(width)}  ${value}`).join('\n');
  const as = (holder: string, member: string): string =>
    `--gateway ${world.gatewayUrl(member)} --key ${files[holder] ?? ''}`;
  return `
${table}

Try next, in another terminal:
  npm run co -- show ${reference} ${as('SG:officer-1', 'SG')}
  npm run co -- history ${reference} ${as('VN:officer-1', 'VN')}
  npm run co -- issue test/data/vn-sg-garments.json --office SGN --departure ${inDays(7)} ${as('VN:officer-1', 'VN')}
  curl ${world.gatewayUrl('VN')}/openapi.json

Serving until Ctrl-C.`;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
