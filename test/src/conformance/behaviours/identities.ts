import type { Transaction } from '@hyperledger/fabric-gateway';
import { common, msp } from '@hyperledger/fabric-protos';
import { commit } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';
import { codesBetween, height } from '../blocks.js';
import { failure } from '../failure.js';
import type { Json } from '../json.js';
import type { LedgerUnderTest } from '../ledger-under-test.js';
import type { MemberClient, Verdict } from '../member-client.js';
import { endorsedBy } from '../tampering.js';

const { ADMIN, CLIENT, MEMBER, PEER } = msp.MSPRole.MSPRoleType;
/** So much time has a behaviour to do what must be done before a certificate ends. */
const SOON_MILLISECONDS = 20_000;
const MINUTE_MILLISECONDS = 60_000;
const inAWhile = (milliseconds: number): Date => new Date(Date.now() + milliseconds);
const EVERYONE_ELSE = ['SG', 'TH', 'ASEAN'] as const;

/** In base64: one endorsement by an identity of a member in a role. */
function policyOf(code: string, role: msp.MSPRole.MSPRoleTypeMap[keyof msp.MSPRole.MSPRoleTypeMap]): string {
  const wanted = new msp.MSPRole();
  wanted.setMspIdentifier(`${code}MSP`);
  wanted.setRole(role);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(wanted.serializeBinary());
  const signedBy = new common.SignaturePolicy();
  signedBy.setSignedBy(0);
  const rule = new common.SignaturePolicy.NOutOf();
  rule.setN(1);
  rule.setRulesList([signedBy]);
  const policy = new common.SignaturePolicy();
  policy.setNOutOf(rule);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(policy);
  envelope.setIdentitiesList([principal]);
  return Buffer.from(envelope.serializeBinary()).toString('base64');
}

/** Vietnam's write to a key, endorsed by nobody but `endorsers`, whatever they are. */
async function writeEndorsedBy(
  ledger: LedgerUnderTest,
  key: string,
  ...endorsers: readonly MemberClient[]
): Promise<Transaction> {
  const client = await ledger.client('VN');
  const transaction = await client.proposal([['put', key, 'x']], { endorsers: ['VN'] }).endorse();
  return endorsedBy(client, transaction, endorsers);
}

/** Everything a peer can be asked for, asked by one client. */
async function asked(
  ledger: LedgerUnderTest,
  client: MemberClient,
): Promise<{ readonly [name: string]: Json }> {
  // One at least, so that asking for events ends.
  await commit(ledger, [['event', 'k', '']]);
  const tried = (asking: Promise<unknown>): Promise<Json> =>
    asking.then(
      () => 'answered',
      (error: unknown) => {
        // The stock client tells of a stream's status by an error of its own.
        const [told] =
          /^Unexpected status response: \d+$/u.exec(error instanceof Error ? error.message : '') ?? [];
        return told ?? failure(error);
      },
    );
  const first = async (events: AsyncIterable<unknown> & { close(): void }): Promise<void> => {
    try {
      await events[Symbol.asyncIterator]().next();
    } finally {
      events.close();
    }
  };
  const { network } = client;
  return {
    evaluated: await client.evaluate([['get', 'k.none']]),
    evaluatedElsewhere: await client.evaluate([['get', 'k.none']], { endorsers: ['SG'] }),
    submitted: await client.submit([['put', 'k.refused', '1']]),
    query: await tried(
      network.getContract('qscc').evaluate('GetChainInfo', { arguments: [client.profile.channel] }),
    ),
    blocks: await tried(network.getBlockEvents({ startBlock: 0n }).then(first)),
    filteredBlocks: await tried(network.getFilteredBlockEvents({ startBlock: 0n }).then(first)),
    privateData: await tried(network.getBlockAndPrivateDataEvents({ startBlock: 0n }).then(first)),
    events: await tried(network.getChaincodeEvents('origin', { startBlock: 0n }).then(first)),
  };
}

/** The verdict on a transaction as each kind of question tells it, asked by another member later. */
async function verdictOf(ledger: LedgerUnderTest, id: string, start: bigint): Promise<Json> {
  const other = await ledger.client('SG');
  await ledger.settled();
  return (await codesBetween(other, start, await height(other))).get(id) ?? 'none';
}

