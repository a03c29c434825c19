import { readFile } from 'node:fs/promises';
import { credentials } from '@grpc/grpc-js';
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { randomBytes } from 'node:crypto';
import { readSigner } from '../../msp/signer.js';
import { endpoint } from '../../topology/endpoint.js';
import { memberAddress, peerHost, type Member } from '../../topology/topology.js';
import { materialOf, type FabricContext } from '../fabric-context.js';

const TIMEOUT = 60_000;
/** Fabric's limit for a message. */
const LARGEST_MESSAGE = 100 * 1024 * 1024;

/**
 * The blocks of a member's peer from `first` to its newest, each with the private data that this peer holds of it, as the
 * member's administrator is given them.
 *
 * @throws Error of gRPC, or with the status by which the peer refuses
 */
export async function* blocksWithPrivateData(
  context: Readonly<{ layout: FabricContext['layout']; topology: FabricContext['topology'] }>,
  member: Member,
  first: number,
): AsyncGenerator<peer.BlockAndPrivateData> {
  const material = materialOf(context, member);
  const [root, signer] = await Promise.all([
    readFile(material.tlsCaCertificate),
    readSigner(member.mspId, material.admin),
  ]);
  const client = new peer.DeliverClient(
    endpoint(memberAddress(context.topology, member), member.peer.port),
    credentials.createSsl(root),
    { 'grpc.ssl_target_name_override': peerHost(member), 'grpc.max_receive_message_length': LARGEST_MESSAGE },
  );
  const stream = client.deliverWithPrivateData({ deadline: Date.now() + TIMEOUT });
  try {
    stream.write(seek(context.topology.channel, signer, first));
    for await (const response of stream as AsyncIterable<peer.DeliverResponse>) {
      const block = response.getBlockAndPrivateData();
      if (block !== undefined) yield block;
      else if (response.getStatus() === common.Status.SUCCESS) return;
      else throw new Error(`the peer of ${member.code} delivers no blocks: status ${response.getStatus()}`);
    }
  } finally {
    stream.cancel();
    client.close();
  }
}

function seek(
  channel: string,
  signer: Awaited<ReturnType<typeof readSigner>>,
  first: number,
): common.Envelope {
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.DELIVER_SEEK_INFO);
  header.setChannelId(channel);
  header.setTimestamp(timestamps.Timestamp.fromDate(new Date()));
  const creator = new common.SignatureHeader();
  creator.setCreator(signer.serialized);
  creator.setNonce(randomBytes(24));
  const headers = new common.Header();
  headers.setChannelHeader(header.serializeBinary());
  headers.setSignatureHeader(creator.serializeBinary());

  const from = new orderer.SeekPosition();
  const specified = new orderer.SeekSpecified();
  specified.setNumber(first);
  from.setSpecified(specified);
  const to = new orderer.SeekPosition();
  to.setNewest(new orderer.SeekNewest());
  const info = new orderer.SeekInfo();
  info.setStart(from);
  info.setStop(to);

  const payload = new common.Payload();
  payload.setHeader(headers);
  payload.setData(info.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(signer.sign(payload.serializeBinary()));
  return envelope;
}
