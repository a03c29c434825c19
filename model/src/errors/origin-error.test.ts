import { expect } from 'chai';
import { OriginError } from './origin-error.js';
import { errorRegistry, isErrorCode, type ErrorCode } from './registry.js';

const codes = Object.keys(errorRegistry) as ErrorCode[];

describe('error registry', () => {
  it('says for every code what is wrong, what to do, whether to retry, and a status', () => {
    for (const code of codes) {
      const { title, remedy, retry, status } = errorRegistry[code];
      expect(title, code).to.match(/^[A-Zki].{8,}/);
      expect(remedy, code).to.match(/\.$/);
      expect(['never', 'same', 'ask'], code).to.include(retry);
      expect(status, code).to.be.within(200, 599);
      expect(code).to.match(/^[A-Z_]+$/);
    }
  });

  it('knows its own codes only', () => {
    expect(isErrorCode('NUMBER_USED')).to.be.true;
    for (const other of ['', 'toString', '__proto__', 'number_used']) expect(isErrorCode(other)).to.be.false;
  });
});

describe('error line', () => {
  for (const boxes of [[], ['iat'], ['args.certificates[3].number', 'parcels[0]'], ['a"],"code":"X', '\\']]) {
    it(`carries ${JSON.stringify(boxes)} from contract to gateway`, () => {
      for (const code of codes) {
        const line = new OriginError(code, { boxes }).toLine();
        const found = OriginError.fromText(`chaincode response 500, ${line}`, { stage: 'endorse' });
        expect(found).to.include({ code, stage: 'endorse' });
        expect(found?.boxes).to.deep.equal(boxes);
      }
    });
  }

  it('is found only where it stands whole', () => {
    for (const text of [
      '',
      'origin:',
      'origin:{"boxes":[],"code":"NOT_A_CODE"}',
      'origin:{"boxes":[x],"code":"NUMBER_USED"}',
    ])
      expect(OriginError.fromText(text)).to.be.undefined;
  });
});
