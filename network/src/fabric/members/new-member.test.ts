import { expect } from 'chai';
import { NetworkError } from '../../network-error.js';
import { withFreePorts } from '../../topology/ports.js';
import { readTopology } from '../../topology/read-topology.js';
import type { Topology } from '../../topology/topology.js';
import { memberPorts } from '../../topology/validate-topology.js';
import { newMember } from './new-member.js';

describe('a member that joins', () => {
  let topology: Topology;
  before(async () => {
    topology = await withFreePorts(await readTopology());
  });

  it('is named and addressed as the others are', async () => {
    const member = await newMember(topology, 'TL');
    expect(member).to.include({
      name: 'Timor-Leste Customs',
      mspId: 'TLMSP',
      domain: 'tl.origin.example',
      country: 'TL',
      collection: 'documents-TL',
    });
  });

  it('gets ports that nobody has, above those of the others', async () => {
    const ports = memberPorts(await newMember(topology, 'TL')).map(([, port]) => port);
    const used = topology.members.flatMap(memberPorts).map(([, port]) => port);
    expect(new Set([...ports, ...used]).size).to.equal(ports.length + used.length);
    expect(Math.min(...ports)).to.be.greaterThan(Math.max(...used));
  });

  it('is refused when it is a member already, or nothing is known of it', async () => {
    expect(await code(newMember(topology, 'VN'))).to.equal('MEMBER_EXISTS');
    expect(await code(newMember(topology, 'ZZ'))).to.equal('MEMBER_UNKNOWN');
    expect((await newMember(topology, 'ZZ', 'Customs of Z')).name).to.equal('Customs of Z');
  });
});

async function code(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => undefined,
    (error: unknown) => (error instanceof NetworkError ? error.code : undefined),
  );
}
