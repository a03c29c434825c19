import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { OriginApiError } from '@origin-ledger/sdk';
import { sampleDocument } from '../data/sample-documents.js';
import { eventually } from '../support/eventually.js';
import type { FaultScene } from './fault-scene.js';
import { kill, seconds, start, whileFrozen } from './hits.js';
import { SmallDisk } from './small-disk.js';
import { inDays } from '../support/in-days.js';

const FROZEN_SECONDS = 30;

/** Faults of peers and of the contracts beside them. */
export function peerFaults(scene: () => FaultScene): void {
  const network = () => scene().world.fabric;
  /** The last block that a member's gateway has from its peer. */
  const blockOf = async (code: 'VN' | 'SG'): Promise<number> =>
    (await scene().client(code).status()).asOf.block;

  it("another member's peer is killed: acts go on without it", async () => {
    await scene().run('kill -9 of a peer', async ({ acknowledgedMore }) => {
      await kill(network(), 'peer-SG');
      await acknowledgedMore(6);
      await start(network(), 'peer-SG');
    });
  });

  it("a gateway's own peer is killed: its requests wait in the journal", async () => {
    await scene().run("kill -9 of a gateway's own peer", async ({ acknowledgedMore }) => {
      await kill(network(), 'peer-VN');
      await acknowledgedMore(6);
      await start(network(), 'peer-VN');
    });
  });

  it('a contract service is killed: its peer finds it again', async () => {
    await scene().run('kill -9 of a contract service', async ({ acknowledgedMore }) => {
      const service = `contract-VN-${network().state.deployment.version}`;
      await kill(network(), service);
      await acknowledgedMore(6);
      await start(network(), service);
    });
  });

  it("another member's peer freezes for 30 s: acts go on without it", async () => {
    // Others hold it for dead after 6 s; who has asked it by then waits for its endorsement, 10 s in all. The report
    // tells the pause; aim: 12 s.
    await scene().run('SIGSTOP of a peer for 30 s', async ({ committedMore }) => {
      await whileFrozen(network(), ['peer-SG'], async () => {
        await seconds(FROZEN_SECONDS);
        await committedMore(1);
      });
    });
  });

  it('the disk of a peer is full: it goes on where it was once there is room', async function () {
    const { ledger } = network().context.layout.peer(scene().world.member('SG'));
    await network().stop('peer-SG');
    const disk = await SmallDisk.under(ledger);
    await start(network(), 'peer-SG');
    if (disk === undefined) {
      process.stdout.write('    skipped: a small disk needs the right to mount one\n');
      this.skip();
    }
    try {
      await scene().run('disk of a peer full', async ({ acknowledgedMore }) => {
        await disk.fill();
        await acknowledgedMore(20);
        expect(await blockOf('SG'), 'the peer without room').to.be.lessThan(await blockOf('VN'));
        await disk.makeRoom();
        // It ends by itself when it cannot write a block.
        await network().stop('peer-SG');
        await start(network(), 'peer-SG');
      });
    } finally {
      await network().stop('peer-SG');
      await disk.remove();
      await start(network(), 'peer-SG');
    }
  });

  it('a peer dies between endorsing a delivery and its commit, and its transient store is lost: the delivery is repeated', async () => {
    const issuer = scene().client('VN');
    const receiver = scene().client('SG');
    const departure = inDays(7);
    const { prepared } = await issuer.issue([sampleDocument('vn-sg-coffee')], { office: 'SGN', departure });
    const [reference = ''] = prepared.references;
    const [text = ''] = prepared.parcels;
    await scene().run('a peer killed between endorsing a delivery and its commit', async () => {
      const sending = await issuer.prepareSend(reference);
      // Without a quorum of orderers nothing is committed: the time between endorsement and commit is ours.
      await whileFrozen(network(), ['orderer-TH', 'orderer-ASEAN'], async () => {
        await issuer.submit(sending, { waitSeconds: 0 });
        await eventually(async () => {
          const { state, transactionId } = await issuer.operation(sending.id);
          if (transactionId === undefined) throw new Error(`the sending is ${state} and not yet endorsed`);
        }, 30);
        await kill(network(), 'peer-SG');
        const { ledger } = network().context.layout.peer(scene().world.member('SG'));
        await rm(join(ledger, 'transientstore'), { recursive: true });
        await start(network(), 'peer-SG');
      });
      await issuer.waitFor(sending.id, { timeoutSeconds: 90 });
      await eventually(() => receiver.certificate(reference), 60);
      const missing = await receiver.document(reference).then(
        () => 'read',
        (error: unknown) => (error instanceof OriginApiError ? error.code : String(error)),
      );
      expect(missing, 'read at a peer that lost the contents').to.equal('PARCEL_NOT_HELD');
      await eventually(() => issuer.deliver(reference), 60);
      const delivered = await eventually(() => receiver.document(reference), 30);
      expect(delivered.text).to.equal(text);
    });
    await receiver.receive(reference);
  });
}
