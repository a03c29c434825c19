import { expect } from 'chai';
import { readOptions } from './options.js';
import { quietLogs } from './quiet-logs.js';

describe('options of the contract service', () => {
  it('come from the command line, else from the environment', () => {
    const environment = { CHAINCODE_SERVER_ADDRESS: '0.0.0.0:9999', CHAINCODE_ID: 'origin' };
    expect(readOptions([], environment)).to.deep.equal({ address: '0.0.0.0:9999', id: 'origin' });
    expect(readOptions(['--address', '127.0.0.1:7055', '--id', 'x'], environment)).to.deep.equal({
      address: '127.0.0.1:7055',
      id: 'x',
    });
  });

  it('take TLS by file names, the client authority only where it is given', () => {
    const base = ['--address', 'a:1', '--id', 'x', '--tls-key', 'k', '--tls-cert', 'c'];
    expect(readOptions(base, {}).tls).to.deep.equal({ key: 'k', certificate: 'c' });
    expect(readOptions(base, { CHAINCODE_TLS_CA: 'ca' }).tls).to.have.property('clientAuthority', 'ca');
  });

  it('are refused when missing, unknown or half', () => {
    expect(() => readOptions([], {})).to.throw('--address');
    expect(() => readOptions(['--address', 'host'], {})).to.throw('--address');
    expect(() => readOptions(['--address', 'a:1'], {})).to.throw('--id');
    expect(() => readOptions(['--address', 'a:1', '--id', 'x', '--tls-key', 'k'], {})).to.throw('TLS');
    expect(() => readOptions(['--port', '1'], {})).to.throw('--port');
  });

  it('never let the shim log at a level that shows arguments', () => {
    const levelFor = (asked?: string): string | undefined => {
      const environment: Record<string, string | undefined> = { CORE_CHAINCODE_LOGGING_LEVEL: asked };
      quietLogs(environment);
      return environment['CORE_CHAINCODE_LOGGING_LEVEL'];
    };
    expect([undefined, 'debug', 'DEBUG', 'nonsense'].map(levelFor)).to.deep.equal(Array(4).fill('ERROR'));
    expect(levelFor('info')).to.equal('INFO');
  });
});
