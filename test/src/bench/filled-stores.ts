import { Laboratory } from './laboratory.js';
import { bytesUnder, residentMegabytes } from './machine-use.js';

/** Certificates on the small one. */
export const SMALL = 1000;

/** Two systems of the same kind, one with few and one with many certificates on its ledger. */
export interface FilledStores extends AsyncDisposable {
  readonly small: Laboratory;
  readonly large: Laboratory;
  /** Certificates that the large one was filled with. */
  readonly total: number;
  /** Seconds that took. */
  readonly seconds: number;
  readonly bytesPerCertificate: number;
  /** Resident memory of the large one's processes at that point, MB. */
  readonly memory: Readonly<Record<string, number>>;
}

/** Makes both and fills them, by batches of 500. */
export async function openFilledStores(
  total: number,
  progress: (text: string) => void,
): Promise<FilledStores> {
  const small = await Laboratory.open({ ledger: 'embedded' });
  let large: Laboratory | undefined;
  const close = async (): Promise<void> => {
    await Promise.all([small[Symbol.asyncDispose](), large?.[Symbol.asyncDispose]()]);
  };
  try {
    large = await Laboratory.open({ ledger: 'embedded' });
    await small.fill(SMALL, () => undefined);
    return {
      ...{ small, large, total },
      ...(await filling(large, total, progress)),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function filling(
  large: Laboratory,
  total: number,
  progress: (text: string) => void,
): Promise<Pick<FilledStores, 'seconds' | 'bytesPerCertificate' | 'memory'>> {
  const before = await bytesUnder(large.dataFolder);
  const began = Date.now();
  await large.fill(total, (issued) => {
    progress(`filling: ${issued} of ${total} certificates`);
  });
  const seconds = (Date.now() - began) / 1000;
  await large.settled();
  const bytesPerCertificate = ((await bytesUnder(large.dataFolder)) - before) / total;
  const memory = Object.fromEntries(
    Object.entries(await large.world.pids()).map(([name, pid]) => [name, residentMegabytes(pid)]),
  );
  return { seconds, bytesPerCertificate, memory };
}
