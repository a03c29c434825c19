import { join } from 'node:path';
import { makeDataFolder, NetworkError, ONE_OPERATOR_NOTICE } from '@origin-ledger/network';
import {
  assertPortsFree,
  lockFolder,
  stopAsked,
  untilNoneLeft,
  type Keeping,
} from '@origin-ledger/network/process';
import { World } from '../support/world.js';
import { carryCertificate } from './carry-certificate.js';
import { HELP, MEMBERS, readOptions, type StartOptions } from './options.js';
import { enrolPeople } from './people.js';
import { wantedPorts } from './wanted-ports.js';
import { whatNext } from './what-next.js';

async function main(): Promise<void> {
  const asked = stopAsked();
  const options = await readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  await makeDataFolder(options.directory);
  const run = join(options.directory, 'run');
  const lock = lockFolder(run, 'npm start');
  try {
    await untilNoneLeft(run);
    await assertPortsFree(wantedPorts(options));
    await serve(options, run, asked);
  } finally {
    lock.release();
  }
}

/** Runs everything until it is asked to end or a part is given up. @throws NetworkError with what did not start, or failed */
async function serve(options: StartOptions, run: string, asked: Promise<undefined>): Promise<void> {
  const { directory, topology, ledger } = options;
  console.log(
    ledger === 'embedded'
      ? ONE_OPERATOR_NOTICE
      : 'A Fabric network: four peers, four BFT orderers, contracts as services.',
  );
  const world = await World.prepare({
    directory,
    topology,
    members: MEMBERS,
    ledger,
    // A Fabric network is several states': its gateways are reached from elsewhere.
    tls: ledger === 'fabric',
    logs: 'faults',
    run,
    report: tell,
  });
  let keeping: Keeping | undefined;
  const serving = async (): Promise<NetworkError> => {
    const began = performance.now();
    await world.start();
    keeping = world.keepRunning(tell);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`\nLedger, contracts and gateways are up (${seconds} s).\n`);
    const people = await enrolPeople(world, directory);
    const reference = await carryCertificate(world, people, (line) => {
      console.log(line);
    });
    console.log(whatNext(world, options, people.files, reference));
    return keeping.failed;
  };
  try {
    const failure = await Promise.race([serving(), asked]);
    if (failure !== undefined) throw failure;
    console.log('\nStopping …');
  } finally {
    keeping?.stop();
    await world.close();
  }
}

function tell(line: string): void {
  process.stderr.write(`  ${line}\n`);
}

// Ended by word: whatever is still open, as a call that nobody will answer, keeps a program running that has nothing to do.
try {
  await main();
  process.exit();
} catch (error) {
  const coded = error instanceof NetworkError;
  process.stderr.write(
    coded
      ? `${error.code}: ${error.message}\n`
      : `INTERNAL: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(coded && error.code === 'USAGE' ? 2 : 1);
}
