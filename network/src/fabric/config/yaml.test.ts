import { expect } from 'chai';
import { toYaml } from './yaml.js';

describe('configuration files', () => {
  it('nest maps and lists by two spaces', () => {
    const text = toYaml({ peer: { id: 'a', list: [{ name: 'x', port: 1 }, { name: 'y' }], empty: [] } });
    expect(text).to.equal(
      [
        'peer:',
        '  id: "a"',
        '  list:',
        '    - name: "x"',
        '      port: 1',
        '    - name: "y"',
        '  empty: []',
        '',
      ].join('\n'),
    );
  });

  it('quote texts, so that none is taken for another type', () => {
    expect(toYaml({ a: 'yes', b: '1e3', c: true, d: 'a "b"' })).to.equal(
      'a: "yes"\nb: "1e3"\nc: true\nd: "a \\"b\\""\n',
    );
  });

  it('leave out what is undefined, and keep an empty map', () => {
    expect(toYaml({ a: undefined, b: {} })).to.equal('b: {}\n');
  });
});
