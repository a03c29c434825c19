import type { Message } from './protobuf-message.js';

/** Why nothing of a transaction can be judged. */
export type Unreadable = 'UNREADABLE' | 'TOO_LARGE';

export class UnreadableTransaction extends Error {
  override readonly name = 'UnreadableTransaction';

  constructor(readonly reason: Unreadable) {
    super(reason);
  }
}

/**
 * Every element of a repeated field.
 * @throws UnreadableTransaction TOO_LARGE
 */
export function atMost(most: number, message: Message, field: number): Uint8Array[] {
  const found = message.each(field, most + 1);
  if (found.length > most) throw new UnreadableTransaction('TOO_LARGE');
  return found;
}
