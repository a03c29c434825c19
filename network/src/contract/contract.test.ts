import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { NetworkError } from '../network-error.js';
import { readTopology } from '../topology/read-topology.js';
import { parseAddresses, resolveAddresses } from './contract-address.js';
import { contractDefinition } from './contract-definition.js';
import { defaultTerms } from './contract-terms.js';
import { readCollections, validateCollections } from './read-collections.js';

describe('the terms of a contract', () => {
  it('ask for as many members as the topology says, and give each member a collection of its own', async () => {
    const topology = await readTopology();
    const terms = defaultTerms(topology);
    expect(terms.policy).to.equal("OutOf(2, 'VNMSP.peer', 'SGMSP.peer', 'THMSP.peer', 'ASEANMSP.peer')");
    const definition = contractDefinition('origin', terms);
    expect(definition.collections.map(({ name, memberMspIds }) => [name, ...memberMspIds])).to.deep.equal(
      topology.members.map(({ collection, mspId }) => [collection, mspId]),
    );
    for (const collection of definition.collections) {
      expect(collection).to.include({ memberOnlyRead: true, memberOnlyWrite: false, blockToLive: 0 });
      const policy = collection.endorsementPolicy;
      if (policy === undefined || 'channelConfigPolicy' in policy) throw new Error('a policy of signatures');
      expect(policy.getIdentitiesList()).to.have.length(1);
    }
  });

  it("read collections as Fabric's lifecycle commands take them, and name what is wrong", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'collections-'));
    try {
      const path = join(folder, 'collections.json');
      const collections = defaultTerms(await readTopology()).collections;
      await writeFile(path, JSON.stringify(collections));
      expect(await readCollections(path)).to.deep.equal(collections);
    } finally {
      await rm(folder, { recursive: true });
    }
    const policy = "OR('VNMSP.member')";
    for (const [value, message] of [
      [{}, 'must be a list'],
      [[{ policy }], 'collection 1.name'],
      [[{ name: 'a', policy, blockToLive: -1 }], 'collection 1.blockToLive'],
      [[{ name: 'a', policy, memberOnlyRead: 'yes' }], 'collection 1.memberOnlyRead'],
      [[{ name: 'a', policy, endorsementPolicy: {} }], 'collection 1.endorsementPolicy.signaturePolicy'],
    ] as const) {
      expect(() => validateCollections(value)).to.throw(NetworkError, message);
    }
  });
});

describe('addresses of a contract', () => {
  it('are one for all, or one for each member named', async () => {
    const topology = await readTopology();
    expect(parseAddresses(topology, ['127.0.0.1:7055'])).to.deep.equal({
      VN: '127.0.0.1:7055',
      SG: '127.0.0.1:7055',
      TH: '127.0.0.1:7055',
      ASEAN: '127.0.0.1:7055',
    });
    const some = parseAddresses(topology, ['VN=localhost:1', 'TH=[::1]:2']);
    expect(some).to.deep.equal({ VN: 'localhost:1', TH: '[::1]:2' });
    const resolved = await resolveAddresses(topology, '/nowhere', some);
    expect([...resolved]).to.deep.equal([
      ['VNMSP', { host: 'localhost', port: 1 }],
      ['THMSP', { host: '::1', port: 2 }],
    ]);
  });

  it('are refused without TLS on another machine, without a member, or without a port', async () => {
    const topology = await readTopology();
    for (const address of ['example.org:7055', 'XX=127.0.0.1:1', '127.0.0.1', '127.0.0.1:70000', '']) {
      expect(() => parseAddresses(topology, [address]), address).to.throw(NetworkError);
    }
    expect(parseAddresses(topology, ['VN=tls://example.org:7055'])).to.deep.equal({
      VN: 'tls://example.org:7055',
    });
  });
});
