import type { Context } from 'fabric-contract-api';
import { OriginContract } from '../pipeline/origin-contract.js';
import { perform, withdrawalAnswer } from '../pipeline/perform.js';

/** What concerns a signed request itself, whatever it asks for. */
export class RequestContract extends OriginContract {
  constructor() {
    super('request');
  }

  /**
   * Takes the act record of a request of the creator's own member, so that an envelope held back can only fail.
   * Where the request has acted already, nothing is written and its outcome told.
   */
  async withdraw({ stub }: Context, jws: string): Promise<string> {
    return withdrawalAnswer(await perform({ stub, jws, definition: undefined, withdraw: true }));
  }
}
