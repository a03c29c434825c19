/** A check whose outcome is kept for so many milliseconds, and which never runs twice at once. */
export function remembered<T>(check: () => Promise<T>, milliseconds: number): () => Promise<T> {
  let running: Promise<T> | undefined;
  let until = -Infinity;
  return () => {
    if (running !== undefined && performance.now() < until) return running;
    until = Infinity;
    running = check().finally(() => {
      until = performance.now() + milliseconds;
    });
    return running;
  };
}
