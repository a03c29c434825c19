import { expect } from 'chai';
import { type Authority, newAuthority } from '../../../identity/authority.js';
import type { ContractAddress } from '../../seam.js';
import { ContractServices } from './contract-services.js';
import { ContractRuntime } from './contract-runtime.js';
import { freePort } from '../../../topology/free-port.js';
import { TestService } from '../testing/test-service.js';

function subject(commonName: string) {
  return { commonName, country: 'VN', organisation: 'VN' };
}

async function address(port: number, root: Authority, clients: Authority): Promise<ContractAddress> {
  const client = await clients.tls(subject('peer'), { dns: ['localhost'], ip: ['127.0.0.1'] });
  return {
    host: 'localhost',
    port,
    tls: {
      rootCertificate: Buffer.from(root.credentials.certificate),
      clientCertificate: Buffer.from(client.certificate),
      clientKey: Buffer.from(client.privateKey),
    },
  };
}

describe('contract service over TLS', function () {
  this.timeout(60_000);
  let root: Authority;
  let stranger: Authority;
  let service: TestService;

  before(async () => {
    root = await newAuthority(subject('root'), new Date());
    stranger = await newAuthority(subject('stranger'), new Date());
    const server = await root.tls(subject('contract'), { dns: ['localhost'], ip: ['127.0.0.1'] });
    service = await TestService.start(await freePort(), {
      certificate: server.certificate,
      key: server.privateKey,
      clientRoot: root.credentials.certificate,
    });
  });
  after(() => service.stop());

  async function registers(at: ContractAddress): Promise<boolean> {
    const runtime = new ContractRuntime('test', at, 1000);
    try {
      return await runtime.ready(1500);
    } finally {
      runtime.close();
    }
  }

  it('registers a service whose root is known, as a client it knows', async () => {
    const services = new ContractServices(1000);
    const at = await address(service.port, root, root);
    expect(await services.connect('test', new Map([['VNMSP', at]]))).to.be.empty;
    services.close();
  });

  it('does not talk to a service of another root', async () => {
    expect(await registers(await address(service.port, stranger, root))).to.be.false;
  });

  it('is not let in with a certificate of another root', async () => {
    expect(await registers(await address(service.port, root, stranger))).to.be.false;
  });

  it('does not talk plaintext to it', async () => {
    expect(await registers({ host: '127.0.0.1', port: service.port })).to.be.false;
  });
});
