import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ActRecord, ParcelRecord } from '@origin-ledger/model';
import { OriginApiError } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import { performConfidentialActs } from './confidential-acts.js';
import { answersTo, ledgerAnswers, questionsFor, type Known } from './foreign-questions.js';
import { Needles } from './needles.js';
import { filesNotOf, filesOf, searchFiles } from './places.js';
import { refusedConfidences } from './refused-confidences.js';
import { codeOf, type Scene } from './scene.js';
import { generateSnapshot } from './snapshots.js';
import { publicState } from './public-state.js';

const PEERS = ['VN', 'SG', 'TH', 'ASEAN'] as const;

/** What Vietnam and Singapore confide to one another. */
const needlesOf = ({ shared, ofVietnam, ofSingapore }: Scene): Needles =>
  new Needles({
    words: [shared, ofVietnam, ofSingapore].flatMap(({ words, unsalted }) => [...words, ...unsalted]),
    names: [...shared.names, ...ofVietnam.names, ...ofSingapore.names],
  });

/** Every act that says something in confidence, refused ones too, and everything a third member can ask. */
export function confidentialActs(scene: () => Scene): void {
  let references: readonly string[] = [];
  let needles: Needles;
  let known: Known;
  let acts = 0;

  before('every confidential act is done', async () => {
    references = await performConfidentialActs(scene());
    await refusedConfidences(scene(), references[0] ?? '');
    needles = needlesOf(scene());
    const state = await publicState(scene().world);
    const records = [...state.values()].filter(isAct);
    acts = records.length;
    known = {
      references: references.slice(0, 2),
      parcels: [...state.values()]
        .filter(isParcel)
        .slice(-2)
        .map(({ parcel }) => parcel),
      requests: records.map(({ request }) => request).filter(oneOfEach()),
    };
  });

  it("property: confidential: the search finds each planted word in Vietnam's own keeping, so it would find it elsewhere", () => {
    const { world, shared, ofSingapore } = scene();
    const own = (code: string): Set<string> =>
      new Set(searchFiles(world, filesOf(world, code), needles).map(({ text }) => text));
    const [vietnam, singapore] = [own('VN'), own('SG')];
    const planted = shared.words.filter((word) => !shared.unsent.includes(word));
    expect(planted.filter((word) => !vietnam.has(word))).to.deep.equal([]);
    expect(ofSingapore.words.filter((word) => !singapore.has(word))).to.deep.equal([]);
    expect(
      ofSingapore.words.filter((word) => vietnam.has(word)),
      'of Singapore alone, in Vietnam',
    ).to.deep.equal([]);
  });

  for (const at of PEERS) {
    it(`property: confidential: no function of the contracts tells a third member's client anything at the peer of ${at}`, async () => {
      const client = await scene().client('TH', { at });
      const questions = await questionsFor(known, scene().keys.thai);
      const answers = await answersTo(questions, client, at);
      expect(answers.length).to.equal(questions.length);
      expect(needles.in(Buffer.concat(answers))).to.deep.equal([]);
    });
  }

  it("property: confidential: a third member's client is no reader at any peer, whatever lies there", async () => {
    const [reference = '', back = ''] = known.references;
    const questions = [
      { name: 'certificate:read', args: [reference] },
      { name: 'certificate:read', args: [back] },
      { name: 'certificate:balance', args: [reference, 'import'] },
    ];
    for (const at of PEERS)
      for (const code of ['TH', 'ASEAN'] as const)
        for (const question of questions) {
          const [answer] = await answersTo([question], await scene().client(code, { at }), at);
          // Refused for who asks, before anything private is looked for.
          expect(Buffer.from(answer ?? []).toString(), `${question.name} of ${code} at ${at}`).to.contain(
            'NOT_A_READER',
          );
        }
  });

  it('property: confidential: what its own client reads at its own peer is the planted contents', async () => {
    const client = await scene().client('VN');
    const questions = known.references.map((reference) => ({ name: 'certificate:read', args: [reference] }));
    const found = needles.in(Buffer.concat(await answersTo(questions, client, 'VN')));
    expect(found.length).to.be.at.least(20);
  });

  for (const at of PEERS) {
    it(`property: confidential: the peer of ${at} streams a third member's client blocks without private data`, async () => {
      const { world, vietnam } = scene();
      const { asOf } = await vietnam.status();
      for (const code of ['TH', 'ASEAN']) {
        using peer = new ForeignPeer({ profileFile: world.profileFile(code), at });
        const blocks = await peer.blocksWithPrivateData(BigInt(asOf.block));
        expect(needles.in(Buffer.concat(blocks))).to.deep.equal([]);
        // Every act leaves one event.
        const events = await peer.events(acts);
        expect(needles.in(Buffer.concat(events))).to.deep.equal([]);
      }
    });

    it(`property: confidential: the system contract of the peer of ${at} tells a third member's client nothing`, async () => {
      const { vietnam } = scene();
      const transactions: string[] = [];
      for (const reference of known.references)
        for await (const { transactionId } of vietnam.history(reference)) transactions.push(transactionId);
      const answers = await ledgerAnswers(await scene().client('TH', { at }), at, transactions);
      expect(answers.length).to.be.greaterThan(transactions.length);
      expect(needles.in(Buffer.concat(answers))).to.deep.equal([]);
    });
  }

  it("property: confidential: a third member's officer gets no contents from any gateway, and no word in a refusal", async () => {
    const { world, keys } = scene();
    const heard: string[] = [];
    const codes = new Set<string>();
    for (const code of ['VN', 'SG', 'TH']) {
      const client = world.client(keys.thai, {
        gateway: world.gatewayUrl(code),
        retries: false,
        fetch: async (...request) => {
          const answer = await fetch(...request);
          heard.push(await answer.clone().text());
          return answer;
        },
      });
      for (const reference of known.references) {
        codes.add(await codeOf(client.document(reference)));
        codes.add(await codeOf(client.balance(reference, 'import')));
        await client.certificate(reference).catch(onlyRefusals);
        await client.deliver(reference).catch(onlyRefusals);
        await client.status().catch(onlyRefusals);
      }
      await all(client.applications.list()).catch(onlyRefusals);
      for (const parcel of known.parcels) codes.add(await codeOf(client.parcel(parcel)));
      for (const request of known.requests) {
        const { kid, jti } = nameOf(request);
        await client.operation(`${kid}.${jti}`).catch(onlyRefusals);
      }
    }
    expect([...codes]).not.to.include('done');
    expect(heard.length).to.be.greaterThan(20);
    expect(needles.in(Buffer.from(heard.join('\n')))).to.deep.equal([]);
  });

  it("property: confidential: no snapshot of another's peer is to be had, and one's own shows nothing", async () => {
    const { world } = scene();
    for (const as of ['gateway', 'admin'] as const)
      for (const at of ['VN', 'SG']) {
        const answer = await generateSnapshot({ profileFile: world.profileFile('TH'), at, as });
        expect(answer, `TH ${as} at ${at}`).not.to.equal('done');
      }
    const own = await generateSnapshot({ profileFile: world.profileFile('TH'), at: 'TH', as: 'admin' });
    if (world.ledgerKind === 'embedded') {
      expect(own).to.contain('not supported by the embedded ledger');
      return;
    }
    expect(own).to.equal('done');
    const folder = join(
      world.fabric.context.layout.peer(world.member('TH')).ledger,
      'snapshots',
      'completed',
    );
    // It lies among the files of the third member, which are all searched.
    await eventually(() => {
      expect(existsSync(folder) && readdirSync(folder).length > 0, 'a snapshot').to.equal(true);
      return Promise.resolve();
    }, 60);
  });
}

