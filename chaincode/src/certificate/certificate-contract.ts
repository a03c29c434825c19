import type { Context } from 'fabric-contract-api';
import {
  canonicalText,
  issue,
  receive,
  receptionKey,
  send,
  type ReceptionRecord,
} from '@origin-ledger/model';
import { OriginContract } from '../pipeline/origin-contract.js';
import { actAnswer, perform } from '../pipeline/perform.js';
import { newState } from '../pipeline/state.js';
import { deliverBalance } from './deliver-balance.js';
import { deliver } from './deliver.js';
import { deposit } from './deposit.js';
import { findCertificate, referenceOf } from './find-certificate.js';
import { history } from './history.js';
import { readBalance } from './read-balance.js';
import { read } from './read.js';
import { verify } from './verify.js';

/** Certificates of origin between the issuing and the importing member. */
export class CertificateContract extends OriginContract {
  constructor() {
    super('certificate');
  }

  /** Issues 1 to 500 certificates: all or none. Takes a compact JWS; answers the act. */
  async issue({ stub }: Context, jws: string): Promise<string> {
    return actAnswer(await perform({ stub, jws, definition: issue }));
  }

  /** Sends a certificate with its contents, which come in the transient map. Takes a compact JWS; answers the act. */
  async send({ stub }: Context, jws: string): Promise<string> {
    return actAnswer(await perform({ stub, jws, definition: send }));
  }

  /** The importing member confirms that it holds the contents. Takes a compact JWS; answers the act. */
  async receive({ stub }: Context, jws: string): Promise<string> {
    return actAnswer(await perform({ stub, jws, definition: receive }));
  }

  /** Puts contents into the issuing member's own collection: see {@link deposit}. */
  deposit({ stub }: Context, references: string): Promise<string> {
    return deposit(stub, references);
  }

  /** Puts the contents of a sent certificate into one state's collection again: see {@link deliver}. */
  deliver({ stub }: Context, reference: string, member: string): Promise<string> {
    return deliver(stub, reference, member);
  }

  /** Puts what is left of a certificate into one state's collection again: see {@link deliverBalance}. */
  deliverBalance({ stub }: Context, reference: string, name: string, member: string): Promise<string> {
    return deliverBalance(stub, reference, name, member);
  }

  /** The public record of a certificate, with the importing member's axes. Open to every member. */
  async record({ stub }: Context, text: string): Promise<string> {
    const reference = referenceOf(text, 'reference');
    const state = newState(stub);
    const certificate = await findCertificate(state, reference, 'reference');
    const reception = await state.get<ReceptionRecord>(receptionKey(reference));
    return canonicalText({ certificate, ...(reception === undefined ? {} : { reception }) });
  }

  /** The contents of a certificate, for the two states only: see {@link read}. */
  read({ stub }: Context, reference: string): Promise<string> {
    return read(stub, reference);
  }

  /** What is left of a certificate after a draw, for the two states only: see {@link readBalance}. */
  balance({ stub }: Context, reference: string, name: string): Promise<string> {
    return readBalance(stub, reference, name);
  }

  /** The acts on a certificate, latest first, by pages: see {@link history}. Open to every member. */
  history({ stub }: Context, reference: string, before: string, limit: string): Promise<string> {
    return history(stub, reference, before, limit);
  }

  /** Which checks a certificate passes: see {@link verify}. Open to every member. */
  verify({ stub }: Context, reference: string, commitment: string): Promise<string> {
    return verify(stub, reference, commitment);
  }
}
