import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { NetworkError } from '../../network-error.js';
import { memberAddress, ordererHost, type Member } from '../../topology/topology.js';
import { materialOf, type FabricContext } from '../fabric-context.js';

/** What an orderer says of a channel it takes part in. */
export interface OrdererChannel {
  readonly name: string;
  readonly status: 'active' | 'onboarding' | 'inactive' | 'failed';
  readonly consensusRelation: 'consenter' | 'follower' | 'config-tracker' | 'other';
  readonly height: number;
}

interface Answer {
  /** When its machine says it answered. */
  readonly date: string | undefined;
  readonly status: number;
  readonly body: string;
}

const TIMEOUT = 10_000;
const BOUNDARY = 'origin-ledger-config-block';

/** What the member's orderer says of the channel; undefined when it has not joined. */
export async function ordererChannel(
  context: FabricContext,
  member: Member,
): Promise<OrdererChannel | undefined> {
  const answer = await call(context, member, 'GET', `/${context.topology.channel}`);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refused(member, answer);
  return JSON.parse(answer.body) as OrdererChannel;
}

/** How far the clock of the orderer's machine is ahead of this one's, in seconds; undefined when it does not say. */
export async function clockOffset(context: FabricContext, member: Member): Promise<number | undefined> {
  const { date } = await call(context, member, 'GET', '');
  return date === undefined ? undefined : (Date.parse(date) - Date.now()) / 1000;
}

/** Has a member's orderer join the channel by a configuration block. Nothing happens when it has joined already. */
export async function joinOrderer(context: FabricContext, member: Member, block: Uint8Array): Promise<void> {
  const body = Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="config-block"; filename="config.block"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    block,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
  const answer = await call(context, member, 'POST', '', body);
  // 405: it is a member of the channel already.
  if (answer.status !== 201 && answer.status !== 405) throw refused(member, answer);
}

/** The orderer's administration is plain HTTPS with the administrator's client certificate. */
async function call(
  context: FabricContext,
  member: Member,
  method: string,
  path: string,
  body?: Buffer,
): Promise<Answer> {
  const material = materialOf(context, member);
  const [ca, cert, key] = await Promise.all([
    readFile(material.tlsCaCertificate),
    readFile(material.admin.tls.certificate),
    readFile(material.admin.tls.privateKey),
  ]);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: memberAddress(context.topology, member),
        port: member.orderer.adminPort,
        path: `/participation/v1/channels${path}`,
        method,
        ca,
        cert,
        key,
        servername: ordererHost(member),
        timeout: TIMEOUT,
        agent: false,
        headers:
          body === undefined
            ? {}
            : { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`, 'Content-Length': body.length },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          resolve({
            date: incoming.headers.date,
            status: incoming.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
        incoming.on('error', reject);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function refused(member: Member, answer: Answer): NetworkError {
  return new NetworkError(
    'FABRIC_COMMAND_FAILED',
    `The orderer of ${member.code} answered ${answer.status}: ${answer.body.trim()}`,
  );
}
