// Installs and builds what is missing or out of date, and is quick when nothing is. Plain JavaScript:
// it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const installStamp = join(root, 'node_modules', '.origin-installed');
const buildStamp = join(root, 'node_modules', '.origin-built');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Node 20.19 or later is needed; this is ${process.versions.node}.`);

const lockDigest = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
if (!existsSync(installStamp) || readFileSync(installStamp, 'utf8') !== lockDigest) {
  run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(installStamp, lockDigest);
  rmSync(buildStamp, { force: true });
}

const sources = workspaces.flatMap((room) => [
  ...filesUnder(join(root, room, 'src')),
  join(root, room, 'tsconfig.json'),
]);
sources.push(join(root, 'tsconfig.json'), join(root, 'tsconfig.base.json'));
const newest = `${sources.length} ${Math.max(...sources.map((file) => statSync(file).mtimeMs))}`;
const built = workspaces.every((room) => existsSync(join(root, room, 'dist')));
if (!built || !existsSync(buildStamp) || readFileSync(buildStamp, 'utf8') !== newest) {
  removeOrphans();
  run('Building', process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--build']);
  writeFileSync(buildStamp, newest);
}

function run(what, command, args) {
  const began = Date.now();
  process.stderr.write(`${what} … `);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) {
    process.stderr.write(`failed\n${stdout ?? ''}${stderr ?? ''}\n`);
    process.exit(1);
  }
  process.stderr.write(`${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

/** Compiled files whose source is gone would still be run and tested. */
function removeOrphans() {
  for (const room of workspaces) {
    const dist = join(root, room, 'dist');
    for (const file of filesUnder(dist)) {
      const match = /^(.*)\.(?:js|d\.ts)(?:\.map)?$/.exec(file.slice(dist.length));
      if (match !== null && !existsSync(join(root, room, 'src', `${match[1]}.ts`))) rmSync(file);
    }
  }
}

function* filesUnder(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
