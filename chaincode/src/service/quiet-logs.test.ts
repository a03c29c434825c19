import { expect } from 'chai';
import { OriginError, type ErrorCode } from '@origin-ledger/model';
import { dropQuietLines, quietLogs, type Logger } from './quiet-logs.js';

describe('the log of the contract service', () => {
  it('shows errors unless told otherwise, and never the shim’s debug lines', () => {
    for (const [asked, given] of [
      [undefined, 'ERROR'],
      ['DEBUG', 'ERROR'],
      ['info', 'INFO'],
      ['nonsense', 'ERROR'],
    ] as const) {
      const environment = { CORE_CHAINCODE_LOGGING_LEVEL: asked };
      quietLogs(environment);
      expect(environment.CORE_CHAINCODE_LOGGING_LEVEL, String(asked)).to.equal(given);
    }
  });

  it('drops lines below the level before they are formatted, and keeps those at the level', () => {
    const lines: string[] = [];
    const logger = (level: string): Logger => ({
      level,
      error: () => lines.push('error'),
      warn: () => lines.push('warn'),
      info: () => lines.push('info'),
      debug: () => lines.push('debug'),
    });
    const kept = logger('warn');
    dropQuietLines(() => kept);
    for (const level of ['error', 'warn', 'info', 'debug'] as const) (kept[level] as () => void)();
    expect(lines).to.deep.equal(['error', 'warn']);
  });

  it('tells a rule that refused as an answer, and a defect as an error', () => {
    const refusal = (code: ErrorCode): string => new OriginError(code, { boxes: ['reference'] }).toLine();
    const said = (level: string, answer: string): readonly string[] => {
      const lines: string[] = [];
      const kept: Logger = {
        level,
        error: () => lines.push('error'),
        warn: () => lines.push('warn'),
        info: () => lines.push('info'),
        debug: () => lines.push('debug'),
      };
      dropQuietLines(() => kept);
      (kept.error as (line: string) => void)(
        `[origin-1a2b3c4d] Calling chaincode Invoke() returned error response [${answer}]. Sending COMPLETED message back to peer`,
      );
      return [...new Set(lines)];
    };
    expect(said('error', refusal('CERTIFICATE_UNKNOWN'))).to.deep.equal([]);
    expect(said('info', refusal('CERTIFICATE_UNKNOWN'))).to.deep.equal(['info']);
    expect(said('error', refusal('INTERNAL'))).to.deep.equal(['error']);
    expect(said('error', 'Error: something else')).to.deep.equal(['error']);
  });
});
