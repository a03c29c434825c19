import type { NetworkInterfaceInfo } from 'node:os';
import { expect } from 'chai';
import { NetworkError } from '../../network-error.js';
import { assertOwnAddress } from './own-address.js';

const at = (address: string, internal: boolean, family: 'IPv4' | 'IPv6' = 'IPv4'): NetworkInterfaceInfo => ({
  ...{ address, internal, netmask: '', mac: '', cidr: null },
  ...(family === 'IPv4' ? { family } : { family, scopeid: 0 }),
});

describe('a machine for peers', () => {
  const lo = [at('127.0.0.1', true), at('::1', true, 'IPv6')];

  it('has an address besides loopback', () => {
    expect(() => {
      assertOwnAddress({ lo, eth0: [at('10.0.0.1', false)] }, '');
    }).not.to.throw();
  });

  it('may have it at an interface without a carrier, as one whose cable is out', () => {
    expect(() => {
      assertOwnAddress({ lo }, '  |-- 10.255.255.1\n     /32 host LOCAL\n');
    }).not.to.throw();
  });

  it('is refused without one, with how to make one', () => {
    for (const interfaces of [{}, { lo }, { lo, eth0: [at('fe80::1', false, 'IPv6')] }])
      expect(() => {
        assertOwnAddress(interfaces, '  |-- 127.0.0.1\n     /32 host LOCAL\n');
      }).to.throw(NetworkError, 'ip link add origin0');
  });
});
