import { caseActs, OriginApiError, type OriginClient } from '@origin-ledger/sdk';
import { expect } from 'chai';
import { sampleDocument } from '../data/sample-documents.js';
import { inDays } from '../support/in-days.js';
import { eventually } from '../support/eventually.js';
import { World } from '../support/world.js';

/** The acts after receipt, each through SDK, gateway, contract and back through the other member's read model. */
describe('what two states do with a certificate', function () {
  this.timeout(180_000);
  let world: World;
  let vietnam: OriginClient;
  let singapore: OriginClient;
  let thailand: OriginClient;
  const coffee = sampleDocument('vn-sg-coffee');
  const filled = { office: 'ACT', departure: inDays(3) };

  before(async () => {
    world = await World.start({ members: ['VN', 'SG', 'TH'] });
    vietnam = world.client(await world.enrol('VN:officer-1', ['signatory']));
    singapore = world.client(await world.enrol('SG:officer-1', ['customs']));
    thailand = world.client(await world.enrol('TH:officer-1', ['customs']));
  });
  after(async () => {
    await world.close();
  });

  const codeOf = async (act: Promise<unknown>): Promise<string> => {
    try {
      await act;
      return 'done';
    } catch (error) {
      if (error instanceof OriginApiError) return error.code;
      throw error;
    }
  };

  const issued = async (): Promise<string> =>
    (await vietnam.issue([coffee], filled)).prepared.references[0] ?? '';

  /** Both gateways have seen every act on it. */
  const agreed = (reference: string): Promise<void> =>
    eventually(async () => {
      const [here, there] = [await vietnam.certificate(reference), await singapore.certificate(reference)];
      expect(here.lastAct).to.equal(there.lastAct);
    });

  async function received(): Promise<string> {
    const reference = await issued();
    await vietnam.send(reference);
    await eventually(() => singapore.receive(reference));
    await agreed(reference);
    return reference;
  }

  /** The reader gets a parcel on a certificate, reads and confirms it; answers its name and text. */
  async function arrived(
    reader: OriginClient,
    author: OriginClient,
    box: string,
  ): Promise<{ readonly name: string; readonly text: string }> {
    const name = await eventually(async () => {
      for await (const parcel of reader.parcels({ state: 'DELIVERED' }))
        if (parcel.box === box) return parcel.parcel;
      throw new Error(`${box} is not delivered`);
    });
    const { text } = await reader.parcel(name);
    await reader.receiveParcel(name);
    await eventually(async () => {
      for await (const parcel of author.parcels({ direction: 'author', state: 'RECEIVED' }))
        if (parcel.parcel === name) return;
      throw new Error(`${box} is not seen as received`);
    });
    await agreed(box.split(' ')[1] ?? '');
    return { name, text };
  }

  it('decides per item, with reasons that only the issuing side reads; given, it is not cancelled any more', async () => {
    const reference = await received();
    const items = [
      { number: 1, outcome: 'GIVEN' as const },
      { number: 2, outcome: 'NOT_GIVEN' as const, grounds: ['CRITERION'], note: 'Robusta-Zanzibar' },
    ];
    const presented = (await singapore.certificate(reference)).record.issued;
    await singapore.decide(reference, { presented, items });
    const { name: decision, text } = await arrived(vietnam, singapore, `decision ${reference}`);
    expect(JSON.parse(text)).to.have.nested.property('items[1].grounds[0]', 'CRITERION');
    expect(await codeOf(thailand.parcel(decision))).to.equal('NOT_A_READER');
    expect(JSON.stringify(await vietnam.certificate(reference))).not.to.contain('Zanzibar');
    const told = async (client: OriginClient) =>
      (await client.items(reference)).map(({ state, outcome, note }) => [state, outcome, note]);
    for (const client of [vietnam, singapore])
      expect(await told(client)).to.deep.equal([
        ['DECIDED', 'GIVEN', undefined],
        ['DECIDED', 'NOT_GIVEN', 'Robusta-Zanzibar'],
      ]);
    // A third state sees that they were decided, and when.
    await eventually(async () => {
      expect(await told(thailand)).to.deep.equal([
        ['DECIDED', undefined, undefined],
        ['DECIDED', undefined, undefined],
      ]);
    });
    expect(await codeOf(vietnam.cancel(reference, 'too late'))).to.equal('CERTIFICATE_UTILISED');

    await vietnam.act(reference, {
      op: 'certificate.clarify/1',
      args: { answers: decision },
      parcel: {
        kind: 'clarification',
        contents: { items: [{ number: 2, clarification: 'wholly obtained' }] },
      },
    });
    await agreed(reference);
    await arrived(singapore, vietnam, `clarification ${reference}`);

    const draw = (value: string) => [
      { declaration: 'SG-IM-26-1', items: [{ number: 1, value, unit: 'KGM' }] },
    ];
    await singapore.utilise(reference, draw('30000'));
    await agreed(reference);
    expect(await codeOf(singapore.utilise(reference, draw('6000.5')))).to.equal('QUANTITY_EXCEEDED');
    await singapore.utilise(reference, draw('6000'));
    await agreed(reference);
    const balance = await vietnam.balance(reference, 'import');
    expect(JSON.parse(balance.text)).to.have.nested.property('left[0].value', '0');
  });

  it('cancels one, replaces another in one step, and both states see why', async () => {
    const cancelled = await received();
    expect(await codeOf(vietnam.cancel(cancelled, ' '))).to.equal('DOCUMENT_INVALID');
    expect(await codeOf(vietnam.replace(cancelled, coffee, '', filled))).to.equal('DOCUMENT_INVALID');
    await vietnam.cancel(cancelled, 'called off');
    await agreed(cancelled);
    const { text } = await arrived(singapore, vietnam, `reason ${cancelled}`);
    expect(JSON.parse(text)).to.include({ reason: 'called off' });
    expect((await singapore.certificate(cancelled)).record.validity).to.equal('CANCELLED');

    const old = await received();
    const { prepared } = await vietnam.replace(old, coffee, 'a box was wrong', filled);
    await agreed(old);
    const { record } = await singapore.certificate(old);
    expect(record.validity).to.equal('REPLACED');
    await arrived(singapore, vietnam, `reason ${old}`);
    const replacement = record.replacedBy ?? '';
    expect(prepared.references).to.deep.equal([old]);
    await vietnam.send(replacement);
    await eventually(() => singapore.receive(replacement));
    expect((await singapore.document(replacement)).document.exporter.name).to.equal(coffee.exporter.name);
  });

  it('asks for a check, which is answered and determined', async () => {
    const reference = await received();
    await singapore.act(
      reference,
      caseActs.requestCheck(
        { case: 1, items: [1], suspend: true },
        { random: false, reasons: ['the criterion'] },
      ),
    );
    await agreed(reference);
    const request = await arrived(vietnam, singapore, `request ${reference}`);
    const answers = { case: 1, answers: request.name };
    await vietnam.act(reference, caseActs.replyToCheck(answers, { text: 'grown here' }));
    await agreed(reference);
    await arrived(singapore, vietnam, `reply ${reference}`);
    await singapore.act(reference, caseActs.determineCheck({ case: 1 }, { originating: true, grounds: [] }));
    await agreed(reference);
    await arrived(vietnam, singapore, `determination ${reference}`);
  });

  it('asks for a certificate again and re-issues it', async () => {
    const reference = await received();
    await singapore.act(reference, { op: 'certificate.not-received/1' });
    await agreed(reference);
    expect((await vietnam.certificate(reference)).transmission).to.equal('NOT_RECEIVED');
    await vietnam.act(reference, { op: 'certificate.resend/1' });
    await agreed(reference);
    await vietnam.act(reference, { op: 'certificate.reissue/1' });
    await agreed(reference);
    const { status } = await singapore.verification(reference);
    expect(status).to.equal('VALID');
  });

  it('draws on an original for a back-to-back certificate, which the first member never sees', async () => {
    const original = await received();
    const signatory = world.client(await world.enrol('SG:officer-2', ['signatory']));
    const items = [{ number: 1, value: '36000', unit: 'KGM' }];
    const options = { office: 'SIN', departure: inDays(3), importing: 'TH' };
    // The whole shipment is more than what is drawn: only the item drawn goes on.
    const whole = signatory.backToBack(coffee, [{ reference: original, items }], options);
    expect(await codeOf(whole)).to.equal('ORIGINALS_DISAGREE');
    const drawn = { ...coffee, items: coffee.items.slice(0, 1) };
    const { prepared } = await signatory.backToBack(drawn, [{ reference: original, items }], options);
    const [document = ''] = prepared.parcels;
    const reference = `SG.SIN.${(JSON.parse(document) as { reference: { number: string } }).reference.number}`;
    await agreed(original);
    const { record } = await eventually(() => vietnam.certificate(reference));
    expect(record).to.deep.include({ backToBack: true, originals: [original] });
    expect(await codeOf(vietnam.document(reference))).to.equal('NOT_A_READER');
    const balance = await vietnam.balance(original, 'reexport');
    expect(JSON.parse(balance.text)).to.have.nested.property('left[0].value', '0');
    const again = signatory.backToBack(drawn, [{ reference: original, items }], options);
    expect(await codeOf(again)).to.equal('QUANTITY_EXCEEDED');
    await signatory.send(reference);
    await eventually(() => thailand.receive(reference));
  });

  it('takes entries of the register from administrators', async () => {
    const administrator = await world.administrator('SG');
    const settings = { recordYears: 5, joinedBalances: false, exporterSignatories: 10, capabilities: [] };
    const act = { op: 'registry.settings/1', transaction: 'settings', args: { settings } };
    expect((await administrator.perform(act)).transactionId).to.have.length(64);
  });

  it('sets nothing aside on any gateway', async () => {
    for (const client of [vietnam, singapore, thailand]) {
      const { setAside } = await client.status();
      expect(setAside).to.equal(0);
    }
  });
});
