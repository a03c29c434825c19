import { OriginError } from '@origin-ledger/model';
import { CodeListsError } from '@origin-ledger/model/files';
import { OriginApiError } from '@origin-ledger/sdk';
import { CommanderError } from 'commander';
import { ConnectionProfileError } from './administration/connection-profile.js';
import { UsageError } from './usage-error.js';

/** What the shell learns; scripts rely on it. */
export const ExitCode = {
  ok: 0,
  /** The gateway or the ledger refused, or a verification failed. */
  refused: 1,
  /** Wrong arguments, options or files: nothing was sent. */
  usage: 2,
  /** Gateway or ledger did not answer; the same request may be sent again. */
  unreachable: 3,
  /** It may have taken effect: ask for the operation before anything else. */
  unknown: 4,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const UNREACHABLE = new Set([
  'GATEWAY_UNREACHABLE',
  'GATEWAY_NOT_TRUSTED',
  'READ_MODEL_AHEAD',
  'STORAGE_BUSY',
  'STORAGE_DAMAGED',
  'STORAGE_FAILED',
  'LEDGER_UNAVAILABLE',
  'CONTRACT_UNAVAILABLE',
  'OVERLOADED',
  'RATE_LIMITED',
]);

/** What the command line, or a file it names, got wrong. */
const USAGE = [UsageError, ConnectionProfileError, CodeListsError] as const;

/** The exit code an error stands for. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (USAGE.some((kind) => error instanceof kind)) return ExitCode.usage;
  if (error instanceof OriginApiError) {
    if (UNREACHABLE.has(error.code)) return ExitCode.unreachable;
    // Whoever only asked has changed nothing, whatever came back.
    if (error.code === 'ANSWER_INVALID' && error.operationId === undefined) return ExitCode.unreachable;
    if (error.retry === 'ask') return ExitCode.unknown;
    return ExitCode.refused;
  }
  return error instanceof OriginError ? ExitCode.refused : ExitCode.unknown;
}
