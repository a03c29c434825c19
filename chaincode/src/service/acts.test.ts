import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import {
  canonicalText,
  commitmentOf,
  documentBox,
  encodeBase64url,
  operations,
  parcelKey,
  parcelName,
  parseRequest,
  privateNameOf,
  receptionKey,
  signRequest,
  type Json,
  type ParcelClaim,
  type ParcelRecord,
  actTransactions,
} from '@origin-ledger/model';
import {
  TEST_AUDIENCE,
  TEST_SECONDS,
  testKey,
  testReference,
  testRequestId,
  type TestKey,
} from '@origin-ledger/model/testing';
import { AT, done, journey, newScene, REFERENCE, refusal, registered, type Scene } from '../testing/scene.js';

const SECRET = 'Zanzibar-Cardamom';
const BOTH = ['VN', 'SG'];

interface Said {
  readonly box: string;
  readonly contents: Json;
  readonly readers?: readonly string[];
}

interface Act {
  readonly jws: string;
  readonly texts: readonly string[];
  readonly transient: Readonly<Record<string, string>>;
}

async function actOf(
  key: TestKey,
  iss: string,
  op: string,
  args: Readonly<Record<string, unknown>>,
  parcels: readonly Said[] = [],
): Promise<Act> {
  const texts = parcels.map(({ contents }) => canonicalText(contents));
  const claims: ParcelClaim[] = parcels.map(({ box, readers = BOTH }, index) => ({
    box,
    readers: [...readers],
    commitment: commitmentOf(texts[index] ?? ''),
  }));
  const jws = await signRequest(key, {
    iss,
    aud: TEST_AUDIENCE,
    iat: TEST_SECONDS,
    jti: testRequestId(),
    op,
    args,
    parcels: claims,
  });
  const transient = Object.fromEntries(texts.map((text) => [commitmentOf(text), text]));
  return { jws, texts, transient };
}

const salted = (contents: Readonly<Record<string, Json>>): Json => ({
  salt: encodeBase64url(randomBytes(32)),
  ...contents,
});
const reason = (): Said => ({ box: `reason ${REFERENCE}`, contents: salted({ reason: SECRET }) });

