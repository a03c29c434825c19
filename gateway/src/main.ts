import { CodeListsError } from '@origin-ledger/model/files';
import { startGateway } from './gateway.js';
import { SettingsError } from './ledger/profile.js';
import { readSettings, USAGE } from './settings.js';
import { StoreRefused } from './store/store-refused.js';

/** One gateway as a process: prints a line when it listens, ends cleanly on SIGTERM and SIGINT. */
async function main(): Promise<number> {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings === undefined) {
    process.stdout.write(USAGE);
    return 0;
  }
  const gateway = await startGateway(settings);
  process.stdout.write(`listening ${gateway.url}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  await gateway.close();
  return 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const settings = error instanceof SettingsError || error instanceof CodeListsError;
    const known = settings || error instanceof StoreRefused || (error instanceof Error && 'syscall' in error);
    process.stderr.write(known ? `${error.message}\n` : 'the gateway failed to start\n');
    if (!known && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    process.exitCode = settings ? 2 : 1;
  },
);
