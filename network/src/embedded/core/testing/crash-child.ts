import { openChannel } from '../channel.js';
import { addressesAt, DEFINITION, type TestKeys, TestNetwork } from './test-channel.js';
import { endorsedEnvelope } from './test-client.js';

/**
 * A ledger that submits without end and says what was committed, until it is killed. Arguments: folder, port
 * of the contract service, keys of the members' peers and clients as JSON.
 */
const [folder = '', port = '', keys = ''] = process.argv.slice(2);
const network = new TestNetwork(folder, JSON.parse(keys) as TestKeys);
const channel = await openChannel(network.options());
await channel.deploy(DEFINITION, addressesAt(Number(port)));

async function submitForEver(worker: number): Promise<never> {
  for (let i = 0; ; i++) {
    const key = `${process.pid}-${worker}-${i}`;
    const isPrivate = i % 2 === 1;
    const call = {
      arguments: isPrivate ? ['putPrivate', 'documents-VNMSP', key] : ['put', key, key],
      transient: { value: key },
      client: network.client(),
    };
    const members = isPrivate ? ['VNMSP'] : ['VNMSP', 'SGMSP'];
    const { transactionId, envelope } = await endorsedEnvelope(channel, call, members);
    await channel.order(envelope);
    const { code } = await channel.commitStatus(transactionId, new AbortController().signal);
    process.stdout.write(`${JSON.stringify({ key, isPrivate, transactionId, code })}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, worker) => submitForEver(worker)));
