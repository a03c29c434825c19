import { generateKeyPairSync, sign, verify } from 'node:crypto';

/** P-256 verifications per second of this machine, node:crypto, one core: the yardstick beside other rates. */
export function p256VerifyPerSecond(milliseconds = 500): number {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const message = Buffer.alloc(600, 7);
  const signature = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  const until = process.hrtime.bigint() + BigInt(milliseconds) * 1_000_000n;
  const began = process.hrtime.bigint();
  let verified = 0;
  do {
    for (let round = 0; round < 50; round++) if (verify('sha256', message, key, signature)) verified++;
  } while (process.hrtime.bigint() < until);
  return verified / (Number(process.hrtime.bigint() - began) / 1e9);
}
