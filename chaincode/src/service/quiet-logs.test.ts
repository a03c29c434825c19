import { expect } from 'chai';
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
});
