// Runs the suites of every room, each in a process of its own, and closes with one line that sums them.
//   npm test                     every suite
//   npm test -- gateway model    these rooms only
//   npm test -- --fabric         the suites that need a real Fabric network (npm run test:fabric)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write('Usage: npm test [-- ROOM…] [--fabric]\nRooms: ' + workspaces.join(', ') + '\n');
  process.exit(0);
}
const fabric = args.includes('--fabric');
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((room) => !workspaces.includes(room));
if (unknown.length > 0) {
  process.stderr.write(`No such room: ${unknown.join(', ')}. Rooms: ${workspaces.join(', ')}\n`);
  process.exit(2);
}

const reports = mkdtempSync(join(tmpdir(), 'origin-tests-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const failing = [];
for (const room of workspaces.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const files = [...testsUnder(join(root, room, 'dist'))]
    .filter((file) => file.endsWith('.fabric.test.js') === fabric)
    .sort();
  if (files.length === 0) continue;
  process.stdout.write(`\n== ${room}\n`);
  const report = join(reports, `${room.replaceAll('/', '-')}.json`);
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'test-room.mjs'), report, ...files], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: process.stdout.isTTY ? process.env : { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  });
  const counts = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0, failing: [] };
  if (status !== 0 && counts.failed === 0) {
    counts.failed = 1;
    counts.failing.push(`ended with ${status ?? 'a signal'}`);
  }
  for (const name of Object.keys(total)) total[name] += counts[name];
  failing.push(...counts.failing.map((what) => `${room}: ${what}`));
}
rmSync(reports, { recursive: true, force: true });
// Where the suites run long, what failed would otherwise have to be looked for.
if (failing.length > 0) process.stdout.write(`\nFailed:\n${failing.map((what) => `- ${what}\n`).join('')}`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed > 0 || total.passed + total.skipped === 0 ? 1 : 0);

function* testsUnder(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* testsUnder(path);
    else if (entry.name.endsWith('.test.js')) yield path;
  }
}
