import { newSigningKey, type DocumentToIssue, type HolderKey, type OriginClient } from '@origin-ledger/sdk';
import { sampleDocument } from '../data/sample-documents.js';
import { inDays } from '../support/in-days.js';
import type { World } from '../support/world.js';
import type { Steps } from './steps.js';

/** Who takes part, and what they work with. */
export interface Cast {
  readonly world: World;
  readonly officerKey: HolderKey;
  readonly vietnam: OriginClient;
  readonly exporter: OriginClient;
  readonly singapore: OriginClient;
  readonly thailand: OriginClient;
  /** A real Form D without its reference and dates. */
  readonly coffee: DocumentToIssue;
  /** Boxes that an application leaves to the day of issue. */
  readonly filled: { readonly office: string; readonly departure: string };
}

/** Registers officers of three members and the exporter in box 1. */
export async function enrolCast(world: World, steps: Steps): Promise<Cast> {
  const coffee = sampleDocument('vn-sg-coffee');
  const keys = new Map<string, HolderKey>();
  const enrol = (
    holder: string,
    role: 'signatory' | 'customs' | 'exporter',
    alg?: 'Ed25519',
  ): Promise<void> =>
    steps.run(`${holder.split(':')[0] ?? ''} administrator`, `registers ${holder} as ${role}`, async () => {
      const key = await newSigningKey({ holder, ...(alg === undefined ? {} : { alg }) });
      keys.set(holder, key);
      return world.register(key, [role]);
    });
  const exporter = coffee.exporter.party ?? 'VN:exporter';
  await enrol('VN:officer-1', 'signatory');
  await enrol(exporter, 'exporter', 'Ed25519');
  await enrol('SG:officer-1', 'customs');
  await enrol('TH:officer-1', 'customs');
  const keyOf = (holder: string): HolderKey => {
    const key = keys.get(holder);
    if (key === undefined) throw new Error(`${holder} was not registered: the demo cannot go on`);
    return key;
  };
  const officerKey = keyOf('VN:officer-1');
  return {
    world,
    officerKey,
    vietnam: world.client(officerKey),
    exporter: world.client(keyOf(exporter)),
    singapore: world.client(keyOf('SG:officer-1'), { signedAnswers: true }),
    thailand: world.client(keyOf('TH:officer-1')),
    coffee,
    filled: { office: 'SGN', departure: inDays(7) },
  };
}
