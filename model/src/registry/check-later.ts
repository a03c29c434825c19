import { OriginError } from '../errors/origin-error.js';

/**
 * An entry changes in the order of time.
 * @throws OriginError TIMESTAMP_BEFORE_LAST_ACT
 */
export function checkLater(at: string, entry: { readonly lastAt: string } | undefined): void {
  if (entry !== undefined && at < entry.lastAt)
    throw new OriginError('TIMESTAMP_BEFORE_LAST_ACT', { stage: 'contract' });
}
