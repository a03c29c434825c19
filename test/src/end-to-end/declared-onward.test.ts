import {
  calendarDateAt,
  commitmentOf,
  conditions,
  QUERY_SCHEME,
  referenceText,
  requestIdFrom,
  signQuery,
} from '@origin-ledger/model';
import { randomBytes } from 'node:crypto';
import {
  freshDeclarationReference,
  newExporterLink,
  OriginApiError,
  selfCertificationActs,
  type HolderKey,
  type OriginClient,
  type OriginDeclaration,
} from '@origin-ledger/sdk';
import { expect } from 'chai';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { World } from '../support/world.js';

/** A certified exporter who got goods under a certificate sells them on under his own declaration (OCP 11, 12B). */
describe('goods that their consignee sells on', function () {
  this.timeout(180_000);
  let world: World;
  let vietnam: OriginClient;
  let singapore: OriginClient;
  let thailand: OriginClient;
  let reexporter: HolderKey;
  let original: string;
  const today = calendarDateAt(Date.now(), 480);
  const exporter = 'RX1';
  const person = 'SG:director-1';
  const sample = sampleDocument('vn-sg-coffee');
  const coffee = { ...sample, consignee: { ...sample.consignee, party: 'SG:exporter-1' } };
  const { link, salt } = newExporterLink(`SG.${exporter}`, 'SG:exporter-1');
  const items = (value: string) => [{ number: 1, value, unit: 'KGM' }];

  before(async () => {
    world = await World.start({ members: ['VN', 'SG', 'TH'] });
    vietnam = world.client(await world.enrol('VN:officer-1', ['signatory']));
    const customs = world.client(await world.enrol('SG:customs-1', ['customs']));
    singapore = world.client(await world.enrol('SG:officer-1', ['signatory']));
    thailand = world.client(await world.enrol('TH:customs-1', ['customs']));
    reexporter = await world.enrol('SG:exporter-1', ['exporter']);
    const issued = await vietnam.issue([coffee], { office: 'ONW', departure: today });
    original = issued.prepared.references[0] ?? '';
    await vietnam.send(original);
    await eventually(() => customs.receive(original));
    await singapore.performAct(
      selfCertificationActs.authorise({
        ...{ code: exporter, authorisation: 'SG/1', name: 'Example Re-export', address: '3 Example Quay' },
        ...{ link, products: [{ hs: '090111', description: 'Coffee' }] },
        ...{ signatories: [person], issued: today, trader: false },
        confirmed: [...conditions],
      }),
    );
  });
  after(() => world.close());

  const codeOf = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'done',
      (error: unknown) => {
        if (error instanceof OriginApiError) return error.code;
        throw error;
      },
    );

  /** A signed query by plain HTTP, without the SDK. */
  const get = async (key: HolderKey, member: string, path: string): Promise<Response> => {
    const gateway = world.gatewayUrl(member);
    const { audience } = (await (await fetch(`${gateway}/v1/network`)).json()) as { audience: string };
    const iat = Math.floor(Date.now() / 1000);
    const jti = requestIdFrom(randomBytes(16));
    const claims = { iss: key.holder, aud: audience, method: 'GET', target: path, iat, jti };
    const authorization = `${QUERY_SCHEME} ${await signQuery(key, claims)}`;
    return fetch(`${gateway}${path}`, { headers: { authorization } });
  };

  const declared = (number: string, value: string): OriginDeclaration => {
    const [first] = coffee.items;
    if (first === undefined) throw new Error('the sample has no item');
    const { name, address } = coffee.consignee;
    const { name: buyer, address: where } = sampleDocument('vn-th-furniture').consignee;
    const [, office = '', of = ''] = original.split('.');
    return {
      ...coffee,
      form: 'OD',
      reference: freshDeclarationReference('SG'),
      selfCertification: { exporter, link: salt, medium: 'INVOICE', number, digest: 'd'.repeat(64) },
      exporter: { name, address, country: 'SG' },
      consignee: { name: buyer, address: where, country: 'TH' },
      transport: { ...coffee.transport, departure: today, portOfDischarge: 'THLCH' },
      items: [{ ...first, quantity: { value, unit: 'KGM' }, invoices: [{ number: 'RX-1', date: today }] }],
      declaration: { ...coffee.declaration, importing: 'TH', date: today },
      certification: { ...coffee.certification, date: today, signatory: person },
      flags: {
        backToBack: { originals: [{ reference: { member: 'VN', office, number: of }, date: today }] },
      },
    };
  };

  it('are read of by the consignee alone among the exporters of his member, by SDK and by plain HTTP', async () => {
    const { text, commitment, document } = await world.client(reexporter).document(original);
    expect(document.consignee.party).to.equal(reexporter.holder);
    const path = `/v1/certificates/${original}/document`;
    const answer = await get(reexporter, 'SG', path);
    expect(answer.status).to.equal(200);
    const body = (await answer.json()) as { readonly document: string };
    expect(body.document).to.equal(text);
    expect(commitmentOf(body.document)).to.equal(commitment);

    const other = await world.enrol('SG:exporter-2', ['exporter']);
    expect(await codeOf(world.client(other).document(original))).to.equal('NOT_A_READER');
    const refused = await get(other, 'SG', path);
    expect([refused.status, await refused.json()]).to.have.nested.property('[1].code', 'NOT_A_READER');
  });

  it('are declared onward against the balance of the original, and never more than came', async () => {
    const client = world.client(reexporter);
    const some = declared('1', '20000');
    const draw = [{ reference: original, items: items('20000') }];
    const { operation } = await client.declareBackToBack(some, draw);
    expect(operation.state).to.equal('COMMITTED');
    const name = referenceText(some.reference);
    const { record } = await eventually(() => thailand.certificate(name));
    expect(record).to.deep.include({ form: 'OD', backToBack: true, originals: [original] });
    await eventually(async () => {
      const left = JSON.parse((await vietnam.balance(original, 'reexport')).text) as unknown;
      expect(left).to.have.nested.property('left[0].value', '16000');
    });
    expect(await codeOf(vietnam.document(name))).to.equal('NOT_A_READER');

    const more = declared('2', '16001');
    const over = [{ reference: original, items: items('16001') }];
    expect(await codeOf(client.declareBackToBack(more, over))).to.equal('QUANTITY_EXCEEDED');
  });

  it('are declared onward by plain HTTP with the rest of the balance, once however often it is sent', async () => {
    const client = world.client(reexporter);
    const rest = declared('3', '16000');
    const view = await singapore.certificate(original);
    const { text, commitment } = await client.balance(original, 'reexport');
    const before = { box: `balance ${original}`, commitment, text };
    const act = selfCertificationActs.declareBackToBack(rest, [{ view, before, items: items('16000') }]);
    const { request, parcels } = await client.prepareAct(act);
    const post = async (): Promise<{ readonly status: number; readonly body: unknown }> => {
      const answer = await fetch(`${world.gatewayUrl('SG')}/v1/operations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', prefer: 'wait=60' },
        body: JSON.stringify({ request, parcels }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const first = await post();
    expect(first.body).to.deep.include({ state: 'COMMITTED', replayed: false });
    expect(first.status).to.equal(201);
    const again = await post();
    expect(again.body).to.deep.include({ state: 'COMMITTED', replayed: true });
    expect(again.status).to.equal(200);
  });
});
