import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { CodeListsError, readCodeLists } from './read-code-lists.js';

const HS = 'section,hscode,description,parent,level\nI,01,"Animals, live",TOTAL,2\nI,010121,Horses,0101,6\n';
const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('code lists in a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'code-lists-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (file: string, contents: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), contents);
  };

  const read: readonly (readonly [string, string, string | Uint8Array, object])[] = [
    ['commodities', 'hs2022.csv', HS, { hs: new Set(['010121']) }],
    [
      'with semicolons',
      'hs2022.csv',
      HS.replace('"Animals, live"', 'x').replaceAll(',', ';'),
      { hs: new Set(['010121']) },
    ],
    [
      'with tabs',
      'hs2022.csv',
      HS.replace('"Animals, live"', 'x').replaceAll(',', '\t'),
      { hs: new Set(['010121']) },
    ],
    ['in quotes', 'hs2022.csv', 'section,hscode\n"I","010121"\n', { hs: new Set(['010121']) }],
    ['with a line that sums up', 'hs2022.csv', `${HS}TOTAL,TOTAL,All,TOTAL,5\n`, { hs: new Set(['010121']) }],
    ['with points', 'hs2022.csv', 'section,hscode\nI,0101.21\n', { hs: new Set(['010121']) }],
    ['in UTF-16', 'hs2022.csv', utf16(HS), { hs: new Set(['010121']) }],
    ['with a byte order mark', 'hs2022.csv', `\uFEFF${HS}`, { hs: new Set(['010121']) }],
    [
      'units, without deleted ones',
      'rec20.csv',
      'Status,CommonCode,Name\n,KGM,kilogram\nX,KG,keg\n',
      { units: new Set(['KGM']) },
    ],
    ['packages', 'rec21.csv', 'Code,Name\nBG,Bag\n', { packages: new Set(['BG']) }],
    [
      'ports',
      'locode/SG.csv',
      ',"SG",,".SINGAPORE"\n,"SG","SIN","Singapore"\nX,"SG","OLD","Gone"\n',
      { ports: new Set(['SGSIN']) },
    ],
    [
      'ports without quotes, under a head',
      'locode/VN.csv',
      'Change,Country,Location,Name\n,VN,SGN,Ho Chi Minh City\n',
      { ports: new Set(['VNSGN']) },
    ],
    ['ports with semicolons', 'locode/VN.csv', ';VN;SGN;Ho Chi Minh City\n', { ports: new Set(['VNSGN']) }],
  ];
  for (const [what, file, contents, lists] of read)
    it(`are read: ${what}`, () => {
      write(file, contents);
      expect(readCodeLists(folder)).to.deep.equal(lists);
    });

  const refused: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
    [
      'a lost leading zero',
      'hs2022.csv',
      'section,hscode\nI,010121\nI,10129\n',
      /hs2022\.csv, line 3: column 2/,
    ],
    ['no code', 'hs2022.csv', 'section,hscode\n', /hs2022\.csv has not one code/],
    ['nothing', 'hs2022.csv', '', /hs2022\.csv, line 1: no column/],
    ['no such column', 'rec20.csv', 'a,b\nKGM,kilogram\n', /rec20\.csv, line 1: no column/],
    ['no code in a line', 'rec21.csv', 'Code,Name\nbag,Bag\n', /rec21\.csv, line 2/],
    ['a quote that stays open', 'hs2022.csv', 'section,hscode\n"I,010121\n', /hs2022\.csv, line \d/],
    ['no text', 'hs2022.csv', Uint8Array.of(0xc3, 0x28), /hs2022\.csv cannot be read/],
    ['no place', 'locode/SG.csv', ',"SG",,".SINGAPORE"\n', /SG\.csv has not one code/],
  ];
  for (const [what, file, contents, message] of refused)
    it(`are refused by file and line: ${what}`, () => {
      write(file, contents);
      expect(() => readCodeLists(folder)).to.throw(CodeListsError, message);
    });

  it('are refused where there are none, and where one cannot be read', () => {
    expect(() => readCodeLists(folder)).to.throw(CodeListsError, /holds none of hs2022\.csv/);
    mkdirSync(join(folder, 'hs2022.csv'));
    expect(() => readCodeLists(folder)).to.throw(CodeListsError, /cannot be read/);
  });
});
