import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { memberKey, OriginError } from '@origin-ledger/model';
import { memberRecord } from '@origin-ledger/model/testing';
import { testIdentity } from './testing/identity.js';

const { ChaincodeMessage } = peer;
const { Type } = ChaincodeMessage;

/** Speaks the peer's side of the chaincode protocol with the real service process. */
class Peer {
  readonly #client: grpc.Client;
  readonly #stream: grpc.ClientDuplexStream<peer.ChaincodeMessage, peer.ChaincodeMessage>;
  readonly #received: AsyncIterator<peer.ChaincodeMessage>;

  constructor(address: string) {
    this.#client = new grpc.Client(address, grpc.credentials.createInsecure());
    this.#stream = this.#client.makeBidiStreamRequest(
      '/protos.Chaincode/Connect',
      (message) => Buffer.from(message.serializeBinary()),
      (bytes) => ChaincodeMessage.deserializeBinary(bytes),
    );
    this.#received = this.#stream[Symbol.asyncIterator]() as AsyncIterator<peer.ChaincodeMessage>;
  }

  async next(): Promise<peer.ChaincodeMessage> {
    const result: IteratorResult<peer.ChaincodeMessage, unknown> = await this.#received.next();
    if (result.done === true) throw new Error('the service ended the stream');
    return result.value;
  }

  send(type: number, payload: Uint8Array = new Uint8Array(), proposal?: peer.SignedProposal) {
    const message = new ChaincodeMessage();
    message.setType(type as Parameters<typeof message.setType>[0]);
    message.setTxid('t1');
    message.setChannelId('origin');
    message.setPayload(payload);
    if (proposal !== undefined) message.setProposal(proposal);
    this.#stream.write(message);
  }

  close(): void {
    this.#stream.cancel();
    this.#client.close();
  }
}

async function proposalOf(
  args: readonly string[],
): Promise<{ input: Uint8Array; signed: peer.SignedProposal }> {
  const { mspId, idBytes } = await testIdentity('THMSP', 'client');
  const creator = new msp.SerializedIdentity();
  creator.setMspid(mspId);
  creator.setIdBytes(idBytes);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  signatureHeader.setNonce(new Uint8Array(24));
  const header = new common.Header();
  header.setSignatureHeader(signatureHeader.serializeBinary());
  header.setChannelHeader(new common.ChannelHeader().serializeBinary());
  const input = new peer.ChaincodeInput();
  input.setArgsList(args.map((argument) => Buffer.from(argument)));
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(input.serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  return { input: input.serializeBinary(), signed };
}

describe('the contract service', function () {
  this.timeout(20_000);
  let service: ChildProcess | undefined;
  let output = '';

  const start = (...options: string[]): ChildProcess => {
    output = '';
    const main = fileURLToPath(new URL('main.js', import.meta.url));
    const child = spawn(process.execPath, [main, ...options], {
      env: { PATH: process.env['PATH'], CORE_CHAINCODE_LOGGING_LEVEL: 'debug' },
    });
    service = child;
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stderr.on('data', collect);
    child.stdout.on('data', collect);
    return child;
  };

  afterEach(async () => {
    if (service !== undefined && service.exitCode === null && service.signalCode === null) {
      service.kill('SIGKILL');
      await once(service, 'exit');
    }
  });

  it('registers with a peer, answers a transaction, logs no arguments and stops when told', async () => {
    const child = start('--address', '127.0.0.1:0', '--id', 'origin_1.0:abc');
    while (!output.includes('\n')) await once(child.stdout ?? child, 'data');
    const [, address = ''] = /^listening (\S+) as origin_1\.0:abc\n$/.exec(output) ?? [];
    const link = new Peer(address);
    try {
      const register = await link.next();
      expect(register.getType()).to.equal(Type.REGISTER);
      expect(peer.ChaincodeID.deserializeBinary(register.getPayload_asU8()).getName()).to.equal(
        'origin_1.0:abc',
      );
      link.send(Type.REGISTERED);
      link.send(Type.READY);

      const asked = await proposalOf(['registry:member', 'SG']);
      link.send(Type.TRANSACTION, asked.input, asked.signed);
      const get = await link.next();
      expect(get.getType()).to.equal(Type.GET_STATE);
      expect(peer.GetState.deserializeBinary(get.getPayload_asU8()).getKey()).to.equal(memberKey('SG'));
      link.send(Type.RESPONSE, Buffer.from(JSON.stringify(memberRecord('SG'))));
      const completed = await link.next();
      expect(completed.getType()).to.equal(Type.COMPLETED);
      const answer = peer.Response.deserializeBinary(completed.getPayload_asU8());
      expect(answer.getStatus()).to.equal(200);
      expect(JSON.parse(Buffer.from(answer.getPayload_asU8()).toString())).to.deep.equal(memberRecord('SG'));

      const refused = await proposalOf(['certificate:record', 'PLANTED']);
      link.send(Type.TRANSACTION, refused.input, refused.signed);
      const refusal = peer.Response.deserializeBinary((await link.next()).getPayload_asU8());
      expect(refusal.getStatus()).to.equal(500);
      expect(OriginError.fromText(refusal.getMessage())).to.include({ code: 'REQUEST_CLAIMS' });
    } finally {
      link.close();
    }
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).to.equal(0);
    expect(output).not.to.include('PLANTED');
    expect(output).not.to.include('Customs of SG');
  });

  it('says what is missing and exits with 2', async () => {
    const child = start('--address', 'nowhere');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).to.equal(2);
    expect(output).to.include('--address HOST:PORT');
  });

  it('says when it cannot listen and exits with 1', async () => {
    const child = start('--address', '192.0.2.1:7055', '--id', 'x');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).to.equal(1);
    expect(output).to.include('cannot listen at 192.0.2.1:7055');
  });
});
