import { expect } from 'chai';
import { ledger, peer } from '@hyperledger/fabric-protos';
import { LedgerError } from '../../seam.js';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../rwset/rwset.js';
import { endorsedEnvelope, newProposal, submit } from '../testing/test-client.js';
import { refusal, SharedChannel } from '../testing/shared-channel.js';

const Code = peer.TxValidationCode;

describe('simulation', function () {
  this.timeout(60_000);
  let shared: SharedChannel;

  before(async () => {
    shared = await SharedChannel.start();
  });
  after(() => shared.stop());

  async function setsOf(...args: string[]): Promise<NamespaceReadWriteSet[]> {
    const proposal = newProposal('test-channel', { arguments: args, client: shared.network.client() });
    const { results } = await shared.channel.simulate('VNMSP', proposal, 'evaluate');
    return decodeReadWriteSet(results?.serializeBinary() ?? new Uint8Array(0));
  }

  it('reads nothing of its own writes', async () => {
    await shared.submit(['put', 'own', 'before']);
    expect(await shared.evaluate(['putThenGet', 'own', 'after'])).to.equal('before');
  });

  it('records a missing key as a read without version, and the sequence of the definition', async () => {
    const [lifecycle, own] = await setsOf('get', 'missing');
    expect(lifecycle?.namespace).to.equal('_lifecycle');
    expect(lifecycle?.reads).to.deep.equal([
      { key: 'namespaces/fields/test/Sequence', version: { block: 1, transaction: 0 } },
    ]);
    expect(own?.reads).to.deep.equal([{ key: 'missing', version: undefined }]);
  });

  it('takes an empty value for a deletion', async () => {
    await shared.submit(['put', 'emptied', 'value']);
    await shared.submit(['put', 'emptied', '']);
    const [, own] = await setsOf('get', 'emptied');
    expect(own?.reads).to.deep.equal([{ key: 'emptied', version: undefined }]);
    expect(await shared.evaluate(['range', 'emptied', 'emptiee'])).to.equal('[]');
  });

  it('deletes a missing key without complaint', async () => {
    expect(await shared.submit(['del', 'never there'])).to.equal(Code.VALID);
  });

  it('walks ranges in the order of UTF-8 bytes, the end excluded', async () => {
    for (const key of ['r\u{10000}', 'r\uffee', 'ra', 'rb']) {
      await shared.submit(['put', key, 'x']);
    }
    expect(JSON.parse(await shared.evaluate(['range', 'ra', 's']))).to.deep.equal([
      'ra',
      'rb',
      'r\uffee',
      'r\u{10000}',
    ]);
    expect(JSON.parse(await shared.evaluate(['range', 'ra', 'rb']))).to.deep.equal(['ra']);
  });

  it('sums up more than fifty results, and hands out more than one message of them', async () => {
    expect(await shared.submit(['putMany', 'm', '230'])).to.equal(Code.VALID);
    expect(JSON.parse(await shared.evaluate(['range', 'm', 'n']))).to.have.length(230);
    const [, own] = await setsOf('range', 'm', 'n');
    expect(own?.rangeQueries).to.have.length(1);
    expect(own?.rangeQueries[0]?.exhausted).to.be.true;
    expect(own?.rangeQueries[0]?.reads).to.be.empty;
    expect(own?.rangeQueries[0]?.merkle?.hashes).to.have.length(5);
    expect(await shared.submit(['rangeThenPut', 'm', 'n', 'counted', 'x'])).to.equal(Code.VALID);
  });

  it('pages through a range with bookmarks', async () => {
    await shared.submit(['putMany', 'p', '5']);
    const first = JSON.parse(await shared.evaluate(['page', 'p', 'q', '3', ''])) as Record<string, unknown>;
    expect(first['keys']).to.deep.equal(['p0000', 'p0001', 'p0002']);
    const second = await shared.evaluate(['page', 'p', 'q', '3', String(first['bookmark'])]);
    expect(JSON.parse(second)).to.deep.equal({
      keys: ['p0003', 'p0004'],
      bookmark: '',
      fetchedRecordsCount: 2,
    });
  });

  it('refuses a write after a paginated query', async () => {
    expect(await refusal(shared.evaluate(['pageThenPut', 'p', 'q']))).to.contain(
      'unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed',
    );
  });

  it('gives the history of a key, the latest value first', async () => {
    await shared.submit(['put', 'aged', 'young']);
    await shared.submit(['put', 'aged', 'old']);
    await shared.submit(['del', 'aged']);
    await shared.submit(['put', 'aged\0longer', 'other']);
    const history = JSON.parse(await shared.evaluate(['history', 'aged'])) as {
      value: string;
      isDelete: boolean;
    }[];
    expect(history.map(({ value, isDelete }) => [value, isDelete])).to.deep.equal([
      ['', true],
      ['old', false],
      ['young', false],
    ]);
  });

  it('keeps the last event only', async () => {
    const call = { arguments: ['events', 'e'], client: shared.network.client() };
    const { simulations } = await endorsedEnvelope(shared.channel, call, ['VNMSP', 'SGMSP']);
    expect(simulations[0]?.event?.getEventName()).to.equal('last');
    expect(simulations[0]?.event?.getChaincodeId()).to.equal('test');
  });

  it('gives every endorser the same payload to sign', async () => {
    const call = { arguments: ['putMany', 'same', '3'], client: shared.network.client() };
    const { simulations } = await endorsedEnvelope(shared.channel, call, ['VNMSP', 'SGMSP', 'THMSP']);
    const payloads = simulations.map(({ payload }) => Buffer.from(payload ?? []).toString('hex'));
    expect(new Set(payloads).size).to.equal(1);
  });

  it('sorts writes by key', async () => {
    const [, own] = await setsOf('putMany', 'w', '3');
    expect(own?.writes.map(({ key }) => key)).to.deep.equal(['w0000', 'w0001', 'w0002']);
  });

  it('hands on an error of the contract without an endorsement', async () => {
    const proposal = newProposal('test-channel', { arguments: ['fail'], client: shared.network.client() });
    const simulation = await shared.channel.simulate('VNMSP', proposal, 'endorse');
    expect(simulation.response.getStatus()).to.equal(500);
    expect(simulation.response.getMessage()).to.contain('refused by the contract');
    expect(simulation.payload).to.be.undefined;
  });

  it('refuses rich queries as Fabric on LevelDB does', async () => {
    expect(await refusal(shared.evaluate(['query']))).to.contain('ExecuteQuery not supported for leveldb');
  });

  it('refuses a contract that is not deployed, and the built-in ones by name', async () => {
    const client = shared.network.client();
    const refused = async (contract: string): Promise<unknown> =>
      submit(shared.channel, { contract, arguments: ['x'], client }, ['VNMSP']).catch(
        (error: unknown) => error,
      );
    const unknown = await refused('nowhere');
    expect(unknown).to.be.instanceOf(LedgerError);
    expect(unknown).to.have.property(
      'message',
      'make sure the chaincode nowhere has been successfully defined on channel test-channel and try again: chaincode nowhere not found',
    );
    expect(await refused('qscc')).to.have.property('message', 'not supported by the embedded ledger: qscc');
  });

  it('runs many transactions at once on one stream', async () => {
    const codes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => shared.submit(['put', `many${i}`, 'x'])),
    );
    expect(codes.every((code) => code === Code.VALID)).to.be.true;
  });

  it('never shows half a block', async () => {
    const stop = new AbortController();
    const writer = (async () => {
      for (let i = 0; i < 8; i++) {
        await shared.submit(['putMany', 'half', String(i % 2 === 0 ? 40 : 0)]);
        for (let k = 0; k < 3; k++) {
          await shared.submit(['del', `half000${k}`]);
        }
      }
    })();
    const seen = new Set<number>();
    void writer.finally(() => {
      stop.abort();
    });
    while (!stop.signal.aborted) {
      seen.add((JSON.parse(await shared.evaluate(['range', 'half', 'halg'])) as string[]).length);
    }
    await writer;
    expect([...seen].every((count) => count === 0 || count >= 37)).to.be.true;
  });

  it('leaves transient data out of the payload that is signed', async () => {
    const call = {
      arguments: ['putPrivate', 'documents-VNMSP', 'k'],
      transient: { value: 'a very secret value' },
      client: shared.network.client(),
    };
    const { envelope, simulations } = await endorsedEnvelope(shared.channel, call, ['VNMSP']);
    expect(Buffer.from(envelope).includes('a very secret value')).to.be.false;
    expect(simulations[0]?.privateResults).to.be.instanceOf(ledger.rwset.TxPvtReadWriteSet);
  });
});

describe('execute timeout', function () {
  this.timeout(60_000);

  it('ends a call that takes too long, and leaves the contract to others', async () => {
    const shared = await SharedChannel.start({ executeTimeoutMilliseconds: 1500 });
    try {
      expect(await refusal(shared.evaluate(['hang']))).to.match(
        /^error in simulation: failed to execute transaction [0-9a-f]{64}: error sending: timeout expired while executing transaction$/,
      );
      expect(await shared.evaluate(['get', 'k'])).to.equal('');
    } finally {
      await shared.stop();
    }
  });
});
