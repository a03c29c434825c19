import { status } from '@grpc/grpc-js';
import { common, gateway } from '@hyperledger/fabric-protos';
import { LedgerError } from '../seam.js';
import { expiryOf } from './check-proposal.js';
import { implicitPolicyFailure, signerOf, type MemberView, type NetworkView } from './network-view.js';
import { errorDetail, errorText, RpcError } from './rpc-error.js';
import { unsupported } from './unsupported.js';

const WRITERS = '/Channel/Writers';

/** `gateway.Gateway/Submit`: hands a signed transaction to the ordering, which checks who signed it. */
export async function submit(
  { network }: MemberView,
  request: gateway.SubmitRequest,
): Promise<gateway.SubmitResponse> {
  const envelope = request.getPreparedTransaction();
  if (envelope === undefined)
    throw new RpcError(status.INVALID_ARGUMENT, 'a prepared transaction is required');
  if (envelope.getSignature_asU8().length === 0) {
    throw new RpcError(status.INVALID_ARGUMENT, 'prepared transaction must be signed');
  }
  const channel = request.getChannelId();
  if (channel !== network.channel.name) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      `failed to get config for channel [${channel}]: could not get last config for channel ${channel}`,
    );
  }
  checkEnvelope(network, envelope);
  try {
    await network.channel.order(envelope.serializeBinary());
  } catch (error) {
    if (error instanceof LedgerError) throw insufficient(network, error.message);
    throw error;
  }
  return new gateway.SubmitResponse();
}

/** What an orderer checks of an ordinary message: type, expiry, signature, the channel's writers; the id is the peers'. */
function checkEnvelope(network: NetworkView, envelope: common.Envelope): void {
  const { channelHeader, signatureHeader } = headers(network, envelope);
  const type = channelHeader.getType();
  if (type === common.HeaderType.CONFIG_UPDATE) throw unsupported('channel configuration updates');
  if (type !== common.HeaderType.ENDORSER_TRANSACTION) {
    throw refused(network, 'BAD_REQUEST', 'message is of type that cannot be processed directly');
  }
  if (channelHeader.getChannelId() !== network.channel.name) {
    throw refused(network, 'BAD_REQUEST', 'channel does not exist');
  }
  const identity = signatureHeader.getCreator_asU8();
  const expires = expiryOf(network, identity);
  if (expires !== undefined && network.now() > expires) {
    throw refused(network, 'BAD_REQUEST', 'broadcast client identity expired');
  }
  const signer = signerOf(network, {
    message: envelope.getPayload_asU8(),
    identity,
    signature: envelope.getSignature_asU8(),
  });
  if (signer === undefined || !network.configuration.satisfies(WRITERS, [signer])) {
    throw refused(network, 'FORBIDDEN', `${implicitPolicyFailure(WRITERS)}: permission denied`);
  }
}

function headers(
  network: NetworkView,
  envelope: common.Envelope,
): { channelHeader: common.ChannelHeader; signatureHeader: common.SignatureHeader } {
  try {
    const header = common.Payload.deserializeBinary(envelope.getPayload_asU8()).getHeader();
    if (header === undefined) throw new Error('no header was set');
    return {
      channelHeader: common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
      signatureHeader: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
    };
  } catch (error) {
    throw refused(network, 'BAD_REQUEST', `could not determine channel ID: ${errorText(error)}`);
  }
}

function refused(network: NetworkView, code: 'BAD_REQUEST' | 'FORBIDDEN', info: string): RpcError {
  return insufficient(network, `received unsuccessful response from orderer: status=${code}, info=${info}`);
}

/** Under BFT every orderer is asked, and each of them refuses. */
function insufficient(network: NetworkView, reason: string): RpcError {
  return new RpcError(
    status.UNAVAILABLE,
    'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
    network.orderers.map(({ address, mspId }) => errorDetail(address, mspId, reason)),
  );
}
