import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a program (`node --import`) that another one started with a channel to it: when that one ends, however it
 * ends, the channel closes, and the program is asked to end as by SIGTERM. So nothing is left running, and no program
 * needs to know who started it.
 */
const PATIENCE_MILLISECONDS = 25_000;

// Without a channel from the start it is not there at all; false, it has closed already.
const connected: unknown = Reflect.get(process, 'connected');
if (isMainThread && connected === false) process.kill(process.pid, 'SIGTERM');
if (isMainThread && process.connected) {
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MILLISECONDS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Looked at while the program runs; it keeps no program running.
  process.channel?.unref();
}
