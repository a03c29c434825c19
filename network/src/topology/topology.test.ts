import { expect } from 'chai';
import { NetworkError } from '../network-error.js';
import { withFreePorts, withPorts } from './ports.js';
import { readTopology } from './read-topology.js';
import { memberPorts, validateTopology } from './validate-topology.js';

describe('topology', () => {
  it('of this workspace is valid, and names four members', async () => {
    const topology = await readTopology();
    expect(topology.members.map((member) => member.code)).to.deep.equal(['VN', 'SG', 'TH', 'ASEAN']);
    expect(topology.endorsement.required).to.equal(2);
  });

  it('moves to a block of ports: those of the embedded ledger first, then those of a start, then the rest', async () => {
    const { members } = withPorts(await readTopology(), 20_000);
    expect(members.map(({ peer }) => peer.port)).to.deep.equal([20_000, 20_001, 20_002, 20_003]);
    expect(members[0]?.contract.port).to.equal(20_004);
    expect(members.map(({ gateway }) => gateway.port)).to.deep.equal([20_005, 20_006, 20_007, 20_008]);
    const ports = members.flatMap(memberPorts).map(([, port]) => port);
    expect(ports.sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: 40 }, (_, index) => 20_000 + index),
    );
  });

  it('moves to free ports, each of them once', async () => {
    const topology = await withFreePorts(await readTopology());
    const ports = topology.members.flatMap(memberPorts).map(([, port]) => port);
    expect(new Set(ports).size).to.equal(ports.length);
  });

  it('says which file cannot be read', async () => {
    const error = await readTopology('/nowhere/topology.json').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(NetworkError).with.property('code', 'TOPOLOGY_UNREADABLE');
  });

  /** What is wrong, where it stands (a path in the file), its value, and what the message must say. */
  const broken: readonly (readonly [string, string, unknown, string])[] = [
    ['an unknown port', 'members.0.peer.port', 70_000, 'members[0].peer.port'],
    ['two members of one MSP', 'members.1.mspId', 'VNMSP', '"VNMSP" is given to two'],
    [
      'a contract without a port for its next version',
      'members.0.contract',
      { port: 7055 },
      'contract.upgradePort',
    ],
    ['a port given twice', 'members.1.ca.port', 7051, '7051 is given to'],
    ['more endorsers than members', 'endorsement.required', 5, 'endorsement.required is 5'],
    ['a name no channel can have', 'channel', 'Origin', 'channel must be'],
    ['no member', 'members', [], 'members must be a list'],
  ];
  for (const [what, path, value, message] of broken) {
    it(`refuses ${what}`, async () => {
      const copy: unknown = JSON.parse(JSON.stringify(await readTopology()));
      const steps = path.split('.');
      const last = steps.pop() ?? '';
      const holder = steps.reduce((at, step) => (at as Record<string, unknown>)[step], copy);
      (holder as Record<string, unknown>)[last] = value;
      expect(() => validateTopology(copy)).to.throw(NetworkError, message);
    });
  }
});
