import { OriginError } from '../errors/origin-error.js';

/** A form of certificate as data: what the rules need to know of it. */
export interface Form {
  readonly code: string;
  readonly title: string;
  readonly members: readonly string[];
  /** OCP 14a. */
  readonly validityMonths: number;
  readonly itemLimit: number;
}

/** ATIGA Form D; its members are those of Annex 7, note 1. */
const formD: Form = {
  code: 'D',
  title: 'ATIGA Form D',
  members: ['BN', 'KH', 'ID', 'LA', 'MY', 'MM', 'PH', 'SG', 'TH', 'VN'],
  validityMonths: 12,
  itemLimit: 50,
};

export const forms: ReadonlyMap<string, Form> = new Map([[formD.code, formD]]);

/** @throws OriginError FORM_UNKNOWN */
export function formOf(code: string, box: string): Form {
  const form = forms.get(code);
  if (form === undefined)
    throw new OriginError('FORM_UNKNOWN', { boxes: [`${box}.form`], stage: 'contract' });
  return form;
}
