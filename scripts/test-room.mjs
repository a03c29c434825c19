// Runs one room's compiled test files with mocha and leaves the counts in the report file.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

const [report, ...files] = process.argv.slice(2);
const mocha = new Mocha({ reporter: 'spec', timeout: 60_000, color: process.stdout.isTTY === true });
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();
const failing = [];
const runner = mocha.run((failures) => {
  const { passes, pending } = runner.stats;
  writeFileSync(report, JSON.stringify({ passed: passes, failed: failures, skipped: pending, failing }));
  // What a suite left running must not keep the others waiting.
  process.exit(failures > 0 ? 1 : 0);
});
runner.on('fail', (test, error) => failing.push(`${test.fullTitle()}: ${error.message}`));
