import { expect } from 'chai';
import { contractDefinition } from '../../../contract/contract-definition.js';
import type { CollectionConfig } from '../../../contract/contract-terms.js';
import { type ContractDefinition, LedgerError } from '../../seam.js';
import { checkDefinition } from './check-definition.js';

const COLLECTION: CollectionConfig = {
  name: 'c1',
  policy: "OR('VNMSP.member', 'SGMSP.member')",
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 3,
  memberOnlyRead: true,
  memberOnlyWrite: false,
};

interface Proposed {
  readonly name?: string;
  readonly version?: string;
  readonly collections?: readonly Partial<CollectionConfig>[];
}

function definition({ name = 'probe', version = '1.0', collections = [] }: Proposed): ContractDefinition {
  const terms = {
    version,
    policy: "OR('VNMSP.peer')",
    collections: collections.map((each) => ({ ...COLLECTION, ...each })),
  };
  return { ...contractDefinition(name, terms), sequence: 1 };
}

/** What is said of a definition that follows another one. */
function said(proposed: Proposed, current?: Proposed): string {
  try {
    const isMember = (mspId: string): boolean => ['VNMSP', 'SGMSP'].includes(mspId);
    checkDefinition(definition(proposed), current && definition(current), isMember);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return error.message.replace('error validating chaincode definition: ', '');
  }
}

describe('a definition that Fabric’s lifecycle would refuse', () => {
  const cases: readonly (readonly [proposed: Proposed, says: string, current?: Proposed])[] = [
    [{}, 'accepted'],
    [{ collections: [{}] }, 'accepted'],
    [{ collections: [{ name: 'a' }, { name: 'b' }] }, 'accepted'],
    [{ name: 'a_b-c' }, 'accepted'],
    [{ name: 'a__b' }, "invalid chaincode name 'a__b'. Names can only"],
    [{ name: '_a' }, "invalid chaincode name '_a'. Names can only"],
    [{ name: 'qscc' }, "chaincode name 'qscc' is the name of a system chaincode"],
    [{ version: '1 0' }, "invalid chaincode version '1 0'. Versions can only"],
    [{ version: '' }, "invalid chaincode version ''. Versions can only"],
    [{ collections: [{ name: '_x' }] }, "invalid collection name '_x'. Names can only"],
    [{ collections: [{ name: '_implicit_org_VNMSP' }] }, "invalid collection name '_implicit_org_VNMSP'."],
    [{ collections: [{ name: 'a b' }] }, "invalid collection name 'a b'."],
    [{ collections: [{}, {}] }, 'collection-name: c1 -- found duplicate in collection configuration'],
    [
      { collections: [{ requiredPeerCount: 5 }] },
      'collection-name: c1 -- maximum peer count (1) cannot be less than the required peer count (5)',
    ],
    [
      { collections: [{ requiredPeerCount: -1 }] },
      'collection-name: c1 -- requiredPeerCount (-1) cannot be less than zero',
    ],
    [
      { collections: [{ policy: "AND('VNMSP.member', 'SGMSP.member')" }] },
      'collection-name: c1 -- error in member org policy: signature policy is not an OR concatenation, NOutOf 2',
    ],
    [
      { collections: [{ policy: "OR('VNMSP.member', AND('VNMSP.member', 'SGMSP.member'))" }] },
      'collection-name: c1 -- error in member org policy: signature policy is not an OR concatenation, NOutOf 2',
    ],
    [{ collections: [{ policy: "OR('VNMSP.member', OR('SGMSP.member'))" }] }, 'accepted'],
    [
      { collections: [{ policy: "OR('VNMSP.member', 'XXMSP.member')" }] },
      "collection-name: c1 -- collection member 'XXMSP' is not part of the channel",
    ],
    [{ collections: [{}] }, 'accepted', { collections: [{}] }],
    [{ collections: [{}, { name: 'c2' }] }, 'accepted', { collections: [{}] }],
    [{ collections: [{ memberOnlyRead: false, maxPeerCount: 2 }] }, 'accepted', { collections: [{}] }],
    [{}, 'accepted', {}],
    [
      {},
      'the proposed collection config does not contain previously defined collections. ' +
        'Name every collection that there is with --collections: c1, c2',
      { collections: [{}, { name: 'c2' }] },
    ],
    [
      { collections: [{ name: 'c2' }] },
      'existing collection [c1] missing in the proposed collection configuration. ' +
        'Name every collection that there is with --collections: c1',
      { collections: [{}] },
    ],
    [
      { collections: [{ blockToLive: 4 }] },
      'the BlockToLive in an existing collection [c1] modified. Existing value [3]',
      { collections: [{}] },
    ],
  ];

  for (const [proposed, says, current] of cases) {
    const after = current === undefined ? '' : ` after ${JSON.stringify(current)}`;
    it(`${JSON.stringify(proposed)}${after}: ${says}`, () => {
      expect(said(proposed, current)).to.satisfy((text: string) => text.startsWith(says));
    });
  }
});
