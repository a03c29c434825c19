import { expect } from 'chai';
import { SettingsError } from './ledger/profile.js';
import { readSettings } from './settings.js';

describe('the settings', () => {
  it('come from the command line, else from the environment', () => {
    const environment = {
      ORIGIN_GATEWAY_PROFILE: 'p.json',
      ORIGIN_GATEWAY_DATA: 'd',
      ORIGIN_GATEWAY_PORT: '1',
    };
    expect(readSettings(['--port', '2'], environment)).to.include({ profile: 'p.json', data: 'd', port: 2 });
  });

  for (const [name, argv] of [
    ['a missing profile', ['--data', 'd']],
    ['an unknown option', ['--colour', 'red']],
    ['a port that is no number', ['--profile', 'p', '--data', 'd', '--port', 'x']],
  ] as const) {
    it(`are refused with ${name}`, () => {
      expect(() => readSettings(argv, {})).to.throw(SettingsError);
    });
  }

  it('refuse another database than the embedded one by name', () => {
    expect(() => readSettings(['--profile', 'p', '--data', 'd'], { DATABASE_URL: 'x' })).to.throw(
      /DATABASE_URL/,
    );
  });
});
