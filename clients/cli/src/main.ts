#!/usr/bin/env node
import { processIo } from './io.js';
import { run } from './program.js';

// Whoever reads the output may stop early, as `head` does: that is no failure, and no success either. The command goes
// on to its end, and its exit code tells what became of it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), processIo);
