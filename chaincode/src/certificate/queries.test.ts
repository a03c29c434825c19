import { expect } from 'chai';
import { actKey, certificateKey, type ActRecord, type CertificateRecord } from '@origin-ledger/model';
import { formD, issueRequest, testReference } from '@origin-ledger/model/testing';
import { AT, journey, newScene, REFERENCE, refusal, registered, type Scene } from '../testing/scene.js';

const YEAR = 365 * 86_400_000;

describe('queries about a certificate', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene();
  });

  const ask = async (name: string, ...parameters: string[]): Promise<unknown> => {
    const outcome = await scene.call(`certificate:${name}`, parameters, 'TH');
    expect(outcome.rwset).to.deep.include({ writes: {}, privateWrites: {}, privateReads: [] });
    return outcome.status === 200 ? JSON.parse(outcome.text) : refusal(outcome);
  };

  describe('record', () => {
    it('tells every member the public record, with the reception once there is one', async () => {
      const { commitment, ids } = await journey(scene, 'issued');
      expect(await ask('record', REFERENCE)).to.have.all.keys('certificate');
      expect(await ask('record', REFERENCE)).to.have.nested.include({
        'certificate.commitment': commitment,
        'certificate.lastAct': ids[0],
      });
      scene = await newScene();
      const { ids: later } = await journey(scene, 'received');
      expect(await ask('record', REFERENCE)).to.have.nested.include({
        'certificate.lastAct': later[1],
        'reception.lastAct': later[2],
        'reception.receivedAt': '2026-03-10T05:00:02.000Z',
      });
    });

    it('refuses unknown and unreadable references', async () => {
      expect(await ask('record', REFERENCE)).to.equal('CERTIFICATE_UNKNOWN reference');
      expect(await ask('record', 'VN..1')).to.equal('REQUEST_CLAIMS reference');
    });
  });

  describe('history', () => {
    const idsOf = (page: unknown): string[] => (page as { items: ActRecord[] }).items.map(({ id }) => id);

    it('walks the chain of acts back to the issue, latest first', async () => {
      const { ids } = await journey(scene, 'received');
      const page = await ask('history', REFERENCE, '', '');
      expect(idsOf(page)).to.deep.equal([...ids].reverse());
      expect(page).not.to.have.property('next');
    });

    it('pages: each act once, none left out', async () => {
      const { ids } = await journey(scene, 'received');
      const first = await ask('history', REFERENCE, '', '2');
      expect(first).to.have.property('next', ids[1]);
      const second = await ask('history', REFERENCE, ids[1] ?? '', '2');
      expect([...idsOf(first), ...idsOf(second)]).to.deep.equal([...ids].reverse());
      expect(second).not.to.have.property('next');
    });

    for (const [what, minutes] of [
      ['of the same instant', [0, 0, 0]],
      ['whose clocks say the opposite', [28, 14, 0]],
    ] as const) {
      it(`keeps the order of acts ${what}`, async () => {
        const { ids } = await journey(scene, 'received');
        ids.forEach((id, index) => {
          const act = scene.ledger.json<ActRecord>(actKey(id));
          const at = `2026-03-10T05:${String(minutes[index]).padStart(2, '0')}:00.000Z`;
          scene.ledger.put(actKey(id), { ...act, at });
        });
        expect(idsOf(await ask('history', REFERENCE, '', ''))).to.deep.equal([...ids].reverse());
      });
    }

    it('ends a page early where acts are large', async () => {
      const { ids } = await journey(scene, 'received');
      for (const id of ids) {
        const act = scene.ledger.json<ActRecord>(actKey(id));
        scene.ledger.put(actKey(id), { ...act, request: 'x'.repeat(600_000) });
      }
      const page = await ask('history', REFERENCE, '', '');
      expect(idsOf(page)).to.deep.equal([ids[2]]);
      expect(page).to.have.property('next', ids[2]);
    });

    it('refuses a cursor of another document, and a limit above 100', async () => {
      await journey(scene, 'issued');
      const other = testReference({ number: 'OTHER' });
      const { jws } = await issueRequest(scene.officer, [formD({ reference: other })]);
      const { text } = await scene.call('certificate:issue', [jws]);
      const { act } = JSON.parse(text) as { act: string };
      expect(await ask('history', REFERENCE, act, '')).to.equal('CURSOR_INVALID before');
      expect(await ask('history', REFERENCE, 'nonsense', '')).to.equal('CURSOR_INVALID before');
      for (const limit of ['0', '101', '1e2', '-1'])
        expect(await ask('history', REFERENCE, '', limit)).to.equal('REQUEST_CLAIMS limit');
    });

    it('answers nothing rather than a chain with a link missing', async () => {
      const { ids } = await journey(scene, 'sent');
      scene.ledger.state.delete(actKey(ids[0] ?? ''));
      expect(await ask('history', REFERENCE, '', '')).to.equal('INTERNAL');
    });
  });

  describe('verify', () => {
    const checksAt = async (at: number, commitment = ''): Promise<Record<string, string>> => {
      const { text } = await scene.call('certificate:verify', [REFERENCE, commitment], 'TH', { at });
      const { checks, status } = JSON.parse(text) as {
        status: string;
        checks: { name: string; status: string; reason?: string }[];
      };
      const named = checks.map((check) => [check.name, check.reason ?? check.status]);
      return { status, ...(Object.fromEntries(named) as Record<string, string>) };
    };

    it('passes a certificate as issued, with the document in hand', async () => {
      const { commitment } = await journey(scene, 'received');
      expect(await checksAt(AT + 3000, commitment)).to.deep.equal({
        status: 'VALID',
        ON_RECORD: 'VALID',
        CONTENTS_AS_ISSUED: 'VALID',
        SIGNATORY: 'VALID',
        IN_FORCE: 'VALID',
        WITHIN_VALIDITY: 'VALID',
      });
    });

    it('names what fails: another document, a signatory not trusted, cancelled, not on record', async () => {
      expect(await checksAt(AT)).to.include({ status: 'INVALID', ON_RECORD: 'NOT_FOUND' });
      await journey(scene, 'sent');
      expect(await checksAt(AT, 'f'.repeat(64))).to.include({ CONTENTS_AS_ISSUED: 'COMMITMENT_DIFFERS' });
      const distrust = (notTrustedSince: string): void => {
        registered(scene.ledger, scene.officer, 'VN:officer-1', ['signatory'], { notTrustedSince });
      };
      // The issue counts, at :00, not the sending at :01.
      distrust('2026-03-10T05:00:00.500Z');
      expect(await checksAt(AT)).to.include({ status: 'VALID', SIGNATORY: 'VALID' });
      distrust('2026-03-10T05:00:00.000Z');
      expect(await checksAt(AT)).to.include({ status: 'INVALID', SIGNATORY: 'KEY_NOT_TRUSTED' });
      const record = scene.ledger.json<CertificateRecord>(certificateKey(testReference()));
      scene.ledger.put(certificateKey(testReference()), { ...record, validity: 'CANCELLED' });
      expect(await checksAt(AT)).to.include({ IN_FORCE: 'CANCELLED' });
    });

    it('counts the last day in the zone of the importing member', async () => {
      await journey(scene, 'issued');
      // Valid through 2027-03-10 in Singapore, eight hours ahead.
      expect(await checksAt(Date.parse('2027-03-10T15:59:59.999Z'))).to.include({ WITHIN_VALIDITY: 'VALID' });
      expect(await checksAt(Date.parse('2027-03-10T16:00:00.000Z'))).to.include({
        WITHIN_VALIDITY: 'EXPIRED',
      });
      expect(await checksAt(AT + 2 * YEAR)).to.include({ status: 'INVALID' });
    });

    it('refuses what is no commitment', async () => {
      expect(await ask('verify', REFERENCE, 'ABC')).to.equal('REQUEST_CLAIMS commitment');
    });
  });
});
