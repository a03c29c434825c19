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
