import type { OriginClient } from '@origin-ledger/sdk';
import { eventually } from '../support/eventually.js';
import type { Laboratory } from './laboratory.js';

const CATCH_UP_SECONDS = 900;

/** The importing member of a laboratory, come later. */
export interface Partner {
  readonly client: OriginClient;
  /** Seconds its gateway took from nothing to the ledger's last block. */
  readonly catchUpSeconds: number;
}

/** Enrols a customs officer of Singapore, starts its gateway and waits until its read model has every block. */
export async function openPartner({ world, officer }: Laboratory): Promise<Partner> {
  // Enrolled before there is a gateway that could know the key.
  const client = world.client(await world.enrol('SG:bench-officer', ['customs']));
  const { block } = (await world.client(officer).status()).asOf;
  const began = Date.now();
  await world.startGateway('SG', { readySeconds: CATCH_UP_SECONDS });
  await eventually(async () => {
    // Until its read model comes to the officer's key, the gateway refuses him.
    const { asOf } = await client.status();
    if (asOf.block < block) throw new Error(`the gateway of SG is at block ${asOf.block} of ${block}`);
  }, CATCH_UP_SECONDS);
  return { client, catchUpSeconds: (Date.now() - began) / 1000 };
}
