import { expect } from 'chai';
import type { OriginClient } from '@origin-ledger/sdk';
import { actsOnLedger } from '../support/acts-on-ledger.js';
import { eventually } from '../support/eventually.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import { withPeerDown } from './peer-down.js';
import type { Scene } from './scene.js';

const PATIENCE_SECONDS = 90;

/** The importing member's peer is down: what does not need it goes on, what needs it waits, and nothing is lost. */
export function nobodyWaits(scene: () => Scene): void {
  it("property: nobody waits to issue: with the importing member's peer down certificates are issued and cases answered; on its return all is delivered", async () => {
    const { world, vietnam, singapore, shared } = scene();
    const before = await scene().received();
    const sent = await scene().issued();
    const sending = await vietnam.prepareSend(sent);
    const issued: string[] = [];
    let cancelled = '';
    await withPeerDown(scene(), 'SG', async () => {
      for (let count = 0; count < 3; count++) issued.push(await scene().issued());
      const cancellation = await scene().planted(vietnam.cancel(before, shared.word('Called off')));
      cancelled = cancellation.id;
      expect((await vietnam.certificate(before)).record.validity).to.equal('CANCELLED');
      // A joint act waits in the journal: nothing of it is recorded.
      const { state } = await vietnam.submit(sending, { waitSeconds: 0 });
      expect(state).not.to.equal('COMMITTED');
      await eventually(async () => {
        const operation = await vietnam.operation(sending.id);
        expect(operation.problem?.code, 'it has been tried').not.to.equal(undefined);
      }, PATIENCE_SECONDS);
      expect((await vietnam.certificate(sent)).transmission).to.equal('ISSUED');
      expect(await stateOf(vietnam, `reason ${before}`)).to.equal('OWED');
    });
    await vietnam.waitFor(sending.id, { timeoutSeconds: PATIENCE_SECONDS });
    await eventually(() => singapore.receive(sent), PATIENCE_SECONDS);
    await scene().arrived(singapore, vietnam, `reason ${before}`, cancelled);
    for (const reference of issued) {
      await vietnam.send(reference);
      await eventually(() => singapore.receive(reference), PATIENCE_SECONDS);
    }
    using peer = new ForeignPeer({ profileFile: world.profileFile('SG'), at: 'SG' });
    const written = actsOnLedger(await peer.blocks((await peer.height()) - 1n));
    for (const reference of [before, sent, ...issued]) {
      await scene().agreed(reference);
      for await (const { id } of vietnam.history(reference)) expect(written.get(id), id).to.equal(1);
    }
  });
}

async function stateOf(author: OriginClient, box: string): Promise<string> {
  for await (const parcel of author.parcels({ direction: 'author' }))
    if (parcel.box === box) return parcel.state;
  return 'none';
}
