import { expect } from 'chai';
import { readTopology } from '../../topology/read-topology.js';
import { nextPorts } from './service-ports.js';

describe('versions of the contract', () => {
  it('take turns at the two ports of the topology', async () => {
    const { members } = await readTopology();
    const first = Object.fromEntries(members.map(({ code, contract }) => [code, contract.port]));
    const second = nextPorts(members, { ports: first });
    expect(second).to.deep.equal({ VN: 7056, SG: 7156, TH: 7256, ASEAN: 7356 });
    expect(nextPorts(members, { ports: second })).to.deep.equal(first);
  });
});
