import { readFileSync } from 'node:fs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const LOOK_MILLISECONDS = 500;
/** As shells say of a program ended by Ctrl-C. */
const INTERRUPTED = 130;

/**
 * Resolves when this program is asked to end: by Ctrl-C or SIGTERM, by a terminal that closes, by nobody reading what it
 * prints any more, or because npm, which started it, is gone. Asked twice by a signal, it ends at once. From the call on
 * writing to a closed pipe is no error.
 */
export function stopAsked(): Promise<undefined> {
  return new Promise((resolve) => {
    const asked = (): void => {
      resolve(undefined);
    };
    let signals = 0;
    for (const signal of SIGNALS) {
      // A handler would undo nohup.
      if (signal === 'SIGHUP' && ignoresHangUp()) continue;
      process.on(signal, () => {
        signals += 1;
        if (signals > 1) process.exit(INTERRUPTED);
        asked();
      });
    }
    for (const stream of [process.stdout, process.stderr]) stream.on('error', asked);
    whenNpmIsGone(asked);
  });
}

/** npm that is killed tells nobody; the program then has another parent. */
function whenNpmIsGone(gone: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    gone();
  }, LOOK_MILLISECONDS);
  timer.unref();
}

/** As Linux tells: the first bit of the mask is SIGHUP, signal 1. Elsewhere nobody knows. */
function ignoresHangUp(): boolean {
  try {
    const [, mask = '0'] = /^SigIgn:\s*([0-9a-f]+)$/mu.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return (BigInt(`0x${mask}`) & 1n) === 1n;
  } catch {
    return false;
  }
}