const behaviours: readonly Behaviour[] = [
  {
    name: 'a client whose certificate has ended is refused',
    run: async (ledger) => {
      const ended = await ledger.certify('VN', 'client', inAWhile(-MINUTE_MILLISECONDS));
      return asked(ledger, await ledger.client('VN', { as: ended }));
    },
  },
  {
    name: 'what a client did before its certificate ended stays valid; what it held back is not ordered',
    run: async (ledger) => {
      const ends = inAWhile(SOON_MILLISECONDS);
      const client = await ledger.client('VN', { as: await ledger.certify('VN', 'client', ends) });
      const start = await height(await ledger.client('SG'));
      const transaction = await client.proposal([['put', 'k1', 'in time']]).endorse();
      const inTime = await client.order(transaction);
      const held = await client.proposal([['put', 'k1', 'late']]).endorse();
      await ledger.passed(ends);
      return {
        inTime,
        held: await client.order(held),
        afterwards: await verdictOf(ledger, transaction.getTransactionId(), start),
        read: await (await ledger.client('SG')).evaluate([['get', 'k1']]),
      };
    },
  },
  {
    name: 'an endorsement counts by the role of its certificate: all are members, none is another',
    run: async (ledger) => {
      const [peer, client, admin] = await Promise.all(
        (['peer', 'client', 'admin'] as const).map(async (role) =>
          ledger.client('VN', { as: await ledger.certify('VN', role) }),
        ),
      );
      if (peer === undefined || client === undefined || admin === undefined) throw new Error('three roles');
      const verdicts: Record<string, Verdict> = {};
      for (const [name, role] of Object.entries({ MEMBER, PEER, CLIENT, ADMIN })) {
        const key = `k2.${name}`;
        verdicts[`${name} set`] = await commit(ledger, [
          ['put', key, '0'],
          ['setPolicyBytes', key, policyOf('VN', role)],
        ]);
        const signers = { peer, client, admin, gateway: await ledger.client('VN') };
        for (const [signer, endorser] of Object.entries(signers))
          verdicts[`${name} by ${signer}`] = await orderedByVietnam(
            ledger,
            await writeEndorsedBy(ledger, key, endorser),
          );
      }
      return verdicts;
    },
  },
  {
    name: 'organisational units count each by itself where several stand in one relative name: one role, no more',
    run: async (ledger) => {
      const names = {
        'role first': ['client', 'customs'],
        'role last': ['customs', 'client'],
        'among three': ['hanoi', 'client', 'customs'],
        'a comma in another': ['client', 'customs, trade + goods'],
        'two roles': ['client', 'admin'],
        'a role twice': ['client', 'client'],
        'no role': ['customs', 'Client'],
        'a role inside a value': ['customs + OU=client'],
      };
      const submitted: Record<string, Json> = {};
      for (const [name, units] of Object.entries(names)) {
        const client = await ledger.client('VN', { as: await ledger.certify('VN', units) });
        submitted[name] = await client.submit([['put', `k6.${name}`, '1']]);
      }
      const set = await commit(ledger, [
        ['put', 'k6', '0'],
        ['setPolicyBytes', 'k6', policyOf('VN', ADMIN)],
      ]);
      const endorsed: Record<string, Verdict> = {};
      for (const units of [
        ['admin', 'customs'],
        ['customs', 'admin'],
        ['customs', 'client'],
      ]) {
        const endorser = await ledger.client('VN', { as: await ledger.certify('VN', units) });
        endorsed[units.join()] = await orderedByVietnam(
          ledger,
          await writeEndorsedBy(ledger, 'k6', endorser),
        );
      }
      return { submitted, set, endorsed };
    },
  },
  {
    name: "an endorsement by a certificate that has ended counts, another member's does not",
    run: async (ledger) => {
      const ended = await ledger.certify('VN', 'peer', inAWhile(-MINUTE_MILLISECONDS));
      const peer = await ledger.client('VN', { as: ended });
      const set = await commit(ledger, [
        ['put', 'k3', '0'],
        ['setPolicyBytes', 'k3', policyOf('VN', PEER)],
      ]);
      const others = await Promise.all(
        EVERYONE_ELSE.map(async (code) => ledger.client(code, { as: await ledger.certify(code, 'peer') })),
      );
      return {
        set,
        ended: await orderedByVietnam(ledger, await writeEndorsedBy(ledger, 'k3', peer)),
        others: await orderedByVietnam(ledger, await writeEndorsedBy(ledger, 'k3', ...others)),
      };
    },
  },
  {
    name: 'a revoked client is refused everywhere, with what it held back; what it endorsed counts no more',
    run: async (ledger) => {
      const set = await commit(ledger, [
        ['put', 'k4', '0'],
        ['setPolicyBytes', 'k4', policyOf('TH', MEMBER)],
      ]);
      const client = await ledger.client('TH');
      const start = await height(await ledger.client('SG'));
      const transaction = await client.proposal([['put', 'k5', 'in time']]).endorse();
      const inTime = await client.order(transaction);
      const held = await client.proposal([['put', 'k5', 'late']]).endorse();
      const endorsedInTime = await orderedByVietnam(ledger, await writeEndorsedBy(ledger, 'k4', client));
      const endorsed = await writeEndorsedBy(ledger, 'k4', client);
      await ledger.revoke('TH');
      // The block that revokes it is at every peer.
      await ledger.settled();
      const renewed = await ledger.client('TH');
      return {
        set,
        inTime,
        endorsedInTime,
        asked: await asked(ledger, client),
        held: await client.order(held),
        endorsed: await orderedByVietnam(ledger, endorsed),
        afterwards: await verdictOf(ledger, transaction.getTransactionId(), start),
        renewed: await renewed.submit([['put', 'k5', 'renewed']]),
        endorsedByRenewed: await orderedByVietnam(ledger, await writeEndorsedBy(ledger, 'k4', renewed)),
      };
    },
  },
];

/** Vietnam's gateway orders it. */
async function orderedByVietnam(ledger: LedgerUnderTest, transaction: Transaction): Promise<Verdict> {
  return (await ledger.client('VN')).order(transaction);
}

export const identities: Topic = { topic: 'identities', behaviours };
