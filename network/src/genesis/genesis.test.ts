import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Identity } from '../embedded/seam.js';
import { NetworkError } from '../network-error.js';
import { newTestOrganisations, type TestOrganisations } from '../testing/organisations.js';
import { ensureGenesis } from './ensure-genesis.js';

describe('block 0', () => {
  let organisations: TestOrganisations;

  before(async () => {
    organisations = await newTestOrganisations();
  });
  after(() => organisations.remove());

  const stored = (): string => join(organisations.folder, 'genesis.block');

  it('is made once and read again', async () => {
    const again = await ensureGenesis(
      stored(),
      join(organisations.folder, 'organizations'),
      organisations.topology,
    );
    expect(Buffer.from(again.serializeBinary())).to.deep.equal(
      Buffer.from(organisations.genesis.serializeBinary()),
    );
  });

  it('is numbered 0, has no previous hash, and the hash of its data', () => {
    const header = organisations.genesis.getHeader();
    const data = organisations.genesis.getData()?.getDataList_asU8() ?? [];
    expect(header?.getNumber()).to.equal(0);
    expect(header?.getPreviousHash_asU8()).to.have.length(0);
    expect(Buffer.from(header?.getDataHash_asU8() ?? []).toString('hex')).to.equal(
      createHash('sha256').update(Buffer.concat(data)).digest('hex'),
    );
  });

  it('lets members read and write, and their peers only read', async () => {
    const who = async (role: 'peer' | 'gateway' | 'admin' | 'orderer'): Promise<readonly Identity[]> => [
      organisations.identities.deserialize((await organisations.signer('TH', role)).serialized),
    ];
    const { configuration } = organisations;
    expect(configuration.satisfies('/Channel/Application/Writers', await who('gateway'))).to.be.true;
    expect(configuration.satisfies('/Channel/Application/Writers', await who('admin'))).to.be.true;
    expect(configuration.satisfies('/Channel/Application/Writers', await who('peer'))).to.be.false;
    expect(configuration.satisfies('/Channel/Application/Readers', await who('peer'))).to.be.true;
    expect(configuration.satisfies('/Channel/Application/Readers', await who('orderer'))).to.be.false;
    expect(configuration.satisfies('/Channel/Application/Admins', await who('admin'))).to.be.false;
    expect(configuration.satisfies('/Channel/Writers', await who('gateway'))).to.be.true;
    expect(() => configuration.satisfies('/Channel/Nothing', [])).to.throw(RangeError);
  });

  it('is refused for another channel or other members', async () => {
    const { topology, folder } = organisations;
    const organizations = join(folder, 'organizations');
    for (const other of [
      { ...topology, channel: 'another' },
      { ...topology, members: topology.members.slice(1) },
    ]) {
      const error = await ensureGenesis(stored(), organizations, other).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(NetworkError).with.property('code', 'GENESIS_INVALID');
    }
  });

  it('is read by configtxgen', function () {
    this.timeout(20_000);
    try {
      execFileSync('configtxgen', ['-version'], { stdio: 'pipe' });
    } catch {
      this.skip();
    }
    const text = execFileSync('configtxgen', ['-inspectBlock', stored()], {
      stdio: 'pipe',
      cwd: organisations.folder,
    });
    const block = JSON.parse(text.toString()) as Inspected;
    const { groups, policies } = block.data.data[0].payload.data.config.channel_group;
    expect(Object.keys(groups.Application.groups)).to.have.members(['VNMSP', 'SGMSP', 'THMSP', 'ASEANMSP']);
    expect(groups.Orderer.values.ConsensusType.value.type).to.equal('BFT');
    expect(groups.Orderer.values.Orderers.value.consenter_mapping).to.have.length(4);
    expect(policies).to.have.keys(['Admins', 'Readers', 'Writers']);
  });
});

/** As much of the inspected block as the test looks at. */
interface Inspected {
  readonly data: {
    readonly data: readonly [
      {
        readonly payload: {
          readonly data: {
            readonly config: {
              readonly channel_group: {
                readonly policies: object;
                readonly groups: {
                  readonly Application: { readonly groups: object };
                  readonly Orderer: {
                    readonly values: {
                      readonly ConsensusType: { readonly value: { readonly type: string } };
                      readonly Orderers: {
                        readonly value: { readonly consenter_mapping: readonly object[] };
                      };
                    };
                  };
                };
              };
            };
          };
        };
      },
    ];
  };
}
