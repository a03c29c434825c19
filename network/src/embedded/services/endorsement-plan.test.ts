import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import type { CheckedProposal, Simulation } from '../seam.js';
import { ConcurrencyLimit } from './concurrency.js';
import { EndorsementPlan } from './endorsement-plan.js';
import type { Outcome } from './endorser.js';
import type { PeerView } from './network-view.js';

const PEERS = ['VN', 'SG', 'TH'].map((mspId): PeerView => ({ mspId, address: `${mspId}:1` }));

function simulated(payload: string, endorser: string): Simulation {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(Buffer.from(endorser));
  return { response: new peer.Response(), payload: Buffer.from(payload), endorsement };
}

/** Peers that answer with a payload, or fail when they have none; `asked` tells who was. */
function answering(payloads: Readonly<Record<string, string>>, asked: string[]) {
  return ({ mspId }: PeerView): Promise<Outcome> => {
    asked.push(mspId);
    const payload = payloads[mspId];
    return Promise.resolve(
      payload === undefined
        ? { code: status.ABORTED, message: `${mspId} is down`, retry: true, stage: 'simulation' as const }
        : { proposal: {} as CheckedProposal, simulation: simulated(payload, mspId) },
    );
  };
}

describe('collecting endorsements', () => {
  const layouts = [
    ['VN', 'SG'],
    ['VN', 'TH'],
  ];

  it('asks only who is missing, and stops at the first complete layout', async () => {
    const plan = new EndorsementPlan(layouts, PEERS);
    const asked: string[] = [];
    plan.take({ mspId: 'VN', address: '' }, simulated('same', 'VN'));
    const endorsed = await plan.complete(answering({ SG: 'same', TH: 'same' }, asked));
    expect(asked).to.deep.equal(['SG']);
    expect(
      endorsed?.endorsements.map((each) => Buffer.from(each.getEndorser_asU8()).toString()),
    ).to.deep.equal(['VN', 'SG']);
  });

  it('turns to another member when one is down', async () => {
    const plan = new EndorsementPlan(layouts, PEERS);
    const asked: string[] = [];
    const endorsed = await plan.complete(answering({ VN: 'same', TH: 'same' }, asked));
    expect(asked).to.deep.equal(['VN', 'SG', 'TH']);
    expect(endorsed?.endorsements).to.have.length(2);
    expect(plan.details[0]?.getMessage()).to.equal('SG is down');
  });

  it('says who failed and who disagreed when nothing can be completed', async () => {
    const plan = new EndorsementPlan(layouts, PEERS);
    plan.take({ mspId: 'VN', address: '' }, simulated('same', 'VN'));
    expect(await plan.complete(answering({ SG: 'other' }, []))).to.be.undefined;
    expect(plan.details.map((detail) => detail.getMessage())).to.deep.equal([
      'ProposalResponsePayloads do not match',
      'TH is down',
    ]);
  });
});

describe('the concurrency limit', () => {
  it("refuses a call too many with the peer's text, and takes calls again afterwards", async () => {
    const limit = new ConcurrencyLimit('gateway.Gateway', 1);
    let finish: (() => void) | undefined;
    const running = limit.run(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const error = await limit
      .run(() => Promise.resolve())
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(error)
      .to.have.property('message')
      .that.equals('too many requests for /gateway.Gateway, exceeding concurrency limit (1)');
    expect(error).to.have.property('code', status.UNKNOWN);
    finish?.();
    await running;
    await limit.run(() => Promise.resolve());
  });
});
