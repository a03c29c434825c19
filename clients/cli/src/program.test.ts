import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorRegistry, type ErrorCode } from '@origin-ledger/model';
import { importSigningKey, type ExportedKey } from '@origin-ledger/sdk';
import { expect } from 'chai';
import type { Io } from './io.js';
import { describeError } from './output/describe-error.js';
import { runCaptured } from './testing/run-captured.js';
import { UsageError } from './usage-error.js';

const audience = `origin#${'0'.repeat(64)}`;
const network = {
  channel: 'origin',
  audience,
  ledger: 'embedded',
  member: { code: 'VN', name: 'Vietnam Customs' },
};

const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });

/** Answers by path; anything else is not found. */
const fetchOf =
  (answers: Readonly<Record<string, () => Response>>): Io['fetch'] =>
  (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname === '/v1/network') return Promise.resolve(json(network));
    const found = Object.entries(answers).find(([path]) => pathname.startsWith(path));
    return Promise.resolve(found?.[1]() ?? refusal('NOT_FOUND'));
  };

const refusal = (code: ErrorCode, boxes: readonly string[] = []): Response => {
  const { status, title, remedy, retry } = errorRegistry[code];
  return json({ type: `urn:origin:${code}`, status, title, remedy, retry, code, boxes }, status);
};

