import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { runCli } from '../support/run-cli.js';

const COMMANDS = [
  '',
  'keys new',
  'register',
  'register member',
  'register authority',
  'register consent',
  'register departure',
  'register form',
  'register keeper',
  'revoke',
  'check',
  'application',
  'application draft',
  'application submit',
  'application withdraw',
  'application return',
  'application refuse',
  'application show',
  'application list',
  'issue',
  'send',
  'inbox',
  'receive',
  'submit',
  'decide',
  'cancel',
  'replace',
  'utilise',
  'parcels',
  'parcel',
  'act',
  'charter',
  'track',
  'work',
  'deliver',
  'show',
  'verify',
  'history',
  'status',
  'operations',
];

/** Set `ORIGIN_WRITE_SNAPSHOTS=1` to take what is said now as what must be said. */
const writing = process.env['ORIGIN_WRITE_SNAPSHOTS'] === '1';

describe('co --help', function () {
  this.timeout(60_000);
  for (const command of COMMANDS) {
    const name = `co ${command}`.trim().replaceAll(' ', '-');
    it(`${name.replaceAll('-', ' ')} says what the snapshot says`, async () => {
      const { exitCode, out } = await runCli([...command.split(' ').filter((word) => word !== ''), '--help']);
      expect(exitCode).to.equal(0);
      const file = fileURLToPath(new URL(`../../snapshots/${name}.txt`, import.meta.url));
      if (writing) writeFileSync(file, out);
      expect(existsSync(file), `${name}.txt`).to.be.true;
      expect(out).to.equal(readFileSync(file, 'utf8'));
    });
  }
});
