import { randomBytes } from 'node:crypto';
import {
  parcelName,
  parseRequest,
  requestIdFrom,
  signRequest,
  transactionOf,
  type ErrorCode,
} from '@origin-ledger/model';
import {
  caseActs,
  certificateActs,
  decisionAct,
  type CertificateAct,
  type HolderKey,
  type OriginClient,
  type PreparedRequest,
} from '@origin-ledger/sdk';
import { expect } from 'chai';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import { inDays } from '../support/in-days.js';
import { Needles } from './needles.js';
import { filesOf, searchFiles } from './places.js';
import { codeOf, type Scene } from './scene.js';
import { withRogues } from './with-rogues.js';

const PATIENCE_SECONDS = 60;

/** Acts whose confidential part is somebody else's: under a commitment that stands on the record for all to see. */
export function namedCommitments(scene: () => Scene): void {
  it("property: confidential: whoever names the commitment of another's contents in acts of his own is given nothing, whatever he names it as and however often it is asked for", async () => {
    const { world, vietnam, singapore, thailand, keys, shared } = scene();
    const secret = await scene().received();
    const { commitment } = (await thailand.certificate(secret)).record;

    const issuing = await certificateOf(thailand, 'th-sg-gearboxes', singapore);
    const importing = await certificateOf(vietnam, 'vn-th-footwear', thailand);
    const presented = (await singapore.certificate(issuing)).record.issued;
    const refused = [{ number: 1, outcome: 'NOT_GIVEN' as const, grounds: ['CRITERION'] }];
    const told = { text: 'as told' };
    const decided = await singapore.decide(issuing, { presented, items: refused });
    const asked = caseActs.requestCheck(
      { case: 1, items: [1], suspend: false },
      { random: true, reasons: [] },
    );
    const check = await singapore.act(issuing, asked);
    const decision = await scene().arrived(thailand, singapore, `decision ${issuing}`, decided.prepared.id);
    const request = await scene().arrived(thailand, singapore, `request ${issuing}`, check.prepared.id);
    const notice = {
      ...{ notifiedBy: 'Customs', premises: 'the plant', proposed: inDays(10), coverage: 'item 1' },
      officials: [{ name: 'Officer on duty', designation: 'Senior officer' }],
      delivered: ['EXPORTER_OR_PRODUCER', 'AUTHORITY', 'CUSTOMS', 'IMPORTER'],
    };
    const acts: readonly (readonly [string, CertificateAct])[] = [
      [issuing, certificateActs.clarify(decision, [{ number: 1, clarification: 'as told' }])],
      [issuing, caseActs.replyToCheck({ case: 1, answers: request }, told)],
      [issuing, certificateActs.cancel('called off')],
      [importing, decisionAct(importing, { presented, items: refused })],
      [importing, asked],
      [importing, caseActs.determineCheck({ case: 1 }, { originating: false, grounds: ['the criterion'] })],
      [importing, caseActs.notifyVisit({ case: 2, items: [1], check: 1, suspend: false }, notice)],
    ];
    const client = await scene().client('TH');
    // What is not held now is asked for once.
    const atOnce = {
      VN: world.client(keys.officer, { retries: false }),
      SG: world.client(keys.customs, { retries: false }),
      TH: world.client(keys.thai, { retries: false }),
    };
    for (const [reference, act] of acts) {
      const prepared = await eventually(() => thailand.prepareOn(reference, act), PATIENCE_SECONDS);
      const { request: jws, name } = await naming(prepared, keys.thai, commitment);
      const verdict = await client.submit([], {
        arguments: [transactionOf(act.op), jws],
        endorsers: ['TH', 'SG'],
      });
      expect(verdict, act.op).to.include({ stage: 'committed', code: 'VALID' });
      const [code, key] =
        reference === issuing ? (['SG', keys.customs] as const) : (['VN', keys.officer] as const);
      const reader = atOnce[code];
      await listed(reader, name);
      for (let round = 0; round < 2; round++)
        expect(await codeOf(reader.deliverParcel(name)), act.op).to.equal('PARCEL_NOT_RECEIVED');
      expect(await codeOf(reader.parcel(name)), act.op).to.equal('PARCEL_NOT_HELD');
      expect(await codeOf(reader.receiveParcel(name)), act.op).to.equal('PARCEL_NOT_HELD');
      // Nor does a contract take it for received, where no gateway stands before it.
      const receipt = await signRequest(key, {
        iss: key.holder,
        aud: parseRequest(jws).claims.aud,
        iat: Math.floor(Date.now() / 1000) - 1,
        jti: requestIdFrom(randomBytes(16)),
        op: 'parcel.receive/1',
        args: { parcel: name },
      });
      const received = await (
        await scene().client(code)
      ).submit([], { arguments: ['parcel:receive', receipt], endorsers: [code, 'TH'] });
      expect(JSON.stringify(received), act.op).to.contain('PARCEL_NOT_HELD' satisfies ErrorCode);
      expect(await codeOf(atOnce.TH.parcel(name)), act.op).to.equal('PARCEL_NOT_HELD');
      const read = await client.evaluate([], { arguments: ['parcel:read', name] });
      expect(JSON.stringify(read), act.op).to.contain('PARCEL_NOT_HELD' satisfies ErrorCode);
      await scene().caughtUp(reader, thailand);
    }

    // A certificate of his own over the same contents.
    const options = { office: 'BKK', departure: inDays(5) };
    const issue = await thailand.prepareIssue([sampleDocument('th-sg-gearboxes')], options);
    const { request: jws } = await naming(issue, keys.thai, commitment);
    expect(
      await client.submit([], { arguments: ['certificate:issue', jws], endorsers: ['TH', 'SG'] }),
    ).to.include({ stage: 'committed', code: 'VALID' });
    const [same = ''] = issue.references;
    await eventually(() => singapore.certificate(same), PATIENCE_SECONDS);
    expect(await codeOf(atOnce.SG.document(same))).to.equal('PARCEL_NOT_HELD');
    expect(await codeOf(atOnce.TH.document(same))).to.equal('PARCEL_NOT_HELD');

    expect(searchFiles(world, filesOf(world, 'TH'), new Needles(shared))).to.deep.equal([]);
    // The genuine contents are handed on as before.
    for (const state of [vietnam, singapore]) expect(await codeOf(state.deliver(secret))).to.equal('done');
  });

  it('property: nobody speaks for another: an endorser that commits to the same first, while it holds its endorsement back, takes no place from an act', async () => {
    const { vietnam, singapore, reexporter, keys, shared } = scene();
    const target = await scene().received();
    const options = { office: 'SIN', departure: inDays(5) };
    const [dummy = ''] = (await reexporter.issue([sampleDocument('sg-th-smart-cards')], options)).prepared
      .references;
    const prepared = await scene().planted(
      vietnam
        .prepareOn(target, certificateActs.cancel(shared.word('Called off')))
        .then((one) => ({ prepared: one })),
    );
    const own = await scene().client('VN');
    await withRogues(scene(), ['SG'], async ([rogue]) => {
      if (rogue === undefined) throw new Error('no rogue');
      const said = (word: string): Promise<string> =>
        eventually(() => {
          const line = rogue.output.split('\n').findLast((each) => each.startsWith(`${word} `));
          if (line === undefined) throw new Error(`the rogue has not said ${word}`);
          return Promise.resolve(line.slice(word.length + 1));
        }, PATIENCE_SECONDS);
      rogue.tell('hold certificate:cancel');
      await said('holding');
      const proposal = own.proposal([], {
        arguments: ['certificate:cancel', prepared.request],
        endorsers: ['VN', 'SG'],
      });
      const endorsed = proposal.endorse().catch((error: unknown) => error);
      const [seen] = parseRequest(await said('held')).claims.parcels;
      const rival = await naming(
        await reexporter.prepareOn(dummy, certificateActs.cancel('no reason')),
        keys.reexporter,
        seen?.commitment ?? '',
      );
      // Where the altered copy is still busy its own peer may not commit: another's tells.
      const elsewhere = await scene().client('SG', { at: 'TH' });
      const taken = await elsewhere.submit([], {
        arguments: ['certificate:cancel', rival.request],
        endorsers: ['SG', 'TH'],
      });
      expect(taken).to.include({ stage: 'committed', code: 'VALID' });
      rogue.tell('go on');
      const transaction = await endorsed;
      if (transaction instanceof Error) throw transaction;
      expect(await own.order(transaction as Awaited<ReturnType<typeof proposal.endorse>>)).to.include({
        stage: 'committed',
        code: 'VALID',
      });
    });
    await eventually(async () => {
      expect((await singapore.certificate(target)).record.validity).to.equal('CANCELLED');
    }, PATIENCE_SECONDS);
    // What it says comes to its reader under its own name.
    const [text = ''] = prepared.parcels;
    const [{ commitment } = { commitment: '' }] = parseRequest(prepared.request).claims.parcels;
    const name = parcelName(prepared.id, commitment);
    const delivery = { arguments: ['parcel:deliver', JSON.stringify([name]), 'SG'] as const };
    const delivered = await own.submit([], {
      arguments: [...delivery.arguments],
      transient: { [commitment]: text },
      endorsers: ['SG'],
    });
    expect(delivered).to.include({ stage: 'committed', code: 'VALID' });
    expect((await eventually(() => singapore.parcel(name), PATIENCE_SECONDS)).text).to.equal(text);
    expect(await codeOf(singapore.receiveParcel(name))).to.equal('done');
  });
}

