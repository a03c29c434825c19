import { fileURLToPath } from 'node:url';

/** Compiled entry points of the processes a world consists of. */
export const scripts = {
  ledger: fileURLToPath(new URL('./ledger-main.js', import.meta.url)),
  contracts: room('chaincode/dist/main.js'),
  gateway: room('gateway/dist/main.js'),
  network: room('network/dist/cli/main.js'),
  fabricGuard: room('network/dist/fabric/process/guard-main.js'),
  cli: room('clients/cli/dist/main.js'),
} as const;

function room(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
