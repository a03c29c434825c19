import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { Problem, validatorOf } from '@origin-ledger/model';
import type { RunningGateway } from '../gateway.js';
import { TestNetwork } from '../testing/test-network.js';

describe('what never becomes a request', () => {
  let network: TestNetwork;
  let gateway: RunningGateway;

  before(async () => {
    network = await TestNetwork.open();
    gateway = await network.start();
  });
  after(() => network.close());

  /** Sends these bytes, and reads until the gateway ends the connection. */
  async function exchange(message: string): Promise<{ readonly status: string; readonly problem: unknown }> {
    const socket = connect(gateway.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(message);
    const answer = await text(socket);
    expect(answer.match(/HTTP\/1\.1 \d/g), 'answers').to.have.length(1);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).to.include('Content-Type: application/problem+json');
    return { status: head.split(' ')[1] ?? '', problem: JSON.parse(body) };
  }

  for (const [what, message, code, status] of [
    [
      'a target and headers of more than 16 kB',
      `GET /v1/status?a=${'b'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      'HEADERS_TOO_LARGE',
      '431',
    ],
    ['a message that is not HTTP', 'ORIGIN please\r\n\r\n', 'MESSAGE_MALFORMED', '400'],
    [
      'two Host headers',
      'GET /health/live HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n',
      'MESSAGE_MALFORMED',
      '400',
    ],
    ...[
      'identity, chunked',
      'identity\r\nTransfer-Encoding: chunked',
      'chunked\r\nTransfer-Encoding: chunked',
    ].map(
      (coding) =>
        [
          `the transfer coding ${coding.replaceAll('\r\n', ' and ')}, and what follows it`,
          `POST /v1/operations HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n` +
            'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n',
          'MESSAGE_MALFORMED',
          '400',
        ] as const,
    ),
  ] as const) {
    it(`is refused with problem details too: ${what}`, async () => {
      const answer = await exchange(message);
      expect(answer.status).to.equal(status);
      expect(validatorOf(Problem).problems(answer.problem)).to.deep.equal([]);
      expect(answer.problem).to.include({ code });
    });
  }
});
