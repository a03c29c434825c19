import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalText, commitmentOf, keyKey } from '@origin-ledger/model';
import { formD, issueRequest, sendRequest, testReference } from '@origin-ledger/model/testing';
import { CertificateContract, ParcelContract, RegistryContract, RequestContract } from '../index.js';
import { journey, newScene, REFERENCE, refusal, transientOf, type Scene } from '../testing/scene.js';

/** Every transaction and its number of parameters: a new one must be added here, with its tests. */
const TRANSACTIONS = {
  'registry:registerMember': 1,
  'registry:registerKey': 1,
  'registry:revokeKey': 1,
  'registry:member': 1,
  'registry:charter': 0,
  'registry:key': 1,
  'certificate:issue': 1,
  'certificate:send': 1,
  'certificate:receive': 1,
  'certificate:deposit': 1,
  'certificate:deliver': 2,
  'certificate:deliverBalance': 3,
  'certificate:record': 1,
  'certificate:read': 1,
  'certificate:balance': 2,
  'certificate:history': 3,
  'certificate:verify': 2,
  'parcel:deliver': 2,
  'parcel:record': 1,
  'parcel:read': 1,
  'request:withdraw': 1,
};

describe('the contracts as a chaincode', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene();
  });

  it('offers these transactions and no other', () => {
    const declared = [
      new RegistryContract(),
      new CertificateContract(),
      new ParcelContract(),
      new RequestContract(),
    ].flatMap((contract) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(contract))
        .filter((name) => name !== 'constructor')
        .map((name) => `${contract.getName()}:${name}`),
    );
    expect(declared).to.have.members(Object.keys(TRANSACTIONS));
  });

  it('refuses names that are none, inherited ones included', async () => {
    for (const name of [
      '',
      'issue',
      'certificate:',
      'certificate:burn',
      'other:issue',
      'certificate:issue:x',
    ])
      expect(refusal(await scene.call(name, ['x']))).to.equal('REQUEST_OPERATION function');
    for (const name of ['constructor', 'aroundTransaction', 'unknownTransaction', 'toString', '__proto__'])
      expect(refusal(await scene.call(`certificate:${name}`, ['x']))).to.equal('REQUEST_OPERATION function');
  });

  it('refuses another number of parameters', async () => {
    for (const [name, count] of Object.entries(TRANSACTIONS)) {
      const parameters = Array.from({ length: count + 1 }, () => 'x');
      expect(refusal(await scene.call(name, parameters))).to.equal('REQUEST_CLAIMS arguments');
      if (count > 0)
        expect(refusal(await scene.call(name, parameters.slice(2)))).to.equal('REQUEST_CLAIMS arguments');
    }
  });

  it('answers whatever it is asked with a result or a coded line', async function () {
    this.timeout(20_000);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.entries(TRANSACTIONS)),
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant(REFERENCE)), {
          minLength: 3,
          maxLength: 3,
        }),
        async ([name, count], parameters) => {
          const outcome = await scene.call(name, parameters.slice(0, count));
          if (outcome.status !== 200) expect(refusal(outcome)).not.to.match(/^not coded/);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('tells nothing of an unexpected error but that there was one', async () => {
    scene.ledger.state.set(keyKey(scene.officer.kid), Buffer.from('SECRET{'));
    const outcome = await scene.call('registry:key', [scene.officer.kid]);
    expect(outcome.text).to.equal('origin:{"boxes":[],"code":"INTERNAL"}');
  });

  it('never puts a word of a document into an error, an event, an answer or the public state', async function () {
    this.timeout(20_000);
    const words = fc.stringMatching(/^[A-Z]{4}[a-z]{12}$/);
    const { officer } = scene;
    await fc.assert(
      fc.asyncProperty(words, fc.constantFrom('name', 'address'), async (word, box) => {
        const ledger = await newScene();
        const document = formD({
          exporter: { ...formD().exporter, [box]: word },
          items: formD().items.map((item) => ({ ...item, description: word })),
        });
        const issued = await issueRequest(officer, [document]);
        const sent = await sendRequest(officer, document);
        const [commitment = ''] = issued.commitments;
        const text = canonicalText(document);
        const texts: string[] = [];
        const call = async (name: string, parameters: string[], transient = {}, by: 'VN' | 'TH' = 'VN') => {
          const { text: answer, rwset } = await ledger.call(name, parameters, by, { transient });
          texts.push(answer, JSON.stringify({ ...rwset, privateWrites: {} }));
        };
        // Contents where they do not belong, altered, undeclared, as arguments, for third members.
        await call('certificate:issue', [issued.jws], transientOf(issued));
        await call('certificate:issue', [issued.jws]);
        await call('certificate:send', [sent.jws], { [commitment]: `${text}${word}` });
        await call('certificate:send', [sent.jws], { ...transientOf(sent), [word]: word });
        await call('certificate:send', [sent.jws], transientOf(sent));
        await call('certificate:deposit', [JSON.stringify([REFERENCE])], { [commitment]: word });
        await call('certificate:deposit', [JSON.stringify([word, text])], transientOf(issued));
        await call('certificate:deliver', [REFERENCE, word], transientOf(issued));
        await call('certificate:read', [REFERENCE], {}, 'TH');
        await call('certificate:read', [text]);
        await call('certificate:verify', [REFERENCE, text]);
        await call('certificate:history', [REFERENCE, text, word]);
        await call('certificate:record', [word]);
        await call('registry:key', [word]);
        await call('registry:member', [word]);
        await call(`${word}:${word}`, [text]);
        await call('request:withdraw', [text]);
        const { jws } = await issueRequest(officer, [document], {
          args: { certificates: [{ number: word }] },
        });
        await call('certificate:issue', [jws]);
        expect(texts.filter((each) => each.includes(word)).map((each) => each.slice(0, 300))).to.deep.equal(
          [],
        );
      }),
      { numRuns: 10 },
    );
  });

  it('computes the same everywhere: another clock, locale, chance and order of the map', async () => {
    const { issued, sent, received, ids } = await journey(scene, 'received');
    const extra = formD({ reference: testReference({ number: 'A2' }) });
    const batch = await issueRequest(scene.officer, [
      extra,
      formD({ reference: testReference({ number: 'A1' }) }),
    ]);
    const calls: [string, string[], Record<string, string>, 'VN' | 'SG'][] = [
      ['certificate:issue', [issued.jws], {}, 'VN'],
      ['certificate:issue', [batch.jws], {}, 'VN'],
      ['certificate:send', [sent.jws], transientOf(sent), 'VN'],
      ['certificate:receive', [received.jws], {}, 'SG'],
      ['certificate:deposit', [JSON.stringify([REFERENCE])], transientOf(issued), 'VN'],
      ['certificate:deliver', [REFERENCE, 'SG'], transientOf(sent), 'VN'],
      ['certificate:record', [REFERENCE], {}, 'VN'],
      ['certificate:read', [REFERENCE], {}, 'SG'],
      ['certificate:history', [REFERENCE, '', '2'], {}, 'VN'],
      ['certificate:verify', [REFERENCE, commitmentOf('x')], {}, 'VN'],
      ['registry:member', ['SG'], {}, 'VN'],
      ['registry:key', [scene.officer.kid], {}, 'VN'],
      ['request:withdraw', [batch.jws], {}, 'VN'],
    ];
    expect(ids).to.have.length(3);
    const run = async () => {
      const outcomes = [];
      for (const [name, parameters, transient, by] of calls)
        outcomes.push(
          await scene.call(name, parameters, by, { transient, commit: false, at: 1773118805000 }),
        );
      return outcomes;
    };
    const plain = await run();
    expect(await elsewhere(run)).to.deep.equal(plain);
  });
});

/** Runs with another clock, another source of chance and another locale, and puts all back. */
async function elsewhere<T>(run: () => Promise<T>): Promise<T> {
  const { now } = Date;
  const { random } = Math;
  const { TZ, LANG } = process.env;
  Date.now = () => 0;
  Math.random = () => 0.5;
  process.env['TZ'] = 'Pacific/Apia';
  process.env['LANG'] = 'tr_TR.UTF-8';
  try {
    return await run();
  } finally {
    Date.now = now;
    Math.random = random;
    restore('TZ', TZ);
    restore('LANG', LANG);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}
