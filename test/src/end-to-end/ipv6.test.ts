import { expect } from 'chai';
import { readTopology, withFreePorts } from '@origin-ledger/network';
import { sampleDocument } from '../data/sample-documents.js';
import { inDays } from '../support/in-days.js';
import { World } from '../support/world.js';

describe('a network whose host is an IPv6 address', () => {
  it('starts, and issues', async () => {
    const topology = { ...(await withFreePorts(await readTopology())), host: '::1' };
    await using world = await World.start({ members: ['VN'], ledger: 'embedded', topology });
    expect(world.peerEndpoint('VN')).to.match(/^\[::1\]:\d+$/);
    const client = world.client(await world.enrol('VN:officer-1', ['signatory']));
    const where = { office: 'HAN', departure: inDays(7) };
    const { operation } = await client.issue([sampleDocument('vn-sg-coffee')], where);
    expect(operation.state).to.equal('COMMITTED');
  });
});
