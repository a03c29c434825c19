/** One thing the doctor looked at. A finding's code never changes meaning. */
export interface Finding {
  readonly check: CheckCode;
  readonly status: 'ok' | 'warning' | 'fault' | 'skipped';
  /** What is so, and for a fault what to do, in words. */
  readonly words: string;
}

/** What the doctor looks at. */
export type CheckCode =
  | 'FABRIC'
  | 'DISK'
  | 'PROCESS'
  | 'PORT'
  | 'TLS'
  | 'CERTIFICATE_EXPIRY'
  | 'ADMINISTRATOR_NAME'
  | 'CONSENTER_CERTIFICATE'
  | 'MSP'
  | 'CHANNEL'
  | 'CONTRACT_COMMITTED'
  | 'CONTRACT_RUNNING'
  | 'CLOCK'
  | 'TIME_WINDOW'
  | 'PRIVATE_DATA'
  | 'ORDERING';

export const ok = (check: CheckCode, words: string): Finding => ({ check, status: 'ok', words });
export const warning = (check: CheckCode, words: string): Finding => ({ check, status: 'warning', words });
export const fault = (check: CheckCode, words: string): Finding => ({ check, status: 'fault', words });
export const skipped = (check: CheckCode, words: string): Finding => ({ check, status: 'skipped', words });
