import { readFile } from 'node:fs/promises';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { discovery, peer } from '@hyperledger/fabric-protos';
import { readSigner } from '../msp/signer.js';
import { memberAddress, peerHost, type Member } from '../topology/topology.js';
import { materialOf, type FabricContext } from './fabric-context.js';
import { endpoint } from '../topology/endpoint.js';

const TIMEOUT = 15_000;

/**
 * Organisations whose peers a member's peer would ask to endorse the contract, by MSP id. They are known some seconds
 * after peers join: until then "2 of" policies cannot be met.
 */
export async function knownEndorsers(
  context: FabricContext,
  member: Member,
  contract: string,
): Promise<readonly string[]> {
  const call = new peer.ChaincodeCall();
  call.setName(contract);
  const interest = new peer.ChaincodeInterest();
  interest.addChaincodes(call);
  const membership = new discovery.PeerMembershipQuery();
  membership.setFilter(interest);
  const query = new discovery.Query();
  query.setChannel(context.topology.channel);
  query.setPeerQuery(membership);
  const result = await ask(context, member, query);
  if (result.hasError()) throw new Error(result.getError()?.getContent());
  return (
    result
      .getMembers()
      ?.getPeersByOrgMap()
      .getEntryList()
      .map(([mspId]) => mspId) ?? []
  );
}

async function ask(
  context: FabricContext,
  member: Member,
  query: discovery.Query,
): Promise<discovery.QueryResult> {
  const material = materialOf(context, member);
  const [root, signer] = await Promise.all([
    readFile(material.tlsCaCertificate),
    readSigner(member.mspId, material.admin),
  ]);
  const authentication = new discovery.AuthInfo();
  authentication.setClientIdentity(signer.serialized);
  const request = new discovery.Request();
  request.setAuthentication(authentication);
  request.addQueries(query);
  const payload = request.serializeBinary();
  const signed = new discovery.SignedRequest();
  signed.setPayload(payload);
  signed.setSignature(signer.sign(payload));

  const client = new discovery.DiscoveryClient(
    endpoint(memberAddress(context.topology, member), member.peer.port),
    credentials.createSsl(root),
    { 'grpc.ssl_target_name_override': peerHost(member) },
  );
  try {
    const response = await new Promise<discovery.Response>((resolve, reject) => {
      client.discover(
        signed,
        { deadline: Date.now() + TIMEOUT },
        (error: ServiceError | null, answer?: discovery.Response) => {
          if (answer !== undefined) resolve(answer);
          else reject(error ?? new Error('the peer answered nothing'));
        },
      );
    });
    const [result] = response.getResultsList();
    if (result === undefined) throw new Error('the peer answered nothing');
    return result;
  } finally {
    client.close();
  }
}
