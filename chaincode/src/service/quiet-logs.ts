import { OriginError } from '@origin-ledger/model';

const ALLOWED = ['CRITICAL', 'ERROR', 'WARNING', 'INFO'];

/**
 * The log level for the shim: errors by default. Its DEBUG level is refused, since it writes arguments, keys and
 * answers, and so the contents of documents. To be called before the shim is loaded.
 */
export function quietLogs(environment: Record<string, string | undefined>): void {
  const asked = environment['CORE_CHAINCODE_LOGGING_LEVEL']?.toUpperCase();
  environment['CORE_CHAINCODE_LOGGING_LEVEL'] =
    asked !== undefined && ALLOWED.includes(asked) ? asked : 'ERROR';
}

/** Loggers of the shim that write at every message between contract and peer. */
const BUSY_LOGGERS = [
  'lib/handler.js',
  'lib/stub.js',
  'lib/chaincode.js',
  'lib/iterators.js',
  'lib/server.js',
];
const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

/** What is asked of a logger of the shim. */
export type Logger = { level: string } & Record<(typeof LEVELS)[number], unknown>;
type Say = (...words: unknown[]) => unknown;

/** Whether the shim tells what a contract has answered by one of our codes. A defect is no answer. */
function tellsRefusal(line: unknown): boolean {
  const answered = typeof line === 'string' && line.includes('returned error response');
  const refusal = answered ? OriginError.fromText(line) : undefined;
  return refusal !== undefined && refusal.code !== 'INTERNAL';
}

/**
 * Lines below the level are dropped before they are formatted: the shim's loggers format first and look at the
 * level afterwards, which was an eighth of the service's time. That a rule refused is what the contract is for: the shim
 * calls it an error, here it is told at level info.
 */
export function dropQuietLines(loggerOf: (name: string) => Logger): void {
  for (const name of BUSY_LOGGERS) {
    const logger = loggerOf(name);
    for (const level of LEVELS.slice(LEVELS.findIndex((each) => each === logger.level) + 1)) {
      logger[level] = () => logger;
    }
    const { error, info } = logger as { readonly error: Say; readonly info: Say };
    logger.error = (...words: unknown[]) => (tellsRefusal(words[0]) ? info : error).call(logger, ...words);
  }
}
