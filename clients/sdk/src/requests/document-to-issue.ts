import type { CertificateReference, FormDDocument } from '@origin-ledger/model';

/**
 * A Form D as an application states it: every box, except what belongs to the act of issuing. The salt is
 * never brought along: each issue draws its own.
 */
export type DocumentToIssue = Omit<
  FormDDocument,
  'salt' | 'reference' | 'transport' | 'declaration' | 'certification'
> & {
  /** Default: member of the signer, with office and number of the options. */
  readonly reference?: CertificateReference;
  /** `departure`, where it is missing, comes from the options. */
  readonly transport: Partial<Pick<FormDDocument['transport'], 'departure'>> &
    Omit<FormDDocument['transport'], 'departure'>;
  /** `date`, where it is missing, is the day of issue. */
  readonly declaration: Partial<Pick<FormDDocument['declaration'], 'date'>> &
    Omit<FormDDocument['declaration'], 'date'>;
  /** `date` and `signatory`, where they are missing, are the day of issue and the signer's code. */
  readonly certification: Partial<FormDDocument['certification']> &
    Pick<FormDDocument['certification'], 'place'>;
};
