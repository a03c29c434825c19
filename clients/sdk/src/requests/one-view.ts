import { OriginApiError } from '../errors/origin-api-error.js';
import { sleep } from '../http/retry.js';

/** Seconds before each further reading. */
const DELAYS: readonly number[] = [0.1, 0.2, 0.5, 1, 2];

/**
 * Reads until all that is signed together belongs to one state of the certificate: a gateway's view is as of the last
 * block it applied, and the contents beside it may come from a peer that is a block further.
 * @param read reads everything once
 * @param agrees whether what was read belongs together
 * @throws OriginApiError AFTER_MISMATCH when it does not, for some seconds
 */
export async function oneView<T>(read: () => Promise<T>, agrees: (seen: T) => boolean): Promise<T> {
  for (let reading = 0; ; reading += 1) {
    const seen = await read();
    if (agrees(seen)) return seen;
    const delay = DELAYS[reading];
    if (delay === undefined)
      throw new OriginApiError('AFTER_MISMATCH', { boxes: ['after'], stage: 'request' });
    await sleep(delay);
  }
}
