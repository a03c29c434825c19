import { createHash, verify, X509Certificate } from 'node:crypto';
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import { BinaryWriter } from 'google-protobuf';

/**
 * A second reading of a channel's blocks: hashes, signatures, certificates, policies, reads and verdicts, with
 * nothing of the ledger's own code but the published protocol messages and the platform's cryptography.
 */

const { kvrwset } = ledger.rwset;
const VALID = peer.TxValidationCode.VALID;
const CURVE_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

interface Signer {
  readonly mspId: string;
  readonly pem: string;
  readonly role: string;
}
interface Entry {
  readonly block: number;
  readonly transaction: number;
  readonly value: Uint8Array;
}
type Policy = common.SignaturePolicyEnvelope;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Reads a channel from block 0 on; throws at the first thing that does not hold. */
export class BlockAuditor {
  /** What was checked, for tests that must not pass on an empty ledger. */
  readonly checked = { blocks: 0, transactions: 0, invalid: 0, signatures: 0, policies: 0 };
  readonly #state = new Map<string, Entry>();
  readonly #seen = new Set<string>();
  #root = new common.ConfigGroup();
  #previous: Uint8Array = new Uint8Array();
  #commitHash: Uint8Array = new Uint8Array();
  #number = 0;

  add(block: common.Block): void {
    const header = required(block.getHeader(), 'header');
    const data = block.getData()?.getDataList_asU8() ?? [];
    const metadata = block.getMetadata()?.getMetadataList_asU8() ?? [];
    hold(header.getNumber() === this.#number, 'the numbers follow each other');
    hold(same(header.getPreviousHash_asU8(), this.#previous), 'the previous hash is the block before');
    hold(same(header.getDataHash_asU8(), sha256(Buffer.concat(data))), 'the data hash is of the envelopes');
    const headerBytes = asn1Header(header);
    const configuration = data.map(configurationOf).find((found) => found !== undefined);
    if (this.#number > 0) this.#checkOrderers(metadata[0] ?? new Uint8Array(), headerBytes);
    const flags = metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? new Uint8Array();
    hold(flags.length === data.length, 'there is one verdict for each envelope');
    const updates = new Map<string, Entry | { deleted: Entry }>();
    data.forEach((bytes, index) => {
      const verdict = configuration ? VALID : this.#judge(bytes, index, updates);
      hold(
        flags[index] === verdict,
        `verdict ${String(flags[index])} of ${this.#number}/${index} is ${verdict}`,
      );
      this.checked.transactions += 1;
      if (verdict !== VALID) this.checked.invalid += 1;
    });
    if (configuration) {
      hold(data.length === 1, 'a configuration stands alone');
      this.#root = configuration.root;
      const value = configuration.contents;
      updates.set('//CHANNEL_CONFIG_ENV_BYTES', { block: this.#number, transaction: 0, value });
    }
    if (this.#number > 0) this.#checkCommitHash(flags, updates, metadata[4] ?? new Uint8Array());
    for (const [key, update] of updates) {
      if ('deleted' in update) this.#state.delete(key);
      else this.#state.set(key, update);
    }
    this.#previous = sha256(headerBytes);
    this.#number += 1;
    this.checked.blocks += 1;
  }

  /** A quorum of the configuration's orderers, by the policy that stands there, has signed the block. */
  #checkOrderers(bytes: Uint8Array, header: Uint8Array): void {
    const metadata = common.Metadata.deserializeBinary(bytes);
    const orderer = required(this.#root.getGroupsMap().get('Orderer'), 'Orderer');
    const consenters = common.Orderers.deserializeBinary(
      required(orderer.getValuesMap().get('Orderers'), 'Orderers').getValue_asU8(),
    ).getConsenterMappingList();
    const signed = metadata.getSignaturesList().map((signature) => {
      hold(signature.getSignatureHeader_asU8().length === 0, 'an orderer signs by its number');
      const identifier = common.IdentifierHeader.deserializeBinary(signature.getIdentifierHeader_asU8());
      const consenter = required(
        consenters.find((each) => each.getId() === identifier.getIdentifier()),
        'consenter',
      );
      const message = Buffer.concat([metadata.getValue_asU8(), signature.getIdentifierHeader_asU8(), header]);
      const pem = Buffer.from(consenter.getIdentity_asU8()).toString();
      this.#checkSignature(pem, message, signature.getSignature_asU8());
      return { mspId: consenter.getMspId(), pem, role: 'orderer' };
    });
    const policy = required(orderer.getPoliciesMap().get('BlockValidation'), 'BlockValidation').getPolicy();
    hold(
      this.#satisfies(
        common.SignaturePolicyEnvelope.deserializeBinary(policy?.getValue_asU8() ?? bytes),
        signed,
      ),
      'a quorum of orderers signed',
    );
  }

  /** What a validator says of an envelope; its writes are added to the updates when it is valid. */
  #judge(bytes: Uint8Array, index: number, updates: Map<string, Entry | { deleted: Entry }>): number {
    const envelope = common.Envelope.deserializeBinary(bytes);
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const header = required(payload.getHeader(), 'header');
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
    const creator = this.#identity(signatureHeader.getCreator_asU8());
    this.#checkSignature(creator.pem, envelope.getPayload_asU8(), envelope.getSignature_asU8());
    const id = sha256(
      Buffer.concat([signatureHeader.getNonce_asU8(), signatureHeader.getCreator_asU8()]),
    ).toString('hex');
    hold(id === channelHeader.getTxId(), 'the transaction id is of nonce and creator');
    if (this.#seen.has(id)) return peer.TxValidationCode.DUPLICATE_TXID;
    this.#seen.add(id);
    const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
    const contents = peer.ChaincodeActionPayload.deserializeBinary(
      required(action, 'action').getPayload_asU8(),
    );
    const endorsed = required(contents.getAction(), 'endorsed action');
    const response = endorsed.getProposalResponsePayload_asU8();
    const proposal = Buffer.concat([
      header.getChannelHeader_asU8(),
      header.getSignatureHeader_asU8(),
      contents.getChaincodeProposalPayload_asU8(),
    ]);
    const answer = peer.ProposalResponsePayload.deserializeBinary(response);
    hold(same(answer.getProposalHash_asU8(), sha256(proposal)), 'the proposal hash is of the proposal');
    const endorsers = endorsed.getEndorsementsList().map((each) => {
      const endorser = this.#identity(each.getEndorser_asU8());
      this.#checkSignature(
        endorser.pem,
        Buffer.concat([response, each.getEndorser_asU8()]),
        each.getSignature_asU8(),
      );
      return endorser;
    });
    const result = peer.ChaincodeAction.deserializeBinary(answer.getExtension_asU8());
    const sets = ledger.rwset.TxReadWriteSet.deserializeBinary(result.getResults_asU8()).getNsRwsetList();
    if (!sets.every((set) => this.#isEndorsed(set, endorsers)))
      return peer.TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
    if (!sets.every((set) => this.#readsStand(set, updates))) return peer.TxValidationCode.MVCC_READ_CONFLICT;
    for (const set of sets) this.#write(set, index, updates);
    return VALID;
  }

  #isEndorsed(set: ledger.rwset.NsReadWriteSet, endorsers: readonly Signer[]): boolean {
    const contract = set.getNamespace();
    const values = kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8());
    const collections = set
      .getCollectionHashedRwsetList()
      .filter((each) => hashed(each).getHashedWritesList().length > 0);
    if (values.getWritesList().length === 0 && collections.length === 0) return true;
    this.checked.policies += 1;
    if (contract === '_lifecycle') {
      const organisations = groups(this.#root.getGroupsMap().get('Application'));
      const endorsing = organisations.filter((group) =>
        this.#satisfies(
          common.SignaturePolicyEnvelope.deserializeBinary(
            group.getPoliciesMap().get('Endorsement')?.getPolicy()?.getValue_asU8() ?? new Uint8Array(),
          ),
          endorsers,
        ),
      );
      return endorsing.length > organisations.length / 2;
    }
    const policies = collections.map((each) => this.#collectionPolicy(contract, each.getCollectionName()));
    if (values.getWritesList().length > 0) policies.push(undefined);
    return policies.every((policy) => this.#satisfies(policy ?? this.#contractPolicy(contract), endorsers));
  }

  #contractPolicy(contract: string): Policy {
    const info = peer.lifecycle.ChaincodeValidationInfo.deserializeBinary(
      this.#definition(contract, 'ValidationInfo'),
    );
    return required(
      peer.ApplicationPolicy.deserializeBinary(info.getValidationParameter_asU8()).getSignaturePolicy(),
      'policy',
    );
  }

  #collectionPolicy(contract: string, name: string): Policy | undefined {
    const collections = peer.CollectionConfigPackage.deserializeBinary(
      this.#definition(contract, 'Collections'),
    );
    return collections
      .getConfigList()
      .map((each) => each.getStaticCollectionConfig())
      .find((each) => each?.getName() === name)
      ?.getEndorsementPolicy()
      ?.getSignaturePolicy();
  }

  #definition(contract: string, field: string): Uint8Array {
    const entry = this.#state.get(`_lifecycle//namespaces/fields/${contract}/${field}`);
    return peer.lifecycle.StateData.deserializeBinary(required(entry, field).value).getBytes_asU8();
  }

  #readsStand(
    set: ledger.rwset.NsReadWriteSet,
    updates: ReadonlyMap<string, Entry | { deleted: Entry }>,
  ): boolean {
    const stands = (place: string, version: ledger.rwset.kvrwset.Version | undefined): boolean => {
      const entry = this.#state.get(place);
      return (
        !updates.has(place) &&
        entry?.block === version?.getBlockNum() &&
        entry?.transaction === version?.getTxNum()
      );
    };
    const namespace = set.getNamespace();
    const reads = kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getReadsList();
    return (
      reads.every((read) => stands(`${namespace}//${read.getKey()}`, read.getVersion())) &&
      set.getCollectionHashedRwsetList().every((each) =>
        hashed(each)
          .getHashedReadsList()
          .every((read) => {
            const key = Buffer.from(read.getKeyHash_asU8()).toString('latin1');
            return stands(`${namespace}/${each.getCollectionName()}/${key}`, read.getVersion());
          }),
      )
    );
  }

  #write(
    set: ledger.rwset.NsReadWriteSet,
    transaction: number,
    updates: Map<string, Entry | { deleted: Entry }>,
  ): void {
    const add = (collection: string, key: string, value: Uint8Array, isDelete: boolean): void => {
      const entry = { block: this.#number, transaction, value };
      updates.set(`${set.getNamespace()}/${collection}/${key}`, isDelete ? { deleted: entry } : entry);
    };
    for (const write of kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList()) {
      add('', write.getKey(), write.getValue_asU8(), write.getIsDelete());
    }
    for (const collection of set.getCollectionHashedRwsetList()) {
      for (const write of hashed(collection).getHashedWritesList()) {
        const key = Buffer.from(write.getKeyHash_asU8()).toString('latin1');
        add(collection.getCollectionName(), key, write.getValueHash_asU8(), write.getIsDelete());
      }
    }
  }

  /** The running hash: length and bytes of the verdicts, all updates in order, the hash before. */
  #checkCommitHash(
    flags: Uint8Array,
    updates: ReadonlyMap<string, Entry | { deleted: Entry }>,
    metadata: Uint8Array,
  ): void {
    const writer = new BinaryWriter();
    let [lastNamespace, lastCollection] = ['', ''];
    for (const place of [...updates.keys()].sort()) {
      const [namespace = '', collection = ''] = place.split('/', 2);
      const key = place.slice(namespace.length + collection.length + 2);
      const update = required(updates.get(place), 'update');
      const entry = 'deleted' in update ? update.deleted : update;
      writer.writeMessage(1, update, () => {
        if (namespace !== lastNamespace) writer.writeString(1, namespace);
        if (collection !== '' && (collection !== lastCollection || namespace !== lastNamespace)) {
          writer.writeString(2, collection);
        }
        writer.writeBytes(3, Buffer.from(key, collection === '' ? 'utf8' : 'latin1'));
        if ('deleted' in update) writer.writeBool(4, true);
        else if (entry.value.length > 0) writer.writeBytes(5, entry.value);
        writer.writeBytes(6, Buffer.concat([ordered(entry.block), ordered(entry.transaction)]));
      });
      [lastNamespace, lastCollection] = [namespace, collection];
    }
    hold(flags.length < 128, 'a length of one byte');
    const hash = sha256(
      Buffer.concat([Uint8Array.of(flags.length), flags, writer.getResultBuffer(), this.#commitHash]),
    );
    const stored = common.Metadata.deserializeBinary(metadata).getValue_asU8();
    hold(same(stored, hash), `the commit hash of block ${this.#number} is of its updates`);
    this.#commitHash = hash;
  }

  #identity(serialized: Uint8Array): Signer {
    const identity = msp.SerializedIdentity.deserializeBinary(serialized);
    const mspId = identity.getMspid();
    const pem = Buffer.from(identity.getIdBytes_asU8()).toString();
    const certificate = new X509Certificate(pem);
    const group = this.#root.getGroupsMap().get('Application')?.getGroupsMap().get(mspId);
    const definition = msp.FabricMSPConfig.deserializeBinary(
      msp.MSPConfig.deserializeBinary(
        required(group?.getValuesMap().get('MSP'), `MSP of ${mspId}`).getValue_asU8(),
      ).getConfig_asU8(),
    );
    hold(
      definition
        .getRootCertsList_asU8()
        .some((root) => certificate.verify(new X509Certificate(Buffer.from(root)).publicKey)),
      `${mspId} issued the certificate`,
    );
    return { mspId, pem, role: /^OU=(.*)$/mu.exec(certificate.subject)?.[1] ?? '' };
  }

  #checkSignature(pem: string, message: Uint8Array, signature: Uint8Array): void {
    const key = new X509Certificate(pem).publicKey;
    hold(verify('sha256', message, key, signature), 'a signature holds');
    const rLength = signature[3] ?? 0;
    const s = BigInt(`0x${Buffer.from(signature.subarray(6 + rLength)).toString('hex')}`);
    hold(s <= CURVE_ORDER / 2n, 'a signature has a low S');
    this.checked.signatures += 1;
  }

  /** Each signer counts for one principal at most: tries every assignment. */
  #satisfies(envelope: Policy, signers: readonly Signer[]): boolean {
    const principals = envelope.getIdentitiesList();
    const walk = (rule: common.SignaturePolicy, free: readonly Signer[]): (readonly Signer[])[] => {
      const outOf = rule.getNOutOf();
      if (!outOf) {
        const principal = principals[rule.getSignedBy()];
        return free
          .filter((signer) => principal !== undefined && matches(principal, signer))
          .map((signer) => free.filter((other) => other !== signer));
      }
      let ways: { left: readonly Signer[]; count: number }[] = [{ left: free, count: 0 }];
      for (const below of outOf.getRulesList()) {
        ways = ways.flatMap(({ left, count }) => [
          { left, count },
          ...walk(below, left).map((rest) => ({ left: rest, count: count + 1 })),
        ]);
      }
      return ways.filter(({ count }) => count >= outOf.getN()).map(({ left }) => left);
    };
    return walk(required(envelope.getRule(), 'rule'), signers).length > 0;
  }
}

function matches(principal: msp.MSPPrincipal, signer: Signer): boolean {
  const bytes = principal.getPrincipal_asU8();
  if (principal.getPrincipalClassification() === msp.MSPPrincipal.Classification.IDENTITY) {
    const identity = msp.SerializedIdentity.deserializeBinary(bytes);
    return (
      identity.getMspid() === signer.mspId &&
      Buffer.from(identity.getIdBytes_asU8()).toString() === signer.pem
    );
  }
  const role = msp.MSPRole.deserializeBinary(bytes);
  const names = ['member', 'admin', 'client', 'peer', 'orderer'];
  const wanted = names[role.getRole()];
  return role.getMspIdentifier() === signer.mspId && (wanted === 'member' || wanted === signer.role);
}

function hashed(collection: ledger.rwset.CollectionHashedReadWriteSet): ledger.rwset.kvrwset.HashedRWSet {
  return kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8());
}

function groups(of: common.ConfigGroup | undefined): common.ConfigGroup[] {
  const found: common.ConfigGroup[] = [];
  of?.getGroupsMap().forEach((group) => found.push(group));
  return found;
}

function configurationOf(
  bytes: Uint8Array,
): Readonly<{ root: common.ConfigGroup; contents: Uint8Array }> | undefined {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
  );
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (header.getType() !== common.HeaderType.CONFIG) return undefined;
  const contents = payload.getData_asU8();
  const root = common.ConfigEnvelope.deserializeBinary(contents).getConfig()?.getChannelGroup();
  return { root: required(root, 'configuration'), contents };
}

/** SEQUENCE of INTEGER number, OCTET STRING previous hash, OCTET STRING data hash. */
function asn1Header(header: common.BlockHeader): Buffer {
  let digits = header.getNumber().toString(16);
  if (digits.length % 2 === 1) digits = `0${digits}`;
  if (parseInt(digits.slice(0, 2), 16) > 127) digits = `00${digits}`;
  const item = (tag: number, bytes: Uint8Array): Buffer =>
    Buffer.concat([Uint8Array.of(tag, bytes.length), bytes]);
  return item(
    0x30,
    Buffer.concat([
      item(2, Buffer.from(digits, 'hex')),
      item(4, header.getPreviousHash_asU8()),
      item(4, header.getDataHash_asU8()),
    ]),
  );
}

/** Number of significant bytes, then these bytes. */
function ordered(value: number): Buffer {
  const digits = value.toString(16);
  const bytes =
    value === 0
      ? Buffer.alloc(0)
      : Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Uint8Array.of(bytes.length), bytes]);
}

function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

function hold(condition: boolean, what: string): void {
  if (!condition) throw new Error(`does not hold: ${what}`);
}
