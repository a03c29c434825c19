import {
  actKey,
  canonicalText,
  certificateKey,
  charterKey,
  keyKey,
  memberKey,
  parseReference,
  parseRequest,
  receptionKey,
  voiceKey,
  type KeyRecord,
} from '@origin-ledger/model';
import { newSigningKey, prepareIssue } from '@origin-ledger/sdk';
import { expect } from 'chai';
import type { Verdict } from '../conformance/member-client.js';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import { publicState } from './public-state.js';
import type { RogueWrite } from './rogue-contract.js';
import { codeOf, type Scene } from './scene.js';
import { withRogues } from './with-rogues.js';

const GATEWAYS = ['vietnam', 'singapore', 'thailand'] as const;

/** What altered contracts can do in another's name: on one peer, and on two that collude. */
export function rogueContracts(scene: () => Scene): void {
  let reference = '';
  before('a certificate for the rogues', async () => {
    reference = await scene().received();
  });

  const write = async (endorsers: readonly string[], ...writes: readonly RogueWrite[]): Promise<Verdict> =>
    (await scene().client('TH')).submit([], {
      arguments: ['rogue:write', JSON.stringify(writes)],
      endorsers,
    });

  /** What stands in another's name, and how a rogue would have it. */
  const rewrites = (): Readonly<Record<string, RogueWrite>> => {
    const { keys } = scene();
    const parsed = parseReference(reference);
    if (parsed === undefined) throw new Error('no reference');
    const value = canonicalText({ by: 'rogue' });
    return {
      'a certificate': { key: certificateKey(parsed), value },
      'its reception': { key: receptionKey(parsed), value },
      'the entry of a key': { key: keyKey(keys.officer.kid), value },
      "a member's entry": { key: memberKey('VN'), value },
      'the charter': { key: charterKey(), value },
      'who endorses the charter': { key: charterKey(), endorsers: ['THMSP', 'ASEANMSP'] },
      'what a member consents to': { key: voiceKey('VN'), value },
      'a certificate, deleted': { key: certificateKey(parsed) },
      'who endorses a certificate': { key: certificateKey(parsed), endorsers: ['THMSP', 'ASEANMSP'] },
      'a private document': { collection: 'documents-VN', key: 'f'.repeat(64), value },
    };
  };

  const nothingChanged = async (attack: () => Promise<void>): Promise<void> => {
    const before = await publicState(scene().world);
    await attack();
    const after = await publicState(scene().world);
    for (const { key, collection } of Object.values(rewrites()))
      if (collection === undefined) expect(after.get(key)).to.deep.equal(before.get(key));
  };

  it('property: nobody speaks for another: an altered contract on one peer rewrites nothing, alone or with an honest one', async () => {
    await withRogues(scene(), ['TH'], () =>
      nothingChanged(async () => {
        for (const [what, attempt] of Object.entries(rewrites())) {
          const alone = await write(['TH'], attempt);
          expect(alone, what).to.include({ stage: 'committed', code: 'ENDORSEMENT_POLICY_FAILURE' });
          expect((await write(['TH', 'VN'], attempt)).stage, `${what}, with Vietnam`).to.equal('endorse');
        }
        const client = await scene().client('TH');
        const read = ['rogue:read', 'documents-VN', 'f'.repeat(64)] as const;
        expect(JSON.stringify(await client.evaluate([], { arguments: [...read] }))).to.match(/failed|""/u);
      }),
    );
  });

  it("property: nobody speaks for another: an altered copy that bends an act it endorses does not agree with the signer's peer", async () => {
    const { vietnam, filled } = scene();
    await withRogues(scene(), ['TH'], async () => {
      const { request } = await vietnam.prepareIssue([sampleDocument('vn-sg-coffee')], filled);
      const client = await scene().client('VN');
      const args = ['certificate:issue', request] as const;
      const verdict = await client.submit([], { arguments: [...args], endorsers: ['VN', 'TH'] });
      expect(verdict.stage).to.equal('endorse');
      expect(JSON.stringify(verdict)).to.contain('ProposalResponsePayloads do not match');
    });
  });

  it('property: nobody speaks for another: two altered contracts together rewrite nothing; a number they take convinces no gateway', async () => {
    const { world, vietnam, thailand, keys, filled } = scene();
    const forger = await newSigningKey({ holder: 'VN:officer-9' });
    const squatted = { member: 'VN', office: 'SQT', number: 'SQUATTED-1' };
    await scene().caughtUp(...GATEWAYS.map((name) => scene()[name]));
    const asideBefore = await setAside(scene());
    await withRogues(scene(), ['TH', 'ASEAN'], () =>
      nothingChanged(async () => {
        for (const [what, attempt] of Object.entries(rewrites())) {
          const verdict = await write(['TH', 'ASEAN'], attempt);
          expect(verdict, what).to.include({ stage: 'committed', code: 'ENDORSEMENT_POLICY_FAILURE' });
        }
        const state = await publicState(world);
        const record = {
          ...state.get(certificateKey(parseReference(reference) ?? squatted)),
          reference: squatted,
        };
        const entry = state.get(keyKey(keys.officer.kid)) as KeyRecord;
        const key = { ...entry, kid: forger.kid, jwk: forger.publicJwk, holder: forger.holder };
        for (const taken of [
          { key: certificateKey(squatted), value: canonicalText(record) },
          { key: keyKey(forger.kid), value: canonicalText(key) },
        ])
          expect(await write(['TH', 'ASEAN'], taken)).to.include({ stage: 'committed', code: 'VALID' });
      }),
    );
    // The genuine contracts find the entry they are led to; the gateways follow acts, and find none.
    const { audience } = await vietnam.network();
    const forged = await prepareIssue(forger, {
      ...{ audience, utcOffsetMinutes: 420, documents: [sampleDocument('vn-sg-coffee')] },
      ...{ office: 'SQT', departure: inDays(5) },
    });
    const accomplice = await scene().client('VN');
    const args = ['certificate:issue', forged.request] as const;
    expect(await accomplice.submit([], { arguments: [...args] })).to.include({
      stage: 'committed',
      code: 'VALID',
    });

    await eventually(async () => {
      const asides = await setAside(scene());
      expect(asides).to.deep.equal(asideBefore.map((count) => count + 3));
    }, 60);
    const taken = [`VN.SQT.${squatted.number}`, ...forged.references];
    for (const name of GATEWAYS) {
      const client = scene()[name];
      for (const each of taken)
        expect(await codeOf(client.certificate(each)), name).to.equal('CERTIFICATE_UNKNOWN');
      expect(await codeOf(client.registeredKey(forger.kid)), name).to.equal('NOT_FOUND');
    }
    expect(await codeOf(world.client(forger).status())).to.equal('KEY_UNKNOWN');
    expect((await thailand.certificate(reference)).record.validity).to.equal('VALID');
    // Every other number is free as before.
    expect(await codeOf(vietnam.issue([sampleDocument('vn-sg-coffee')], filled))).to.equal('done');
    expect(state(await publicState(world), parseRequest(forged.request).actId)).to.equal(true);
  });
}

/** Whether an act stands in the state, whatever it is worth. */
const state = (values: ReadonlyMap<string, object>, act: string): boolean => values.has(actKey(act));

const setAside = async (scene: Scene): Promise<number[]> =>
  Promise.all(GATEWAYS.map(async (name) => (await scene[name].status()).setAside));
