// Prints the table of the trade's rules: rule -> function and file -> tests, read from the compiled model itself, and
// fails if a rule of the catalogue has no function or no test that names it.
//   npm run rules            the table
//   npm run rules -- --check only what is missing
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Mocha from 'mocha';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'model', 'dist');
const { catalogue } = await import(pathToFileURL(join(dist, 'rule', 'catalogue.js')));
const files = [...filesUnder(dist)];

const functions = new Map();
for (const file of files.filter((name) => name.endsWith('.js') && !name.endsWith('.test.js'))) {
  const source = relative(root, file).replace('/dist/', '/src/').replace(/\.js$/, '.ts');
  for (const [name, value] of Object.entries(await import(pathToFileURL(file)))) {
    const holders = Array.isArray(value) ? value : [value];
    for (const holder of holders) {
      for (const rule of Array.isArray(holder?.rules) ? holder.rules : [])
        note(functions, rule, `${name} (${source})`);
    }
  }
}

const tests = new Map();
const testFiles = files.filter((name) => name.endsWith('.test.js'));
// Loaded, not run: titles are those of real tests, and a pending one proves nothing.
const mocha = new Mocha();
for (const file of testFiles) mocha.addFile(file);
await mocha.loadFilesAsync();
mocha.suite.eachTest((test) => {
  if (test.isPending()) return;
  for (const [, rule] of test.fullTitle().matchAll(/\[([^[\]]+)\]/g)) {
    if (Object.hasOwn(catalogue, rule))
      note(tests, rule, relative(root, test.file).replace('/dist/', '/src/').replace(/\.js$/, '.ts'));
  }
});

const onlyMissing = process.argv.includes('--check');
const missing = [];
let section = '';
for (const [rule, { section: place, weight, text, outsideCode }] of Object.entries(catalogue).sort(
  ([, left], [, right]) => order(left.section) - order(right.section),
)) {
  const held = [...new Set(functions.get(rule) ?? [])];
  const proven = [...new Set(tests.get(rule) ?? [])];
  if (outsideCode === undefined) {
    if (held.length === 0) missing.push(`${rule}: no function`);
    if (proven.length === 0) missing.push(`${rule}: no test names it`);
  } else if (held.length > 0) missing.push(`${rule}: said to be outside the code, yet ${held[0]} holds it`);
  if (onlyMissing) continue;
  if (place !== section) process.stdout.write(`\nSection ${(section = place)}\n`);
  process.stdout.write(`  ${rule} [${weight}] ${text}\n`);
  if (outsideCode !== undefined) process.stdout.write(`      outside the code: ${outsideCode}\n`);
  for (const name of held) process.stdout.write(`      held by ${name}\n`);
  for (const name of proven)
    process.stdout.write(
      `      tested in ${name} (${tests.get(rule).filter((one) => one === name).length})\n`,
    );
}

const outside = Object.values(catalogue).filter(({ outsideCode }) => outsideCode !== undefined).length;
process.stdout.write(
  `\n${Object.keys(catalogue).length} rules, ${outside} outside the code, ${missing.length} without function or test\n`,
);
for (const line of missing) process.stdout.write(`  ${line}\n`);
process.exit(missing.length > 0 ? 1 : 0);

function note(map, key, value) {
  map.set(key, [...(map.get(key) ?? []), value]);
}

function order(text) {
  const [whole = 0, part = 0] = text.split('.').map(Number);
  return whole * 100 + part;
}

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}
