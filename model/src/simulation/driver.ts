import { certificateKey, receptionKey } from '../act/state-key.js';
import { checkStateOf, visitStateOf } from '../case/case-state.js';
import { asLateAcceptance } from '../certificate/late-contents.js';
import { itemState } from '../certificate/items.js';
import { transmissionOf, type CertificateRecord, type ReceptionRecord } from '../certificate/records.js';
import type { DrivenLedger } from './driven-ledger.js';
import type { SimulatedAct } from './ledger.js';
import {
  certificateActs,
  exporterActs,
  registerActs,
  slots,
  type CertificateAct,
  type Command,
  type ExporterAct,
  type MakingAct,
  type RegisterAct,
  type Slot,
} from './paper/command.js';
import { exporterOnPaper } from './paper/exporter-acts.js';
import type { Paper } from './paper/paper.js';
import type { Asked } from './requests/asked-act.js';
import { certificateRequest } from './requests/certificate-request.js';
import { exporterRequest, exporterStanding } from './requests/exporter-request.js';
import { makingRequest } from './requests/making-request.js';
import { registerOnPaper, registerRequest, registerStanding } from './requests/register-request.js';
import { newTracked, type Tracked } from './requests/tracked.js';

/** An act as the ledger is asked for it. */
export interface Requested extends Asked {
  readonly act: SimulatedAct;
}

/** The certificates of a run on a ledger, driven by commands. */
export class Driver {
  readonly #ledger: DrivenLedger;
  readonly #paper: Paper;
  readonly #tracked: ReadonlyMap<Slot, Tracked>;

  constructor(ledger: DrivenLedger, paper: Paper) {
    this.#ledger = ledger;
    this.#paper = paper;
    this.#tracked = new Map(slots.map((slot) => [slot, newTracked(slot, paper.run)]));
  }

  /** The act a command asks for, signed as it says; what it says to hold is delivered. */
  async request(command: Command): Promise<Requested> {
    const asked = await this.#asked(command);
    const { op, args, parcels, delivered } = asked;
    if (delivered !== undefined) await this.#ledger.deliver(delivered, command.member);
    const key = this.#paper.signer(command);
    const by = this.#paper.register.keys.get(key)?.holder ?? key;
    return { ...asked, act: { by, key, op, args, ...(parcels === undefined ? {} : { parcels }) } };
  }

  #asked(command: Command): Asked | Promise<Asked> {
    const { act } = command;
    if (includes(registerActs, act))
      return registerRequest(this.#ledger, this.#paper, { ...command, act: act as RegisterAct });
    if (includes(exporterActs, act))
      return exporterRequest(this.#paper, { ...command, act: act as ExporterAct });
    if (includes(certificateActs, act))
      return certificateRequest(this.#ledger, this.#paper, this.#one(command.slot), {
        ...command,
        act: act as CertificateAct,
      });
    return makingRequest(this.#paper, this.#tracked, { ...command, act: act as MakingAct });
  }

  /** What stands on the ledger of all that a command may have changed, in the words of section 5. */
  async standing(command: Command): Promise<object> {
    const { act } = command;
    if (includes(registerActs, act))
      return registerStanding(this.#ledger, this.#paper, { ...command, act: act as RegisterAct });
    if (includes(exporterActs, act)) return exporterStanding(this.#ledger, command.member, this.#paper.run);
    const touched: readonly Slot[] = includes(certificateActs, act) ? [command.slot] : slots;
    return Object.fromEntries(
      await Promise.all(
        touched.map(async (slot) => [slot, await this.#certificate(this.#one(slot))] as const),
      ),
    );
  }

  /** The same on paper. */
  onPaper(command: Command): object {
    const { act } = command;
    if (includes(registerActs, act))
      return registerOnPaper(this.#paper, { ...command, act: act as RegisterAct });
    if (includes(exporterActs, act)) return exporterOnPaper(this.#paper, command.member);
    const touched: readonly Slot[] = includes(certificateActs, act) ? [command.slot] : slots;
    return Object.fromEntries(
      touched.map((slot) => [slot, this.#paper.certificates.get(slot)?.standing() ?? {}]),
    );
  }

  async #certificate(one: Tracked): Promise<object> {
    one.certificate = await this.#ledger.read<CertificateRecord>(certificateKey(one.reference));
    one.reception = await this.#ledger.read<ReceptionRecord>(receptionKey(one.reference));
    const { certificate, reception } = one;
    if (certificate === undefined) return {};
    return {
      transmission: transmissionOf(certificate, reception),
      validity: certificate.validity,
      expires: certificate.expires,
      utilised: reception?.utilised ?? false,
      copies: (certificate.reissues ?? []).length + (certificate.trueCopies ?? []).length,
      late: asLateAcceptance(this.#ledger.contents(reception?.late?.parcel ?? ''))?.presentedOn ?? null,
      backToBack: certificate.backToBack ?? false,
      balances: Object.keys(reception?.balances ?? {}).sort(),
      items: [1, 2].map((item) => itemState(certificate, reception, item)),
      cases: (reception?.cases ?? []).map((each) => {
        const answer = certificate.cases?.find(({ number }) => number === each.number);
        return `${each.kind} ${each.kind === 'check' ? checkStateOf(each, answer) : visitStateOf(each, answer)}`;
      }),
    };
  }

  #one(slot: Slot): Tracked {
    const one = this.#tracked.get(slot);
    if (one === undefined) throw new RangeError(`no certificate ${slot}`);
    return one;
  }
}

const includes = (acts: readonly string[], act: string): boolean => acts.includes(act);
