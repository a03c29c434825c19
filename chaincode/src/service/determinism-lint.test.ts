import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ESLint, Linter } from 'eslint';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What differs between peers, one of each. */
const BANNED = [
  'Date.now();',
  'new Date();',
  'Date();',
  'performance.now();',
  'process.hrtime();',
  'process.env;',
  'Math.random();',
  'crypto.randomUUID();',
  'crypto.getRandomValues(bytes);',
  "import { randomBytes } from 'node:crypto'; randomBytes(8);",
  "import { randomInt } from 'crypto'; randomInt(8);",
  "'a'.localeCompare('b');",
  'time.toLocaleString();',
  'text.toLocaleUpperCase();',
  'new Intl.Collator();',
  'time.getTimezoneOffset();',
  'time.getHours();',
  'for (const name in record) use(name);',
];

/** What the contracts need and is the same everywhere. */
const ALLOWED = [
  'new Date(milliseconds).toISOString();',
  'Date.parse(instant);',
  "import { createHash } from 'node:crypto'; createHash('sha256');",
  'for (const name of names) use(name);',
  'names.sort();',
];

/** Rules that ban names; the others need types, and have nothing to do with this. */
const BANS = [
  'no-restricted-properties',
  'no-restricted-globals',
  'no-restricted-imports',
  'no-restricted-syntax',
];

async function findingsIn(file: string, code: string): Promise<number> {
  const { rules } = (await new ESLint({ cwd: root }).calculateConfigForFile(file)) as {
    readonly rules: Linter.RulesRecord;
  };
  const bans = Object.fromEntries(Object.entries(rules).filter(([name]) => BANS.includes(name)));
  return new Linter().verify(code, { rules: bans }).length;
}

describe('what is not the same on every peer', function () {
  this.timeout(60_000);

  for (const file of ['chaincode/src/certificate/deliver.ts', 'model/src/certificate/issue.ts'])
    it(`is refused by the lint in files such as ${file}`, async () => {
      for (const code of BANNED) expect(await findingsIn(file, code), code).to.equal(1);
      for (const code of ALLOWED) expect(await findingsIn(file, code), code).to.equal(0);
    });
});