/** A certificate as the samples have it, issued, sent and received. */
async function certificateOf(issuer: OriginClient, sample: string, importer: OriginClient): Promise<string> {
  const options = { office: 'NAM', departure: inDays(5) };
  const [reference = ''] = (await issuer.issue([sampleDocument(sample)], options)).prepared.references;
  await issuer.send(reference);
  await eventually(() => importer.receive(reference), PATIENCE_SECONDS);
  await eventually(async () => {
    const views = await Promise.all([issuer, importer].map((client) => client.certificate(reference)));
    expect(views[0]?.lastAct).to.equal(views[1]?.lastAct);
  }, PATIENCE_SECONDS);
  return reference;
}

const listed = (reader: OriginClient, name: string): Promise<void> =>
  eventually(async () => {
    for await (const { parcel } of reader.parcels({ state: 'OWED' })) if (parcel === name) return;
    throw new Error('not listed');
  }, PATIENCE_SECONDS);

/** The same request with another's commitment in place of its own, and the name of what it then owes. */
async function naming(
  prepared: PreparedRequest,
  key: HolderKey,
  commitment: string,
): Promise<{ readonly request: string; readonly name: string }> {
  const { exp, ...claims } = parseRequest(prepared.request).claims;
  const request = await signRequest(key, {
    ...claims,
    jti: requestIdFrom(randomBytes(16)),
    parcels: claims.parcels.map((parcel) => ({ ...parcel, commitment })),
    lifetime: exp - claims.iat,
  });
  return { request, name: parcelName(parseRequest(request).actId, commitment) };
}
