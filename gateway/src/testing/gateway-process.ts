import { TestNetwork } from './test-network.js';

/** How often it is looked at the time since the last look. */
const LOOK_MILLISECONDS = 5;

/**
 * A gateway over a fake ledger in a process of its own: prints its address, and for each line that it reads the longest
 * time for which it has kept its event loop since the last line. Counted is what the clock says or what the processor
 * says, whichever is less: a process that is kept waiting by others of the machine keeps nobody.
 */
async function main(): Promise<void> {
  const network = await TestNetwork.open();
  const officer = await network.enrol('VN:officer-1', ['signatory']);
  const gateway = await network.start('VN', { requestSeconds: 10 });
  let longest = 0;
  let [at, used] = [performance.now(), process.cpuUsage()];
  setInterval(() => {
    const cost = process.cpuUsage(used);
    longest = Math.max(longest, Math.min(performance.now() - at, (cost.user + cost.system) / 1000));
    [at, used] = [performance.now(), process.cpuUsage()];
  }, LOOK_MILLISECONDS);
  process.stdin.on('data', () => {
    process.stdout.write(`${longest}\n`);
    longest = 0;
  });
  process.stdin.on('end', () => {
    void network.close().then(() => process.exit(0));
  });
  process.stdout.write(`${JSON.stringify({ url: gateway.url, kid: officer.kid })}\n`);
}

void main();
