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

  it('name shares of holders, those left out as they are', () => {
    const argv = ['--profile', 'p', '--data', 'd', '--quotas', 'holderBytes=1,reserveBytes=2'];
    expect(readSettings(argv, {})?.quotas).to.deep.equal({ holderBytes: 1, reserveBytes: 2 });
  });

  for (const [name, argv] of [
    ['a missing profile', ['--data', 'd']],
    ['an unknown option', ['--colour', 'red']],
    ['a share that nobody knows', ['--profile', 'p', '--data', 'd', '--quotas', 'holderApples=1']],
    ['a share that is no number', ['--profile', 'p', '--data', 'd', '--quotas', 'holderBytes=much']],
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
