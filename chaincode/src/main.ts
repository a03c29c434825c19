#!/usr/bin/env node
import { readOptions, type ServiceOptions } from './service/options.js';
import { quietLogs } from './service/quiet-logs.js';

/** The contract service: `node main.js --address HOST:PORT --id NAME [--tls-key F --tls-cert F [--tls-ca F]]`. */
async function main(): Promise<void> {
  let options: ServiceOptions;
  try {
    options = readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
    return;
  }
  quietLogs(process.env);
  // The shim still calls a gRPC method that has become needless; operators can do nothing about it.
  process.noDeprecation = true;
  const { startService } = await import('./service/start-service.js');
  // A contract keeps nothing between transactions: the peer sees the stream end and connects again.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  try {
    process.stdout.write(`listening ${await startService(options)} as ${options.id}\n`);
  } catch (error) {
    process.stderr.write(`cannot listen at ${options.address}: ${String(error)}\n`);
    process.exit(1);
  }
}

await main();
