import { expect } from 'chai';
import { status as Grpc } from '@grpc/grpc-js';
import { OriginError } from '@origin-ledger/model';
import { translateFailure } from './ledger-errors.js';

describe('translateFailure', () => {
  const contract = new OriginError('NUMBER_USED', { boxes: ['args.certificates[0].number'] }).toLine();
  const cases = [
    ['endorse', Grpc.ABORTED, ['failed', `chaincode response 500, ${contract}`], 'NUMBER_USED'],
    [
      'query',
      Grpc.UNKNOWN,
      [`evaluate call to endorser returned error: chaincode response 500, ${contract}`],
      'NUMBER_USED',
    ],
    [
      'endorse',
      Grpc.UNKNOWN,
      ['too many requests for /gateway.Gateway, exceeding concurrency limit (500)'],
      'OVERLOADED',
    ],
    ['endorse', Grpc.ABORTED, ['ProposalResponsePayloads do not match'], 'ENDORSEMENT_MISMATCH'],
    [
      'endorse',
      Grpc.ABORTED,
      ['error sending: timeout expired while executing transaction'],
      'CONTRACT_UNAVAILABLE',
    ],
    ['endorse', Grpc.ABORTED, ['chaincode stream terminated'], 'CONTRACT_UNAVAILABLE'],
    ['endorse', Grpc.UNAVAILABLE, ['no connection'], 'LEDGER_UNAVAILABLE'],
    ['submit', Grpc.DEADLINE_EXCEEDED, ['deadline'], 'LEDGER_UNAVAILABLE'],
    ['endorse', Grpc.FAILED_PRECONDITION, ['no combination of peers'], 'ENDORSEMENT_FAILED'],
  ] as const;
  for (const [stage, grpc, texts, code] of cases) {
    it(`reads ${Grpc[grpc]} at ${stage} with "${texts[0].slice(0, 40)}" as ${code}`, () => {
      const error = translateFailure({ stage, grpc, texts, transactionId: 'tx' });
      expect([error.code, error.transactionId]).to.deep.equal([code, 'tx']);
    });
  }

  it('passes on no text of another organisation', () => {
    const error = translateFailure({ stage: 'endorse', grpc: Grpc.ABORTED, texts: ['secret consignee'] });
    expect(JSON.stringify([error.message, error.boxes])).not.to.include('secret');
  });
});
