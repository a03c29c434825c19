import type { CertificateRecord, ReceptionRecord } from '../../certificate/records.js';
import type { CertificateReference } from '../../certificate/reference.js';
import type { SimulatedParcel } from '../ledger.js';
import type { Slot } from '../paper/command.js';
import { DECLARED_OFFICE } from '../../selfcertification/declaration-contents.js';
import { certificateArgs, declaredNumber } from '../scene.js';

/** What the two states know of a certificate beside its record. */
export interface Tracked {
  readonly slot: Slot;
  readonly reference: CertificateReference;
  readonly importing: string;
  document: SimulatedParcel;
  /** What is left by the latest draw, by the balance's name. */
  readonly balances: Map<string, SimulatedParcel>;
  /** How often its replacement was asked for. */
  replacements: number;
  certificate: CertificateRecord | undefined;
  reception: ReceptionRecord | undefined;
}

const ENDS: Readonly<Record<Slot, readonly [from: string, to: string]>> = {
  first: ['VN', 'SG'],
  second: ['VN', 'SG'],
  outside: ['VN', 'JP'],
  declared: ['VN', 'SG'],
  onward: ['SG', 'TH'],
  redeclared: ['SG', 'TH'],
};

/** A certificate that may come to be in a run; until then there is nothing of it. */
export function newTracked(slot: Slot, run: string): Tracked {
  const [from, to] = ENDS[slot];
  const number = `${run}-${slot.toUpperCase()}`;
  const declared = ['declared', 'redeclared'].includes(slot);
  const under = declared
    ? { office: DECLARED_OFFICE, number: declaredNumber(number) }
    : { office: 'HAN', number };
  const { issued } = certificateArgs({ from, to, ...under });
  return {
    slot,
    reference: issued.reference,
    importing: to,
    document: slot === 'outside' ? { ...issued.document, readers: [from] } : issued.document,
    balances: new Map(),
    replacements: 0,
    certificate: undefined,
    reception: undefined,
  };
}