/** Once everything else has happened: nothing of it lies where it does not belong. */
export function confidentialPlaces(scene: () => Scene): void {
  it('property: confidential: no file of a third member, of the network or of a log holds a planted word, its code or its digest', () => {
    const { world } = scene();
    const files = filesNotOf(world, ['VN', 'SG']);
    expect(
      files.some((file) => /logs.*gateway-VN/u.test(file)),
      'logs are searched',
    ).to.equal(true);
    expect(
      files.some((file) => /blocks$|blockfile_/u.test(file)),
      'blocks are searched',
    ).to.equal(true);
    expect(searchFiles(world, files, needlesOf(scene()))).to.deep.equal([]);
  });

  it("property: confidential: what is Singapore's or Vietnam's alone is not with the other either", () => {
    const { world, ofSingapore, ofVietnam } = scene();
    for (const [code, planting] of [
      ['SG', ofSingapore],
      ['VN', ofVietnam],
    ] as const) {
      const needles = new Needles(planting);
      expect(searchFiles(world, filesOf(world, code), needles).length, code).to.be.greaterThan(0);
      expect(searchFiles(world, filesNotOf(world, [code]), needles), code).to.deep.equal([]);
    }
  });
}

const isParcel = (value: object): value is ParcelRecord => 'parcel' in value && 'readers' in value;
const isAct = (value: object): value is ActRecord => 'request' in value && 'outcome' in value;

const claimsOf = (request: string): { readonly op: string; readonly jti: string } =>
  JSON.parse(Buffer.from(request.split('.')[1] ?? '', 'base64url').toString()) as never;

const nameOf = (request: string): { readonly kid: string; readonly jti: string } => {
  const header = Buffer.from(request.split('.')[0] ?? '', 'base64url').toString();
  return { kid: (JSON.parse(header) as { kid: string }).kid, jti: claimsOf(request).jti };
};

/** One request of each operation. */
function oneOfEach(): (request: string) => boolean {
  const seen = new Set<string>();
  return (request) => {
    const { op } = claimsOf(request);
    const fresh = !seen.has(op);
    seen.add(op);
    return fresh;
  };
}

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function onlyRefusals(error: unknown): void {
  if (!(error instanceof OriginApiError)) throw error;
}
