import { expect } from 'chai';
import type { TestKey } from '@origin-ledger/model/testing';
import type { RunningGateway } from '../gateway.js';
import { submit, TestNetwork, until } from '../testing/test-network.js';

describe('a read model ahead of its ledger', () => {
  let network: TestNetwork;
  let officer: TestKey;
  let height: number;

  beforeEach(async () => {
    network = await TestNetwork.open();
    officer = await network.enrol('VN:officer-1', ['signatory']);
    height = network.ledger.blocks.length;
  });
  afterEach(() => network.close());

  const issued = async (gateway: RunningGateway, count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) {
      const { body } = await submit(gateway, await network.issue(officer, [network.document()]));
      expect(body.state, body.code).to.equal('COMMITTED');
    }
  };
  const readModel = async (gateway: RunningGateway): Promise<string | undefined> => {
    const health = (await (await fetch(`${gateway.url}/health/ready`)).json()) as {
      readonly checks: Readonly<Record<string, string>>;
    };
    return health.checks['read-model'];
  };
  const becomesAhead = (gateway: RunningGateway): Promise<void> =>
    until(async () => (await readModel(gateway)) === 'READ_MODEL_AHEAD');
  const refused = async (gateway: RunningGateway): Promise<void> => {
    const before = network.ledger.blocks.length;
    const { status, body, headers } = await submit(
      gateway,
      await network.issue(officer, [network.document()]),
    );
    expect([status, body.code, headers.get('retry-after')]).to.deep.equal([503, 'READ_MODEL_AHEAD', '30']);
    expect(network.ledger.blocks.length).to.equal(before);
  };

  it('says so when the ledger was put back, takes no act, and is well after a rebuild', async () => {
    const lines: string[] = [];
    const first = await network.start();
    await issued(first, 3);
    await first.close();
    network.ledger.putBack(height);
    const logStream = { write: (line: string) => void lines.push(line) };
    const ahead = await network.start('VN', { logLevel: 'info', logStream });
    await becomesAhead(ahead);
    await refused(ahead);
    expect(lines.join('')).to.include('READ_MODEL_AHEAD');
    await ahead.close();
    const rebuilt = await network.start('VN', { rebuild: true });
    await until(async () => (await readModel(rebuilt)) === 'OK');
    await issued(rebuilt, 1);
  });

  it('says so when it is put back under a running gateway', async () => {
    const gateway = await network.start();
    await issued(gateway, 2);
    network.ledger.interrupt();
    network.ledger.putBack(height);
    await becomesAhead(gateway);
    await refused(gateway);
  });

  it('says so, too, when the ledger has meanwhile gone on to other blocks', async () => {
    const first = await network.start();
    await issued(first, 2);
    await first.close();
    network.ledger.putBack(height);
    const other = await network.start('SG');
    for (let count = 0; count < 4; count += 1) await network.enrol(`SG:other-${count}`, ['customs']);
    await network.caughtUp(other);
    const gateway = await network.start('VN', {}, false);
    await becomesAhead(gateway);
    await refused(gateway);
  });

  it('goes on by itself once a peer that was behind has caught up', async () => {
    const first = await network.start();
    await issued(first, 2);
    await first.close();
    const all = [...network.ledger.blocks];
    network.ledger.blocks.length = height;
    const gateway = await network.start();
    await becomesAhead(gateway);
    network.ledger.blocks.push(...all.slice(height));
    await until(async () => (await readModel(gateway)) === 'OK');
    await issued(gateway, 1);
  });
});
