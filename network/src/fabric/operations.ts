const TIMEOUT = 10_000;

/** The metrics a process publishes at its operations port. Only its own machine can ask. */
export async function readMetrics(port: number): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(TIMEOUT) });
  return parseMetrics(await answer.text());
}

/** The peer's number of blocks on a channel; undefined when it has not joined. */
export async function peerHeight(port: number, channel: string): Promise<number | undefined> {
  return (await readMetrics(port)).get(`ledger_blockchain_height{channel="${channel}"}`);
}

/** Reads Prometheus' text format: one sample a line, comments aside. */
export function parseMetrics(text: string): ReadonlyMap<string, number> {
  const metrics = new Map<string, number>();
  for (const line of text.split('\n')) {
    const blank = line.lastIndexOf(' ');
    if (line.startsWith('#') || blank < 0) continue;
    metrics.set(line.slice(0, blank), Number(line.slice(blank + 1)));
  }
  return metrics;
}
