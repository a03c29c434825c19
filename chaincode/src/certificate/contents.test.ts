import { expect } from 'chai';
import { canonicalText, commitmentOf, collectionOf } from '@origin-ledger/model';
import { formD, issueRequest, testReference } from '@origin-ledger/model/testing';
import {
  documentName,
  journey,
  newScene,
  REFERENCE,
  refusal,
  transientOf,
  type Scene,
} from '../testing/scene.js';

describe('contents of a certificate', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene();
  });

  describe('certificate:deposit', () => {
    const deposit = (references: unknown, transient: Record<string, string>, by: 'VN' | 'SG' | 'TH' = 'VN') =>
      scene.call('certificate:deposit', [JSON.stringify(references)], by, { transient });

    it('writes the issuing member’s own collection and nothing else, as often as asked', async () => {
      const { issued, commitment } = await journey(scene, 'issued');
      for (let round = 0; round < 2; round += 1) {
        const outcome = await deposit([REFERENCE], transientOf(issued));
        expect(outcome.text).to.equal(`{"deposited":["${REFERENCE}"]}`);
        expect(outcome.rwset.privateWrites).to.deep.equal({
          [`documents-VN ${documentName(commitment)}`]: issued.parcels[0],
        });
        expect(outcome.rwset).to.deep.include({ writes: {}, policies: {}, event: undefined });
      }
    });

    it('takes 500 at once', async () => {
      const documents = Array.from({ length: 500 }, (_, index) =>
        formD({ reference: testReference({ number: `26-${index}` }) }),
      );
      const request = await issueRequest(scene.officer, documents);
      await scene.call('certificate:issue', [request.jws]);
      const names = documents.map(({ reference }) => `VN.HAN.${reference.number}`);
      const { rwset } = await deposit(names, transientOf(request));
      expect(Object.keys(rwset.privateWrites)).to.have.length(500);
      expect(refusal(await deposit([...names, 'VN.HAN.X'], {}))).to.equal('REQUEST_CLAIMS references');
    });

    it('refuses certificates of others and unknown ones', async () => {
      const { issued } = await journey(scene, 'issued');
      expect(refusal(await deposit([REFERENCE], transientOf(issued), 'SG'))).to.equal(
        'OTHER_MEMBER references[0]',
      );
      expect(refusal(await deposit(['VN.HAN.NONE'], {}))).to.equal('CERTIFICATE_UNKNOWN references[0]');
    });

    it('refuses bytes that are missing, undeclared or altered', async () => {
      const { issued, commitment } = await journey(scene, 'issued');
      expect(refusal(await deposit([REFERENCE], {}))).to.equal('PARCEL_MISSING references[0]');
      expect(refusal(await deposit([REFERENCE], { ...transientOf(issued), more: 'x' }))).to.equal(
        'PARCEL_UNDECLARED parcels',
      );
      expect(refusal(await deposit([REFERENCE], { [commitment]: 'x' }))).to.equal(
        'PARCEL_MISMATCH references[0]',
      );
    });

    it('refuses lists that are none, empty, repeated or unreadable', async () => {
      for (const list of [{}, [], [REFERENCE, REFERENCE]])
        expect(refusal(await deposit(list, {}))).to.equal('REQUEST_CLAIMS references');
      expect(refusal(await deposit([REFERENCE, 7], {}))).to.equal('REQUEST_CLAIMS references[1]');
      expect(refusal(await scene.call('certificate:deposit', ['[']))).to.equal('REQUEST_CLAIMS references');
    });
  });

  describe('certificate:deliver', () => {
    const deliver = (member: string, transient: Record<string, string>, by: 'VN' | 'SG' | 'TH' = 'VN') =>
      scene.call('certificate:deliver', [REFERENCE, member], by, { transient });

    it('writes one state’s collection again, for either state', async () => {
      const { sent, commitment } = await journey(scene, 'received');
      for (const [member, by] of [
        ['SG', 'VN'],
        ['VN', 'SG'],
        ['SG', 'SG'],
      ] as const) {
        const outcome = await deliver(member, transientOf(sent), by);
        expect(outcome.text).to.equal(`{"delivered":"${REFERENCE}","member":"${member}"}`);
        expect(outcome.rwset.privateWrites).to.deep.equal({
          [`${collectionOf(member)} ${documentName(commitment)}`]: sent.parcels[0],
        });
        expect(outcome.rwset).to.deep.include({ writes: {}, event: undefined });
      }
    });

    it('takes from the importing member only what it has received and confirmed', async () => {
      const { sent } = await journey(scene, 'sent');
      const refused = await deliver('VN', transientOf(sent), 'SG');
      expect(refusal(refused)).to.equal('CERTIFICATE_NOT_RECEIVED reference');
      expect(refused.rwset.privateWrites).to.deep.equal({});
      expect((await deliver('SG', transientOf(sent))).status).to.equal(200);
    });

    it('refuses before the certificate is sent', async () => {
      const { issued } = await journey(scene, 'issued');
      expect(refusal(await deliver('SG', transientOf(issued)))).to.equal('CERTIFICATE_NOT_SENT reference');
    });

    it('refuses third members, as asker and as receiver', async () => {
      const { sent } = await journey(scene, 'sent');
      expect(refusal(await deliver('SG', transientOf(sent), 'TH'))).to.equal('NOT_A_READER reference');
      expect(refusal(await deliver('TH', transientOf(sent)))).to.equal('NOT_A_READER reference');
    });

    it('refuses other bytes, and an unknown certificate', async () => {
      const { commitment } = await journey(scene, 'sent');
      expect(refusal(await deliver('SG', { [commitment]: 'x' }))).to.equal('PARCEL_MISMATCH parcels[0]');
      expect(refusal(await deliver('SG', {}))).to.equal('PARCEL_MISSING parcels[0]');
      expect(refusal(await scene.call('certificate:deliver', ['VN.HAN.NONE', 'SG']))).to.equal(
        'CERTIFICATE_UNKNOWN reference',
      );
    });
  });

  describe('certificate:read', () => {
    const read = (by: 'VN' | 'SG' | 'TH' | 'ASEAN') => scene.call('certificate:read', [REFERENCE], by);

    it('gives each of the two states the exact text from its own collection', async () => {
      const { document, commitment } = await journey(scene, 'sent');
      for (const member of ['VN', 'SG'] as const) {
        const { text, rwset } = await read(member);
        expect(text).to.equal(canonicalText(document));
        expect(commitmentOf(text)).to.equal(commitment);
        expect(rwset.privateReads).to.deep.equal([`${collectionOf(member)} ${documentName(commitment)}`]);
      }
    });

    it('refuses every other member before anything private is touched', async () => {
      await journey(scene, 'sent');
      for (const member of ['TH', 'ASEAN'] as const) {
        const outcome = await read(member);
        expect(refusal(outcome)).to.equal('NOT_A_READER reference');
        expect(outcome.rwset.privateReads).to.deep.equal([]);
      }
    });

    it('says when the bytes are not held, whether the peer answers nothing or refuses', async () => {
      await journey(scene, 'issued');
      expect(refusal(await read('VN'))).to.equal('PARCEL_NOT_HELD reference');
      scene.ledger.privateReadError =
        'GET_STATE failed: private data matching public hash version is not available. Public hash version = {}';
      expect(refusal(await read('SG'))).to.equal('PARCEL_NOT_HELD reference');
      scene.ledger.privateReadError = 'tx creator does not have read access permission';
      expect(refusal(await read('SG'))).to.equal('INTERNAL');
    });

    it('refuses references that are none', async () => {
      expect(refusal(await scene.call('certificate:read', ['VN']))).to.equal('REQUEST_CLAIMS reference');
      expect(refusal(await scene.call('certificate:read', ['VN.HAN.NONE']))).to.equal(
        'CERTIFICATE_UNKNOWN reference',
      );
    });
  });
});