describe('co', () => {
  let folder: string;
  let key: string;
  const file = (name: string): string => join(folder, name);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'co-'));
    key = file('officer.json');
    const args = ['keys', 'new', '--holder', 'VN:officer-1', '--out', key, '--audience', audience];
    expect((await runCaptured(args)).exitCode).to.equal(0);
    writeFileSync(file('document.json'), '{"form":"NEW","declaration":{"production":"VN","importing":"SG"}}');
    const identity = { certificate: 'x', privateKey: 'x' };
    const peer = { endpoint: '127.0.0.1:1', tlsRootCertificate: 'x' };
    const member = { code: 'VN', mspId: 'VNMSP', name: 'Vietnam Customs' };
    const profile = {
      channel: 'origin',
      chaincode: 'origin',
      member,
      members: [],
      peer,
      adminIdentity: identity,
    };
    writeFileSync(file('profile.json'), JSON.stringify(profile));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('keys new writes a key only its owner may read, and a registration without the private half', async () => {
    expect(statSync(key).mode & 0o777).to.equal(0o600);
    const exported = JSON.parse(readFileSync(key, 'utf8')) as ExportedKey;
    expect((await importSigningKey(exported)).holder).to.equal('VN:officer-1');
    const registration = readFileSync(`${key}.registration.json`, 'utf8');
    expect(JSON.parse(registration)).to.have.all.keys('holder', 'jwk', 'proof');
    expect(registration).not.to.contain(exported.jwk.d);
  });

  it('takes no key that others may read', async () => {
    const open = file('open.json');
    writeFileSync(open, readFileSync(key), { mode: 0o644 });
    const { exitCode, note } = await runCaptured(['status', '--key', open]);
    expect(exitCode).to.equal(2);
    expect(note).to.contain(`chmod 600 ${open}`);
  });

  it('says what keeps a file from being read or written, and where its JSON breaks', async () => {
    writeFileSync(file('broken.json'), '{\n  "form": "D",\n}');
    for (const [args, why] of [
      [['check', file('none.json')], 'there is no such file'],
      [['check', folder], 'it is a folder'],
      [['check', file('broken.json')], 'line 3, column 1'],
      [
        ['keys', 'new', '--holder', 'VN:a', '--out', '/dev/null/x', '--audience', audience],
        'there is no such folder',
      ],
    ] as const) {
      const { exitCode, note } = await runCaptured(args);
      expect(exitCode, note).to.equal(2);
      expect(note).to.contain(why);
    }
  });

  it('keys new leaves no key behind whose registration could not be written', async () => {
    const out = file('half.json');
    writeFileSync(`${out}.registration.json`, '{}');
    const made = await runCaptured(['keys', 'new', '--holder', 'VN:a', '--out', out, '--audience', audience]);
    expect(made.exitCode).to.equal(2);
    expect(existsSync(out)).to.equal(false);
  });

  it('check says which forms it knows on this machine, and asks a gateway that is named', async () => {
    const path = file('document.json');
    const here = await runCaptured(['check', path, '--json'], { env: { ORIGIN_GATEWAY: 'https://gateway' } });
    expect(here.exitCode).to.equal(1);
    expect(here.note).to.match(/by the forms every network starts with \(D, .*--ask/);
    const answer = { asOf: { block: 3 }, acceptable: true, findings: [] };
    const fetch = fetchOf({ '/v1/prechecks': () => json(answer) });
    for (const asking of [['--ask'], ['--gateway', 'https://gateway']]) {
      const there = await runCaptured(['check', path, '--key', key, ...asking], { fetch });
      expect(there.exitCode, there.note).to.equal(0);
      expect(there.note).to.equal('');
    }
  });

  it('calls what nobody expected a defect, and no mistake of its user', () => {
    expect(describeError(new RangeError('nobody expected this'))).to.include({ code: 'INTERNAL' });
    expect(describeError(new UsageError('no key'))).to.include({ code: 'USAGE' });
  });

  it('keys new never overwrites, and never leaves half a key behind', async () => {
    const before = readFileSync(key, 'utf8');
    const again = await runCaptured([
      'keys',
      'new',
      '--holder',
      'VN:officer-1',
      '--out',
      key,
      '--audience',
      audience,
    ]);
    expect(again.exitCode).to.equal(2);
    expect(again.note).to.contain('exists already');
    expect(readFileSync(key, 'utf8')).to.equal(before);
  });

  it('keys new takes the network from the gateway, and prints the kid as JSON', async () => {
    const out = file('second.json');
    const args = ['keys', 'new', '--holder', 'VN:officer-2', '--out', out, '--alg', 'Ed25519', '--json'];
    const { exitCode, out: text } = await runCaptured(args, { fetch: fetchOf({}) });
    expect(exitCode).to.equal(0);
    expect(JSON.parse(text)).to.deep.include({ key: out });
    expect(JSON.parse(readFileSync(out, 'utf8'))).to.include({ alg: 'Ed25519' });
  });

  it('--help says every command and the exit codes', async () => {
    const { exitCode, out } = await runCaptured(['--help']);
    expect(exitCode).to.equal(0);
    for (const word of [
      'keys',
      'register',
      'revoke',
      'issue',
      'send',
      'inbox',
      'receive',
      'show',
      'verify',
      'history',
      'status',
      'operations',
      'Exit codes',
    ])
      expect(out).to.contain(word);
  });

  const places = (): Readonly<Record<string, string>> => ({
    KEY: key,
    PACKAGE: `${key}.registration.json`,
    DOCUMENT: file('document.json'),
    PROFILE: file('profile.json'),
  });
  const usage: readonly (readonly [string, readonly string[]])[] = [
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['status', '--frobnicate']],
    ['a missing argument', ['send']],
    ['no key', ['status']],
    ['a key file that is none', ['status', '--key', import.meta.filename]],
    ['an address that is none', ['status', '--key', 'KEY', '--gateway', 'nowhere']],
    ['an address with a password', ['status', '--key', 'KEY', '--gateway', 'http://u:p@gateway']],
    [
      'a holder that is a name',
      ['keys', 'new', '--holder', 'Nguyen Van A', '--out', '/nonexistent/x', '--audience', audience],
    ],
    [
      'an algorithm nobody knows',
      ['keys', 'new', '--holder', 'VN:a', '--out', '/nonexistent/x', '--alg', 'none'],
    ],
    ['no documents at that place', ['issue', '/nonexistent/x.json', '--key', 'KEY']],
    ['a decision on no item', ['decide', 'VN.HAN.1', '--gateway', 'nowhere', '--key', 'KEY']],
    ['a cancellation without its reason', ['cancel', 'VN.HAN.1', '--key', 'KEY']],
    [
      'a quantity that is none',
      ['utilise', 'VN.HAN.1', '--declaration', 'x', '--quantity', '1', '--key', 'KEY'],
    ],
    ['an operation nobody knows', ['act', 'certificate.burn', 'x.json', '--key', 'KEY']],
    ['an act of the register without a profile', ['act', 'registry.settings', 'PACKAGE']],
    ['a reference that is none', ['show', 'VN.HAN', '--key', 'KEY']],
    ['an empty reference', ['history', '', '--key', 'KEY']],
    ['a reference that leads elsewhere', ['send', '..', '--key', 'KEY']],
    ['nothing that can be delivered', ['deliver', 'x', '--key', 'KEY']],
    ['a balance nobody keeps', ['deliver', 'VN.HAN.1', '--balance', 'all', '--key', 'KEY']],
    ['a day that is none', ['check', 'DOCUMENT', '--on', '2026-02-31']],
    [
      'a presentation on no day',
      ['decide', 'VN.HAN.1', '--give', 'all', '--presented', 'today', '--key', 'KEY'],
    ],
    [
      'a check by the gateway with lists of this machine',
      ['check', 'DOCUMENT', '--ask', '--lists', '/nonexistent', '--key', 'KEY'],
    ],
    ['a cancellation with a blank reason', ['cancel', 'VN.HAN.1', '--reason', ' ', '--key', 'KEY']],
    [
      'a quantity that is no decimal',
      ['utilise', 'VN.HAN.1', '--declaration', 'x', '--quantity', '1:1..2:KGM', '--key', 'KEY'],
    ],
    [
      'a quantity of nothing',
      ['utilise', 'VN.HAN.1', '--declaration', 'x', '--quantity', '1:0:KGM', '--key', 'KEY'],
    ],
    [
      'a network that is none',
      ['keys', 'new', '--holder', 'VN:a', '--out', '/nonexistent/x', '--audience', 'x'],
    ],
    [
      'an end of validity on no day',
      ['register', 'PACKAGE', '--role', 'customs', '--not-after', '2026-02-30', '--profile', 'PROFILE'],
    ],
    ['no role', ['register', 'x.json', '--profile', '/nonexistent/VN.json']],
    ['a role that is none', ['register', 'x.json', '--role', 'king', '--profile', '/nonexistent/VN.json']],
    ['no connection profile', ['revoke', 'kid']],
    ['a profile that cannot be read', ['revoke', 'kid', '--profile', '/nonexistent/VN.json']],
    ['a revocation since no day', ['revoke', 'kid', '--not-trusted-since', 'soon', '--profile', 'PROFILE']],
    ['a profile whose files are not there', ['revoke', 'kid', '--profile', 'PROFILE']],
    [
      'an offset that is none',
      ['register', 'member', '--utc-offset', '7', '--profile', '/nonexistent/VN.json'],
    ],
  ];
  for (const [what, args] of usage) {
    it(`exit code 2 and a remark on stderr for ${what}`, async () => {
      const { exitCode, out, note } = await runCaptured(args.map((arg) => places()[arg] ?? arg));
      expect(exitCode).to.equal(2);
      expect(note).not.to.equal('');
      expect(out).to.equal('');
    });
  }

  it('exit code 3 when the gateway does not answer, however often it is asked', async function () {
    this.timeout(15_000);
    const { exitCode, note } = await runCaptured([
      'keys',
      'new',
      '--holder',
      'VN:a',
      '--out',
      file('never.json'),
    ]);
    expect(exitCode).to.equal(3);
    expect(note).to.contain('GATEWAY_UNREACHABLE').and.contain('fetch failed');
    expect(() => statSync(file('never.json'))).to.throw();
  });

  it('exit code 1 with code, boxes and remedy when the gateway refuses', async () => {
    const fetch = fetchOf({ '/v1/certificates': () => refusal('CERTIFICATE_UNKNOWN', ['reference']) });
    const { exitCode, note } = await runCaptured(['show', 'VN.HAN.1', '--key', key], { fetch });
    expect(exitCode).to.equal(1);
    expect(note).to.contain('CERTIFICATE_UNKNOWN').and.contain('box reference').and.contain('Check member');
  });

  it('tells errors as JSON too', async () => {
    const fetch = fetchOf({ '/v1/certificates': () => refusal('CERTIFICATE_UNKNOWN', ['reference']) });
    const { note, out } = await runCaptured(['show', 'VN.HAN.1', '--json'], {
      fetch,
      env: { ORIGIN_KEY: key },
    });
    expect(out).to.equal('');
    expect(JSON.parse(note)).to.have.nested.property('error.code', 'CERTIFICATE_UNKNOWN');
  });

  it('exit code 1 when a verification fails, with every check', async () => {
    const answer = {
      asOf: { block: 3 },
      name: 'VN.HAN.1',
      status: 'INVALID',
      checks: [
        { name: 'ON_RECORD', status: 'VALID' },
        { name: 'WITHIN_VALIDITY', status: 'INVALID', reason: 'EXPIRED', since: '2025-01-01' },
      ],
    };
    const fetch = fetchOf({ '/v1/certificates/VN.HAN.1/verification': () => json(answer) });
    const { exitCode, out } = await runCaptured(['verify', 'VN.HAN.1', '--key', key], { fetch });
    expect(exitCode).to.equal(1);
    expect(out)
      .to.match(/INVALID as of block 3/)
      .and.match(/WITHIN_VALIDITY +INVALID +EXPIRED +2025-01-01/);
  });

  it('exit code 3 when what is asked answers, and is no gateway', async () => {
    const page = (): Promise<Response> => Promise.resolve(new Response('<html>', { status: 200 }));
    const { exitCode, note } = await runCaptured(['show', 'VN.HAN.1', '--key', key], { fetch: page });
    expect(exitCode).to.equal(3);
    expect(note).to.contain('ANSWER_INVALID');
  });

  it('exit code 4 while the outcome is unknown', async () => {
    const fetch = fetchOf({ '/v1/operations': () => refusal('INTERNAL') });
    const { exitCode } = await runCaptured(['operations', 'x', '--key', key], { fetch });
    expect(exitCode).to.equal(4);
  });

  it('more than 500 documents are refused before anything is signed', async () => {
    const document = { transport: {}, declaration: {}, certification: {} };
    writeFileSync(file('many.json'), JSON.stringify(Array.from({ length: 501 }, () => document)));
    const { exitCode, note } = await runCaptured(['issue', file('many.json'), '--key', key]);
    expect(exitCode).to.equal(2);
    expect(note).to.contain('at most 500');
  });
});
