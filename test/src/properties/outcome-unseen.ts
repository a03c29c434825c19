import { expect } from 'chai';
import { commitmentIn, parseRequest } from '@origin-ledger/model';
import { certificateActs, type ItemOutcome } from '@origin-ledger/sdk';
import { eventually } from '../support/eventually.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import { transactionsIn, type ActTransaction } from './acts-in-blocks.js';
import type { Scene } from './scene.js';

/** A certificate of one item that is decided so, its decision answered: what it says goes to the two states alone. */
async function decided(scene: Scene, outcome: ItemOutcome['outcome']): Promise<string> {
  const { vietnam, singapore, shared, filled } = scene;
  const document = shared.document('SG', 'vn-sg-coffee', [shared.number()]);
  const { references } = await scene.planted(vietnam.issue([document], filled));
  const [reference = ''] = references;
  await vietnam.send(reference);
  await eventually(() => singapore.receive(reference), 60);
  await scene.agreed(reference);
  const refused = outcome === 'NOT_GIVEN';
  const item = {
    ...{ number: 1, outcome, grounds: refused ? ['CRITERION'] : [] },
    ...(refused ? { note: shared.word('Doubt') } : {}),
  };
  const presented = (await singapore.certificate(reference)).record.issued;
  const decision = await scene.planted(singapore.decide(reference, { presented, items: [item] }));
  const answers = await scene.arrived(vietnam, singapore, `decision ${reference}`, decision.id);
  const clarified = refused ? [{ number: 1, clarification: shared.word('Clarified') }] : [];
  const answer = await scene.planted(vietnam.act(reference, certificateActs.clarify(answers, clarified)));
  await scene.arrived(singapore, vietnam, `clarification ${reference}`, answer.id);
  return reference;
}

/** The same text with signs in the place of digests, ids, times, and the number of the certificate. */
const unsigned = (text: string, number: string): string =>
  text
    .replaceAll('\\u0000', ' ')
    .replaceAll(number, 'N')
    .replaceAll(/[0-9a-f]{64}/g, '#')
    .replaceAll(/[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{22}/g, 'ACT')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'T');

/** What the blocks of a third member's peer say of a certificate: requests with their lengths, results, writes. */
function inBlocks(transactions: readonly ActTransaction[], reference: string): string[] {
  const [, , number = ''] = reference.split('.');
  const commitments = new Set<string>();
  return transactions.flatMap(({ request, writes }) => {
    const { claims } = parseRequest(request);
    const { parcel: named } = claims.args as { readonly parcel?: string };
    const about = JSON.stringify(claims).includes(number) || commitments.has(commitmentIn(named ?? ''));
    if (!about) return [];
    for (const parcel of claims.parcels) commitments.add(parcel.commitment);
    const { op, iss, args, parcels } = claims;
    const left = [...writes].map(([key, value]) => {
      const { request: signed, ...record } = JSON.parse(value) as { readonly request?: string };
      return [key.length, { ...record, signed: signed?.length }];
    });
    const said = { op, iss, args, parcels: parcels.map(({ box, readers }) => [box, readers]) };
    return [unsigned(JSON.stringify({ ...said, length: request.length, left }), number)];
  });
}

/** What a third member's officer is told by his own gateway. */
async function asked({ thailand }: Scene, reference: string): Promise<string> {
  const [, , number = ''] = reference.split('.');
  const acts: object[] = [];
  for await (const { request, transactionId, block, ...act } of thailand.history(reference))
    acts.push({ ...act, length: request.length + transactionId.length, placed: block > 0 });
  const { record, ...view } = await thailand.certificate(reference);
  const { hops, work, owed } = await thailand.tracking(reference);
  const { checks } = await thailand.verification(reference);
  const items = await thailand.items(reference);
  return unsigned(JSON.stringify({ record, view, acts, hops, work, owed, checks, items }), number);
}

/** Whether preference was given stands in no public act, not even of a certificate of one item (OCP 17.5, 31.4). */
export function outcomeUnseen(scene: () => Scene): void {
  it('property: confidential: a certificate of one item leaves the same public record and answers, whether it was given preference or refused', async () => {
    const { world, vietnam, thailand } = scene();
    const given = await decided(scene(), 'GIVEN');
    const refused = await decided(scene(), 'NOT_GIVEN');
    await scene().caughtUp(vietnam, thailand);
    using peer = new ForeignPeer({ profileFile: world.profileFile('TH'), at: 'TH' });
    const blocks = await peer.blocks((await peer.height()) - 1n);
    const transactions = transactionsIn(blocks, world.topology.chaincode.name);
    const [one, other] = [given, refused].map((reference) => inBlocks(transactions, reference));
    expect(one?.map((text) => (JSON.parse(text) as { readonly op: string }).op)).to.deep.equal([
      ...['certificate.issue/1', 'certificate.send/1', 'certificate.receive/1', 'certificate.decide/1'],
      ...['parcel.receive/1', 'certificate.clarify/1', 'parcel.receive/1'],
    ]);
    expect(other).to.deep.equal(one);
    expect(await asked(scene(), refused)).to.equal(await asked(scene(), given));
  });
}
