import { GatewayError } from '@hyperledger/fabric-gateway';
import { ForeignPeer } from '../support/foreign-peer.js';
import { wordsFoundIn, wordsOf } from '../support/words-of.js';
import type { Cast } from './cast.js';
import type { MainJob } from './main-job.js';
import { must, type Steps } from './steps.js';

/** Thailand's gateway identity at Vietnam's peer, past every gateway of ours. */
export async function runDirectAttacks({ world, vietnam }: Cast, job: MainJob, steps: Steps): Promise<void> {
  const words = wordsOf(JSON.parse(job.text));
  const { asOf } = await vietnam.status();
  const last = BigInt(asOf.block);
  const at = (member: string): ForeignPeer =>
    new ForeignPeer({ profileFile: world.profileFile(member), at: 'VN' });

  await steps.run('TH gateway identity', "has Vietnam's peer evaluate certificate:read", async () => {
    using peer = at('TH');
    const error = await peer.evaluate('certificate', 'read', job.reference).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    must(error instanceof GatewayError, 'a refusal');
    const told = JSON.stringify([error.message, error.details]);
    must(told.includes('NOT_A_READER'), `NOT_A_READER, not ${error.message}`);
    must(wordsFoundIn(words, Buffer.from(told)).length === 0, 'an error without values');
    return { note: 'NOT_A_READER' };
  });
  await steps.run('TH gateway identity', "streams Vietnam's blocks with private data", async () => {
    using peer = at('TH');
    const blocks = await peer.blocksWithPrivateData(last);
    const found = wordsFoundIn(words, Buffer.concat(blocks));
    must(found.length === 0, `nothing of the document, but ${found.length} of its texts arrived`);
    return { note: `${blocks.length} blocks, none of ${words.length} texts` };
  });
  await steps.run('VN gateway identity', 'streams them too, and does get the contents', async () => {
    // The search above proves something only if it finds what is there.
    using peer = at('VN');
    const found = wordsFoundIn(words, Buffer.concat(await peer.blocksWithPrivateData(last)));
    must(found.length > 0, 'the contents');
    return { note: `${found.length} of ${words.length} texts` };
  });
}
