#!/usr/bin/env node
import { run } from './program.js';

// Whoever reads the output may stop early, as `head` does: that is no failure, and hides none.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const code = await run(process.argv.slice(2), {
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  err: (line) => {
    process.stderr.write(`${line}\n`);
  },
});
// Ended by word: what a command that failed left open would keep it running.
process.exit(code);
