const PAUSE_MILLISECONDS = 25;

/**
 * Runs a check until it no longer throws: for what follows by itself, as one gateway's read model follows another
 * member's act.
 * @throws the last error when the time is up
 */
export async function eventually<T>(check: () => Promise<T>, seconds = 60): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= end) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
  }
}
