/** Why an identity is not one of the channel. */
export type IdentityErrorReason = 'malformed' | 'unknown MSP' | 'certificate chain' | 'role' | 'revoked';

/** An identity that does not belong to an organisation of the channel. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  constructor(
    readonly reason: IdentityErrorReason,
    /** The organisation it claims, where that could be read. */
    readonly mspId: string,
    detail: string,
  ) {
    super(`${reason}: ${detail}`);
  }
}
