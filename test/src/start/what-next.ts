import { shellWord } from '@origin-ledger/network/process';
import { inDays } from '../support/in-days.js';
import type { World } from '../support/world.js';
import { MEMBERS, type StartOptions } from './options.js';

/** Where everything is, and commands to paste into a shell. */
export function whatNext(
  world: World,
  { directory }: StartOptions,
  files: Readonly<Record<string, string>>,
  reference: string,
): string {
  const rows = [
    ...MEMBERS.map((code) => [`gateway of ${world.member(code).name}`, world.gatewayUrl(code)]),
    ...world.topology.members.map(({ code, name }) => [
      `peer of ${name}`,
      `grpcs://${world.peerEndpoint(code)}`,
    ]),
    ['data', directory],
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  const table = rows.map(([name = '', value = '']) => `  ${name.padEnd(width)}  ${value}`).join('\n');
  const trusting = (option: string, member: string): string => {
    const authority = world.gatewayAuthority(member);
    return authority === undefined ? '' : `${option} ${shellWord(authority)} `;
  };
  const as = (holder: string, member: string): string =>
    `--gateway ${world.gatewayUrl(member)} ${trusting('--ca', member)}--key ${shellWord(files[holder] ?? '')}`;
  return `
${table}

Try next, in another terminal:
  npm run co -- show ${reference} ${as('SG:officer-1', 'SG')}
  npm run co -- history ${reference} ${as('VN:officer-1', 'VN')}
  npm run co -- issue test/data/vn-sg-garments.json --office SGN --departure ${inDays(7)} ${as('VN:officer-1', 'VN')}
  curl ${trusting('--cacert', 'VN')}${world.gatewayUrl('VN')}/openapi.json

Serving until Ctrl-C.`;
}
