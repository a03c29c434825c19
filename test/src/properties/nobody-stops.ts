import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import { commitmentOf } from '@origin-ledger/model';
import {
  certify,
  embeddedAuthority,
  fabricAuthority,
  type Credentials,
} from '@origin-ledger/network/testing';
import { expect } from 'chai';
import { Clients } from '../conformance/clients.js';
import { endorsedBy, type TransactionParts } from '../conformance/tampering.js';
import { sampleDocument } from '../data/sample-documents.js';
import type { World } from '../support/world.js';
import type { Scene } from './scene.js';

const READERS = ['vietnam', 'singapore', 'thailand'] as const;
const MINUTE = 60_000;
const YEAR_2100 = 4_102_444_800;

/** What one member can write alone, with the keys of its own peer: nobody is stopped or misled by it. */
export function nobodyStops(scene: () => Scene): void {
  for (const seconds of [1e13, -1e13, YEAR_2100]) {
    it(`property: nobody stops another: what one member alone endorses, dated ${seconds} s, stops no gateway and moves no clock`, async () => {
      const { world, vietnam, filled } = scene();
      const issued = async () =>
        await scene().planted(vietnam.issue([sampleDocument('vn-sg-coffee')], filled));
      const { parcels, references } = await issued();
      const [contents = ''] = parcels;
      const client = await scene().client('VN');
      const deposit = client.proposal([], {
        arguments: ['certificate:deposit', JSON.stringify(references)],
        transient: { [commitmentOf(contents)]: contents },
        endorsers: ['VN'],
      });
      using clients = new Clients(join(world.data, 'connections'));
      const ownPeer = await clients.get({ code: 'VN', as: await peerCertificate(world, 'VN') });
      const dated = await endorsedBy(client, await deposit.endorse(), [ownPeer], (parts) => {
        parts.channelHeader.getTimestamp()?.setSeconds(seconds);
        hashProposalAnew(parts);
      });
      expect(await client.order(dated)).to.include({ stage: 'committed', code: 'VALID' });

      const [prompt = ''] = (await issued()).references;
      await scene().caughtUp(...READERS.map((name) => scene()[name]));
      for (const name of READERS) {
        const { asOf } = await scene()[name].status();
        expect(Date.parse(asOf.at ?? ''), name).to.be.within(Date.now() - 5 * MINUTE, Date.now() + MINUTE);
        for await (const { marks } of scene()[name].history(prompt)) expect(marks, name).to.deep.equal([]);
      }
    });
  }
}

/** A certificate of a member's own authority, as its peer has one: whoever has the authority has as many as he likes. */
async function peerCertificate(world: World, code: string): Promise<Credentials> {
  const member = world.member(code);
  const authority = await (world.ledgerKind === 'fabric'
    ? fabricAuthority(world.fabric.context, member)
    : embeddedAuthority(join(world.data, 'embedded', 'organizations'), member));
  return certify(authority, member, { commonName: `rogue.${member.domain}`, role: 'peer' });
}

/** The hash of the proposal in what is endorsed, after a change of the headers. */
function hashProposalAnew({ channelHeader, signatureHeader, action, endorsed }: TransactionParts): void {
  const hash = createHash('sha256');
  hash.update(channelHeader.serializeBinary());
  hash.update(signatureHeader.serializeBinary());
  hash.update(action.getChaincodeProposalPayload_asU8());
  const response = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8());
  response.setProposalHash(hash.digest());
  endorsed.setProposalResponsePayload(response.serializeBinary());
}
