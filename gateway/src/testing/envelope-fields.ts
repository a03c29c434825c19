const HEADER = [1, 1];
const CHANNEL_HEADER = [...HEADER, 1];
const CREATOR = [...HEADER, 2, 1];
const ACTION = [1, 2, 1];
const PROPOSAL = [...ACTION, 2, 1];
const SPEC = [...PROPOSAL, 1, 1];
const ENDORSED = [...ACTION, 2, 2];
const RESPONSE = [...ENDORSED, 1];
const RESULT = [...RESPONSE, 2];
const NAMESPACE = [...RESULT, 1, 2];
const WRITES = [...NAMESPACE, 2];
const COLLECTION = [...NAMESPACE, 3];

/** Every field of an envelope, by the numbers of the messages it stands in. */
export const ENVELOPE_FIELDS: Readonly<Record<string, readonly number[]>> = {
  payload: [1],
  signature: [2],
  header: HEADER,
  channelHeader: CHANNEL_HEADER,
  type: [...CHANNEL_HEADER, 1],
  version: [...CHANNEL_HEADER, 2],
  timestamp: [...CHANNEL_HEADER, 3],
  seconds: [...CHANNEL_HEADER, 3, 1],
  nanos: [...CHANNEL_HEADER, 3, 2],
  channelId: [...CHANNEL_HEADER, 4],
  txId: [...CHANNEL_HEADER, 5],
  epoch: [...CHANNEL_HEADER, 6],
  extension: [...CHANNEL_HEADER, 7],
  signatureHeader: [...HEADER, 2],
  creator: CREATOR,
  mspId: [...CREATOR, 1],
  certificate: [...CREATOR, 2],
  nonce: [...HEADER, 2, 2],
  data: [1, 2],
  action: ACTION,
  actionHeader: [...ACTION, 1],
  actionPayload: [...ACTION, 2],
  proposal: PROPOSAL,
  input: [...PROPOSAL, 1],
  transient: [...PROPOSAL, 2],
  spec: SPEC,
  chaincodeId: [...SPEC, 2],
  chaincodeInput: [...SPEC, 3],
  args: [...SPEC, 3, 1],
  endorsed: ENDORSED,
  response: RESPONSE,
  proposalHash: [...RESPONSE, 1],
  result: RESULT,
  results: [...RESULT, 1],
  events: [...RESULT, 2],
  answer: [...RESULT, 3],
  resultChaincodeId: [...RESULT, 4],
  endorsement: [...ENDORSED, 2],
  endorser: [...ENDORSED, 2, 1],
  endorserSignature: [...ENDORSED, 2, 2],
  namespace: NAMESPACE,
  namespaceName: [...NAMESPACE, 1],
  writeSet: WRITES,
  reads: [...WRITES, 1],
  ranges: [...WRITES, 2],
  write: [...WRITES, 3],
  writeKey: [...WRITES, 3, 1],
  writeIsDelete: [...WRITES, 3, 2],
  writeValue: [...WRITES, 3, 3],
  policy: [...WRITES, 4],
  policyKey: [...WRITES, 4, 1],
  collection: COLLECTION,
  collectionName: [...COLLECTION, 1],
  hashedSet: [...COLLECTION, 2],
  hashedReads: [...COLLECTION, 2, 1],
  hashedWrite: [...COLLECTION, 2, 2],
  keyHash: [...COLLECTION, 2, 2, 1],
  hashedIsDelete: [...COLLECTION, 2, 2, 2],
  valueHash: [...COLLECTION, 2, 2, 3],
  hashedPolicy: [...COLLECTION, 2, 3],
};