describe('acts that have no function of their own', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene();
  });

  const customs = (op: string, args: object, parcels: readonly Said[] = []): Promise<Act> =>
    actOf(scene.receiver, 'SG:officer-1', op, { reference: testReference(), ...args }, parcels);
  const signatory = (op: string, args: object, parcels: readonly Said[] = []): Promise<Act> =>
    actOf(scene.officer, 'VN:officer-1', op, { reference: testReference(), ...args }, parcels);
  const decision = (): Promise<Act> =>
    customs('certificate.decide/1', { items: [1] }, [
      {
        box: `decision ${REFERENCE}`,
        contents: salted({
          ...{ certificate: REFERENCE, presentedOn: '2026-03-10' },
          items: [{ number: 1, outcome: 'GIVEN', grounds: [], note: SECRET }],
        }),
      },
    ]);

  it('are all reachable by the name of their operation, and by no other', async function () {
    this.timeout(20_000);
    expect([...actTransactions.values()].map(({ op }) => op)).to.have.members([...operations.keys()]);
    const everyRole = await testKey();
    registered(scene.ledger, everyRole, 'VN:officer-2', ['signatory', 'customs', 'system', 'exporter']);
    for (const [transaction, { op, roles }] of actTransactions) {
      const other = op === 'certificate.cancel/1' ? 'certificate.decide/1' : 'certificate.cancel/1';
      const wrong = await actOf(scene.officer, 'VN:officer-1', other, {});
      expect(refusal(await scene.call(transaction, [wrong.jws])), transaction).to.equal(
        'REQUEST_OPERATION op',
      );
      const empty = await actOf(everyRole, 'VN:officer-2', op, {});
      expect(refusal(await scene.call(transaction, [empty.jws])), transaction).to.match(
        roles.includes('administrator') ? /^ADMINISTRATOR_REQUIRED$/ : /^REQUEST_CLAIMS args/,
      );
    }
  });

  it('decide: the public part and an owed parcel, delivered by the author, read and confirmed by the reader', async () => {
    await journey(scene, 'received');
    const act = await decision();
    const [commitment = ''] = Object.keys(act.transient);
    const name = parcelName(parseRequest(act.jws).actId, commitment);
    const privateName = privateNameOf(parcelKey(name), commitment);
    const decided = await done(scene.call('certificate:decide', [act.jws], 'SG', { at: AT + 3000 }));
    expect(decided.rwset.privateWrites).to.deep.equal({});
    expect(scene.ledger.json<ParcelRecord>(parcelKey(name))).to.deep.include({
      author: 'SG',
      readers: ['VN'],
    });

    const confirm = await actOf(scene.officer, 'VN:officer-1', 'parcel.receive/1', { parcel: name });
    const early = await scene.call('parcel:receive', [confirm.jws], 'VN', { at: AT + 4000 });
    expect(refusal(early)).to.equal('PARCEL_NOT_HELD args.parcel');
    expect(refusal(await scene.call('parcel:read', [name], 'VN'))).to.equal('PARCEL_NOT_HELD parcel');

    const list = JSON.stringify([name]);
    for (const member of BOTH) {
      const { rwset } = await done(
        scene.call('parcel:deliver', [list, member], 'SG', { transient: act.transient }),
      );
      expect(rwset.privateWrites).to.deep.equal({ [`documents-${member} ${privateName}`]: act.texts[0] });
      expect([rwset.writes, rwset.policies]).to.deep.equal([{}, {}]);
    }
    const read = await done(scene.call('parcel:read', [name], 'VN'));
    expect(read.text).to.equal(act.texts[0]);
    const confirmed = await done(scene.call('parcel:receive', [confirm.jws], 'VN', { at: AT + 4000 }));
    expect(confirmed.rwset.hashedReads).to.deep.equal([`documents-VN ${privateName}`]);

    // What was decided stands in the parcel alone, and so does whether it can still be cancelled.
    expect(JSON.stringify([decided.rwset.writes, decided.text])).not.to.match(/given|presented/iu);
  });

  it('a parcel is neither read by a third member nor delivered by or to it, nor altered', async () => {
    await journey(scene, 'received');
    const act = await decision();
    const [commitment = ''] = Object.keys(act.transient);
    await done(scene.call('certificate:decide', [act.jws], 'SG', { at: AT + 3000 }));
    const { transient } = act;
    const name = parcelName(parseRequest(act.jws).actId, commitment);
    const list = JSON.stringify([name]);
    const read = await scene.call('parcel:read', [name], 'TH');
    expect(refusal(read)).to.equal('NOT_A_READER parcel');
    expect(read.rwset.privateReads).to.deep.equal([]);
    const deliver = async (
      parameters: readonly string[],
      by: 'SG' | 'VN' | 'TH',
      bytes: Readonly<Record<string, string>>,
    ): Promise<string> => {
      const outcome = await scene.call('parcel:deliver', parameters, by, { transient: bytes });
      expect(outcome.rwset.privateWrites).to.deep.equal({});
      return refusal(outcome);
    };
    expect(await deliver([list, 'VN'], 'TH', transient)).to.equal('NOT_A_READER parcels[0]');
    expect(await deliver([list, 'TH'], 'VN', transient)).to.equal('NOT_A_READER member');
    expect(await deliver([list, 'TH'], 'SG', transient)).to.equal('NOT_A_READER member');
    expect(await deliver([list, 'SG'], 'VN', transient)).to.equal('PARCEL_NOT_RECEIVED parcels[0]');
    expect(await deliver([list, 'VN'], 'SG', { [commitment]: SECRET })).to.equal(
      'PARCEL_MISMATCH parcels[0]',
    );
    expect(await deliver([list, 'VN'], 'SG', {})).to.equal('PARCEL_MISSING parcels[0]');
    expect(await deliver([list, 'VN'], 'SG', { ...transient, x: 'y' })).to.equal('PARCEL_UNDECLARED parcels');
    expect(await deliver(['[]', 'VN'], 'VN', transient)).to.equal('REQUEST_CLAIMS parcels');
    for (const none of ['x', commitment])
      expect(await deliver([JSON.stringify([none]), 'VN'], 'VN', transient)).to.equal(
        'REQUEST_CLAIMS parcels[0]',
      );
    const unknown = parcelName(parseRequest(act.jws).actId, 'a'.repeat(64));
    expect(await deliver([JSON.stringify([unknown]), 'VN'], 'VN', transient)).to.equal(
      'PARCEL_UNKNOWN parcels[0]',
    );
    const record = await done(scene.call('parcel:record', [name], 'TH'));
    expect(record.text).not.to.include(SECRET);
  });

  it('cancel takes no contents with it: they are delivered afterwards', async () => {
    await journey(scene, 'received');
    const act = await signatory('certificate.cancel/1', {}, [reason()]);
    const withBytes = await scene.call('certificate:cancel', [act.jws], 'VN', {
      at: AT + 3000,
      transient: act.transient,
    });
    expect(refusal(withBytes)).to.equal('PARCEL_UNDECLARED parcels');
    expect(JSON.stringify(withBytes)).not.to.include(SECRET);
    const outcome = await done(scene.call('certificate:cancel', [act.jws], 'VN', { at: AT + 3000 }));
    expect(JSON.stringify(outcome)).not.to.include(SECRET);
    const again = await scene.call('certificate:cancel', [act.jws], 'VN', { at: AT + 9000 });
    expect(again.text).to.equal(outcome.text);
    expect(again.rwset.writes).to.deep.equal({});
  });

  describe('utilise: judged over the contents that travel with it', () => {
    let document: Json;
    let before: string;
    let decided: Json;
    beforeEach(async () => {
      const journeyed = await journey(scene, 'received');
      document = journeyed.document;
      before = journeyed.commitment;
      const act = await decision();
      decided = JSON.parse(act.texts[0] ?? '') as Json;
      await done(scene.call('certificate:decide', [act.jws], 'SG', { at: AT + 3000 }));
    });

    const draw = (value: string, left: string): Promise<Act> => {
      const [item] = (document as unknown as { items: { quantity: { unit: string } }[] }).items;
      const unit = item?.quantity.unit ?? '';
      return customs('certificate.utilise/1', {}, [
        { box: documentBox(testReference()), contents: document },
        {
          box: `balance ${REFERENCE}`,
          contents: salted({
            certificate: REFERENCE,
            previous: before,
            draws: [{ declaration: 'SG-IM-1', items: [{ number: 1, value, unit }] }],
            left: [{ number: 1, value: left, unit }, ...others()],
          }),
        },
        { box: `decision ${REFERENCE}`, contents: decided },
      ]);
    };
    const quantity = (): string =>
      (document as unknown as { items: { quantity: { value: string } }[] }).items[0]?.quantity.value ?? '';
    const others = (): Json[] =>
      (
        document as unknown as { items: { number: number; quantity: { value: string; unit: string } }[] }
      ).items
        .slice(1)
        .map(({ number, quantity: { value, unit } }) => ({ number, value, unit }));
    const utilise = (act: Act, transient = act.transient) =>
      scene.call('certificate:utilise', [act.jws], 'SG', { at: AT + 4000, transient });

    it('puts what is left into both collections, and the two states read it back', async () => {
      const act = await draw('1', String(Number(quantity()) - 1));
      const [, commitment = ''] = act.texts.map(commitmentOf);
      const name = privateNameOf(receptionKey(testReference()), commitment);
      const { rwset } = await done(utilise(act));
      expect(Object.keys(rwset.privateWrites)).to.deep.equal([
        `documents-SG ${name}`,
        `documents-VN ${name}`,
      ]);
      for (const by of ['VN', 'SG'] as const)
        expect((await scene.call('certificate:balance', [REFERENCE, 'import'], by)).text).to.equal(
          act.texts[1],
        );
      const third = await scene.call('certificate:balance', [REFERENCE, 'import'], 'TH');
      expect(refusal(third)).to.equal('NOT_A_READER reference');
      expect(refusal(await scene.call('certificate:balance', [REFERENCE, 'x']))).to.equal(
        'REQUEST_CLAIMS balance',
      );
      expect(refusal(await scene.call('certificate:balance', [REFERENCE, 'joined']))).to.equal(
        'PARCEL_UNKNOWN balance',
      );
    });

    it('refuses a balance that is not the rest, or more than there is, and says which parcel is not here', async () => {
      expect(refusal(await utilise(await draw('1', quantity())))).to.equal('BALANCE_INVALID parcels');
      expect(refusal(await utilise(await draw(`${quantity()}0`, '0')))).to.equal('QUANTITY_EXCEEDED parcels');
      const act = await draw('1', String(Number(quantity()) - 1));
      expect(refusal(await utilise(act, {}))).to.equal('PARCEL_MISSING parcels[0] parcels[1] parcels[2]');
      const [first = '', second = ''] = act.texts.map(commitmentOf);
      const altered = { ...act.transient, [first]: act.texts[0] ?? '', [second]: SECRET };
      const outcome = await utilise(act, altered);
      expect(refusal(outcome)).to.equal('PARCEL_MISMATCH parcels[1]');
      expect(JSON.stringify(outcome)).not.to.include(SECRET);
      const more = await utilise(act, { ...act.transient, x: 'y' });
      expect(refusal(more)).to.equal('PARCEL_UNDECLARED parcels');
    });
  });

  it('the register takes a form by an administrator alone', async () => {
    const key = await testKey();
    registered(scene.ledger, key, 'VN:officer-2', ['signatory']);
    const act = await actOf(key, 'VN:officer-2', 'registry.settings/1', {});
    expect(refusal(await scene.call('registry:settings', [act.jws]))).to.equal('ADMINISTRATOR_REQUIRED');
  });
});
