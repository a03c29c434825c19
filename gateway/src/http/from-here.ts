import { BlockList, isIPv6 } from 'node:net';
import type { Request } from 'express';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
// As a socket that takes both kinds names IPv4 addresses.
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

/** Whether an address is this machine's own: nobody else can reach it, or come from it. */
export const isLoopback = (address: string): boolean =>
  address === 'localhost' || loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** Whether a request comes from this machine. */
export const fromHere = ({ socket }: Pick<Request, 'socket'>): boolean =>
  isLoopback(socket.remoteAddress ?? '');
