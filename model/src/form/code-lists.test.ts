import { expect } from 'chai';
import { codeListsOf, isUnknownPort } from './code-lists.js';

const hs =
  'section,hscode,description,parent,level\nI,01,Animals; live,TOTAL,2\nI,010121,"Horses, live",0101,6\n';
const singapore = ',"SG",,".SINGAPORE",,\n,"SG","SIN","Singapore","Singapore",,"1-------"\n';

describe('code lists', () => {
  it('are read from the files members keep: codes of six digits, ports of each country', () => {
    const lists = codeListsOf({ hs, locode: [singapore] });
    expect([...(lists.hs ?? [])]).to.deep.equal(['010121']);
    expect([...(lists.ports ?? [])]).to.deep.equal(['SGSIN']);
    expect(codeListsOf({ locode: [] })).to.deep.equal({});
  });

  for (const [port, unknown] of [
    ['SGSIN', false],
    ['SGXXX', true],
    ['CNSHA', false],
  ] as const) {
    it(`[box 3] ${port} is ${unknown ? 'no port' : 'not refused'} where only Singapore has a list`, () => {
      expect(isUnknownPort(port, codeListsOf({ locode: [singapore] }))).to.equal(unknown);
      expect(isUnknownPort(port, {})).to.equal(false);
    });
  }
});
