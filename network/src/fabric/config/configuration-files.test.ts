import { expect } from 'chai';
import { organisationLayout } from '../../identity/layout.js';
import { readTopology } from '../../topology/read-topology.js';
import type { Topology } from '../../topology/topology.js';
import { fabricLayout } from '../layout.js';
import { configtxYaml } from './configtx-yaml.js';
import { coreYaml } from './core-yaml.js';
import { ordererYaml } from './orderer-yaml.js';
import { toYaml } from './yaml.js';

describe("Fabric's configuration files", () => {
  let topology: Topology;
  let core: string;
  before(async () => {
    topology = await readTopology();
    core = toYaml(coreYaml({ ...options(topology), builder: '/builder' }));
  });

  it('have a frozen endorser cost 10 s and lost private data 5 s', () => {
    expect(core)
      .to.match(/endorsementTimeout: "10s"/u)
      .and.match(/pullRetryThreshold: "5s"/u);
  });

  it('have a peer check the time window', () => {
    expect(core).to.match(/- name: "TimeWindowCheck"/u);
  });

  it('keep operations endpoints on the machine itself, and everything else under TLS', () => {
    const orderer = toYaml(ordererYaml(options(topology)));
    expect(core).to.match(/listenAddress: "127\.0\.0\.1:9443"/u);
    expect(orderer)
      .to.match(/ListenAddress: "127\.0\.0\.1:9444"/u)
      .and.match(/ClientAuthRequired: true/u);
    expect(core).to.match(/tls:\n {4}enabled: true/u);
  });

  it('name every member as consenter, with short forward and complain timeouts and a long heartbeat', () => {
    const text = toYaml(configtxYaml(topology, '/organizations'));
    expect(text.match(/ {10}Identity:/gu)).to.have.length(topology.members.length);
    expect(text)
      .to.match(/RequestForwardTimeout: "1s"/u)
      .and.match(/RequestComplainTimeout: "4s"/u);
    expect(text)
      .to.match(/LeaderHeartbeatTimeout: "60s"/u)
      .and.match(/BatchTimeout: "100ms"/u);
  });

  it("use a member's own address where it has one", () => {
    const [first, ...others] = topology.members;
    if (first === undefined) throw new Error('a topology has members');
    const apart = { ...topology, members: [{ ...first, host: 'customs.vn.example' }, ...others] };
    expect(toYaml(coreYaml({ ...options(apart), builder: '/builder' }))).to.match(
      /externalEndpoint: "customs\.vn\.example:7051"/u,
    );
    expect(toYaml(configtxYaml(apart, '/organizations'))).to.match(/Host: "customs\.vn\.example"/u);
  });
});

function options(
  topology: Topology,
): Omit<Parameters<typeof coreYaml>[0], 'builder'> & Parameters<typeof ordererYaml>[0] {
  const [member] = topology.members;
  if (member === undefined) throw new Error('a topology has members');
  const layout = fabricLayout('/data');
  const folders = { ...layout.peer(member), ...layout.orderer(member) };
  return { topology, member, material: organisationLayout('/organizations', member), folders };
}
