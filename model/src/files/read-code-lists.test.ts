import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CodeListsError, readCodeLists } from './read-code-lists.js';

describe('code lists in a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'code-lists-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder, file), text);
  };

  it('are those that are there: commodities, ports, or both', () => {
    write('hs2022.csv', 'section,hscode,description\nI,010121,Horses\n');
    expect(readCodeLists(folder)).to.deep.equal({ hs: new Set(['010121']) });
    mkdirSync(join(folder, 'locode'));
    write('locode/SG.csv', ',"SG","SIN","Singapore"\n');
    write('locode/VN.csv', ',"VN","SGN","Ho Chi Minh City"\n');
    expect(readCodeLists(folder).ports).to.deep.equal(new Set(['SGSIN', 'VNSGN']));
    rmSync(join(folder, 'hs2022.csv'));
    expect(readCodeLists(folder)).to.have.all.keys('ports');
  });

  it('are refused where there are none, and where one cannot be read', () => {
    expect(() => readCodeLists(folder)).to.throw(CodeListsError, /holds neither hs2022\.csv nor locode/);
    mkdirSync(join(folder, 'hs2022.csv'));
    expect(() => readCodeLists(folder)).to.throw(CodeListsError, /cannot be read/);
  });
});
