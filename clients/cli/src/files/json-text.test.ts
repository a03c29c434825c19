import { expect } from 'chai';
import { readJsonText } from './json-text.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('JSON as people save it', () => {
  for (const [what, text] of [
    ['a byte order mark', '\ufeff{"a":[1,{"b":"x"}]}'],
    ['line ends of another system', '{\r\n  "a": [1, {"b": "x"}]\r\n}\r\n'],
    ['the same name in different objects', '{"a":[1,{"b":"x"}]}'],
  ] as const) {
    it(`is read with ${what}`, () => {
      expect(readJsonText(utf8(text))).to.deep.equal({ value: { a: [1, { b: 'x' }] } });
    });
  }

  it('may say in a text what would be structure outside it', () => {
    const value = { a: '{"a":1,"a":2}', b: '\\', c: ['",{[', 'a', 'a'] };
    expect(readJsonText(utf8(JSON.stringify(value)))).to.deep.equal({ value });
  });

  const latin1 = Uint8Array.from(Buffer.from('{"name":"Caf\u00e9"}', 'latin1'));
  const utf16 = Uint8Array.from(Buffer.from('\ufeff{"name":"Caf\u00e9"}', 'utf16le'));
  for (const [what, bytes, fault] of [
    ['nothing', utf8(''), 'is empty'],
    ['white space alone', utf8(' \r\n'), 'is empty'],
    ['another encoding', latin1, 'is not UTF-8'],
    ['UTF-16', utf16, 'is not UTF-8'],
    ['a comma too many', utf8('{\n  "a": 1,\n}'), 'line 3, column 1'],
    ['an end that is missing', utf8('{"a": [1'), 'is not JSON'],
    [
      'a member stated twice',
      utf8('{"a":1,\n"b":{"c":1,"\\u0063":2}}'),
      'states "c" twice, line 2, column 12',
    ],
    ['a member stated twice after a list', utf8('{"a":[1,2],"a":3}'), 'states "a" twice'],
    ['more levels than any document has', utf8('['.repeat(200_000) + ']'.repeat(200_000)), 'nested'],
  ] as const) {
    it(`is refused in words for ${what}`, () => {
      const read = readJsonText(bytes);
      expect(read).to.have.property('fault').that.contains(fault);
    });
  }

  it('quotes nothing of a document when it is broken', () => {
    expect(JSON.stringify(readJsonText(utf8('{"price": secret}')))).not.to.contain('secret');
  });
});
