import { readFile } from 'node:fs/promises';
import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { common, discovery, gateway, gossip, orderer, peer } from '@hyperledger/fabric-protos';
import type { TlsPaths } from '../../identity/layout.js';
import { NetworkError } from '../../network-error.js';
import { chaincodeEvents } from './chaincode-events.js';
import { commitStatus } from './commit-status.js';
import { ConcurrencyLimit, LIMITS } from './concurrency.js';
import { deliver, filtered, wholeBlock, withPrivateData, type BlockResponse } from './deliver.js';
import { endorse } from './endorse.js';
import { evaluate } from './evaluate.js';
import { deliverStream, serverStream, unary } from './handlers.js';
import type { MemberView } from './network-view.js';
import { processProposalCall } from './process-proposal.js';
import { submit } from './submit.js';
import { refuseAll } from './unsupported.js';
import { endpoint } from '../../topology/endpoint.js';

/** Fabric's limit for a message. */
const LARGEST_MESSAGE = 100 * 1024 * 1024;
const KEEPALIVE_MILLISECONDS = 60_000;

/** What a Fabric peer or orderer serves and a member's server refuses by name. */
export const REFUSED_SERVICES: readonly ServiceDefinition[] = [
  peer.SnapshotService,
  peer.ChaincodeSupportService,
  peer.ChaincodeService,
  discovery.DiscoveryService,
  gossip.GossipService,
  orderer.AtomicBroadcastService,
  orderer.ClusterService,
  orderer.ClusterNodeServiceService,
];

export interface MemberServer {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves one member's peer services over TLS.
 *
 * @throws NetworkError `PORT_TAKEN`.
 */
export async function startMemberServer(
  view: MemberView,
  options: Readonly<{ host: string; port: number; tls: TlsPaths }>,
): Promise<MemberServer> {
  const server = new Server({
    'grpc.max_receive_message_length': LARGEST_MESSAGE,
    'grpc.max_send_message_length': LARGEST_MESSAGE,
    'grpc.keepalive_time_ms': KEEPALIVE_MILLISECONDS,
  });
  addServices(server, view);
  const [rootCertificate, certificate, privateKey] = await Promise.all([
    readFile(options.tls.rootCertificate),
    readFile(options.tls.certificate),
    readFile(options.tls.privateKey),
  ]);
  const credentials = ServerCredentials.createSsl(rootCertificate, [
    { cert_chain: certificate, private_key: privateKey },
  ]);
  const wanted = endpoint(options.host, options.port);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(wanted, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else
        reject(
          new NetworkError('PORT_TAKEN', `Cannot listen on ${wanted}: ${error.message}`, { cause: error }),
        );
    });
  });
  return {
    address: endpoint(options.host, port),
    // Streams of events and blocks never end by themselves.
    close: () =>
      new Promise((resolve) => {
        server.forceShutdown();
        resolve();
      }),
  };
}

function addServices(server: Server, view: MemberView): void {
  const gatewayLimit = new ConcurrencyLimit('gateway.Gateway', LIMITS.gateway);
  server.addService(gateway.GatewayService, {
    evaluate: unary(gatewayLimit, (request: gateway.EvaluateRequest) => evaluate(view, request)),
    endorse: unary(gatewayLimit, (request: gateway.EndorseRequest) => endorse(view, request)),
    submit: unary(gatewayLimit, (request: gateway.SubmitRequest) => submit(view, request)),
    commitStatus: unary(gatewayLimit, (request: gateway.SignedCommitStatusRequest, signal) =>
      commitStatus(view, request, signal),
    ),
    chaincodeEvents: serverStream(gatewayLimit, (request: gateway.SignedChaincodeEventsRequest, signal) =>
      chaincodeEvents(view, request, signal),
    ),
  });
  const endorserLimit = new ConcurrencyLimit('protos.Endorser', LIMITS.endorser);
  server.addService(peer.EndorserService, {
    processProposal: unary(endorserLimit, (request: peer.SignedProposal) =>
      processProposalCall(view, request),
    ),
  });
  const deliverLimit = new ConcurrencyLimit('protos.Deliver', LIMITS.deliver);
  const delivering = (respond: BlockResponse): ReturnType<typeof deliverStream> =>
    deliverStream(
      deliverLimit,
      (envelope, signal) => deliver(view, envelope, respond, signal),
      common.Status.SUCCESS,
    );
  server.addService(peer.DeliverService, {
    deliver: delivering(wholeBlock),
    deliverFiltered: delivering(filtered),
    deliverWithPrivateData: delivering(withPrivateData),
  });
  for (const service of REFUSED_SERVICES) server.addService(service, refuseAll(service));
}
