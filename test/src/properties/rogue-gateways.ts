import { msp } from '@hyperledger/fabric-protos';
import { registerKey, registryActs, revokeKey, type RegistryAct } from '@origin-ledger/cli';
import {
  canonicalText,
  decodeBase64url,
  encodeBase64url,
  forms,
  formSubject,
  signRequest,
  type Form,
  type Role,
} from '@origin-ledger/model';
import { TEST_AUTHORITIES } from '@origin-ledger/model/testing';
import {
  newSigningKey,
  prepareIssue,
  registrationOf,
  type HolderKey,
  type PreparedRequest,
} from '@origin-ledger/sdk';
import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import type { MemberClient, Verdict } from '../conformance/member-client.js';
import { changedTransaction } from '../conformance/tampering.js';
import { sampleDocument } from '../data/sample-documents.js';
import { actsOnLedger } from '../support/acts-on-ledger.js';
import { administratorKey } from '../support/administrator-key.js';
import { eventually } from '../support/eventually.js';
import { signedWithAnother } from '../support/forged-requests.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import { codeOf, type Scene } from './scene.js';

const HOUR = 3_600_000;

/** What gateways, administrators and persons can do who are not who they should be. */
export function rogueGateways(scene: () => Scene): void {
  const coffee = sampleDocument('vn-sg-coffee');
  const issueBy = async (key: HolderKey, audience?: string): Promise<PreparedRequest> =>
    prepareIssue(key, {
      ...scene().filled,
      audience: audience ?? (await scene().vietnam.network()).audience,
      utcOffsetMinutes: 420,
      documents: [coffee],
    });
  const submit = (client: MemberClient, name: string, request: string): Promise<Verdict> =>
    client.submit([], { arguments: [name, request] });
  const mustRefuse = async (client: MemberClient, request: string, code: string): Promise<void> => {
    const verdict = await submit(client, 'certificate:issue', request);
    expect(verdict.stage, code).to.equal('endorse');
    expect(JSON.stringify(verdict), code).to.contain(code);
  };

  it('property: nobody speaks for another: a gateway that alters, invents, redirects or passes on as its own is refused by every peer', async () => {
    const { keys } = scene();
    const [own, singapore, thailand] = await Promise.all(
      ['VN', 'SG', 'TH'].map((code) => scene().client(code)),
    );
    if (own === undefined || singapore === undefined || thailand === undefined) throw new Error('no clients');
    const genuine = await issueBy(keys.officer);
    const stranger = await newSigningKey({ holder: keys.officer.holder });
    const elsewhere = `origin#${'0'.repeat(64)}`;

    await mustRefuse(own, altered(genuine.request), 'SIGNATURE_INVALID');
    await mustRefuse(own, (await issueBy(stranger)).request, 'KEY_UNKNOWN');
    const forged = await issueBy(signedWithAnother(keys.officer, stranger));
    await mustRefuse(own, forged.request, 'SIGNATURE_INVALID');
    const inAnothersName = await issueBy({ ...keys.reexporter, holder: keys.officer.holder });
    await mustRefuse(own, inAnothersName.request, 'MEMBER_MISMATCH');
    await mustRefuse(singapore, inAnothersName.request, 'ISSUER_MISMATCH');
    await mustRefuse(own, (await issueBy(keys.officer, elsewhere)).request, 'REQUEST_AUDIENCE');
    // Seen as an endorser, before its own gateway has it ordered.
    await mustRefuse(singapore, genuine.request, 'MEMBER_MISMATCH');
    await mustRefuse(thailand, genuine.request, 'MEMBER_MISMATCH');

    const endorsed = await own.proposal([], { arguments: ['certificate:issue', genuine.request] }).endorse();
    const stolen = await changedTransaction(own, endorsed, () => undefined, thailand);
    expect(await thailand.order(stolen)).not.to.include({ code: 'VALID' });
    const taken = await changedTransaction(
      thailand,
      endorsed,
      ({ signatureHeader }) => {
        signatureHeader.setCreator(creatorOf(thailand));
      },
      thailand,
    );
    expect(await thailand.order(taken)).not.to.include({ code: 'VALID' });

    expect(await codeOf(scene().vietnam.perform(genuine)), 'the genuine one, after all').to.equal('done');
  });

  it('property: nobody speaks for another: a replayed request answers its first result and acts no second time', async () => {
    const { vietnam, world } = scene();
    const { prepared } = await scene().vietnam.issue([coffee], scene().filled);
    const first = await vietnam.operation(prepared.id);
    const own = await scene().client('VN');
    // An endorser that has not read the first one's block yet does not agree with one that has.
    await eventually(async () => {
      const again = await submit(own, 'certificate:issue', prepared.request);
      expect(again).to.include({ stage: 'committed', code: 'VALID' });
      expect(JSON.stringify(again)).to.contain(prepared.references[0]);
    });
    await mustRefuse(await scene().client('TH'), prepared.request, 'MEMBER_MISMATCH');
    expect((await vietnam.operation(prepared.id)).transactionId).to.equal(first.transactionId);
    using peer = new ForeignPeer({ profileFile: world.profileFile('SG'), at: 'SG' });
    const written = actsOnLedger(await peer.blocks((await peer.height()) - 1n));
    expect(written.get(prepared.id)).to.equal(1);
  });

  it("property: nobody speaks for another: an administrator enters, changes and revokes nothing of another member's", async () => {
    const { world, keys } = scene();
    const thai = await world.administrator('TH');
    const perform = (act: string, args: Record<string, unknown>): Promise<string> =>
      codeOf(thai.perform({ op: act, transaction: TRANSACTIONS[act] ?? '', args }));
    const stranger = await newSigningKey({ holder: 'VN:officer-7' });
    expect(
      await codeOf(
        registerKey(thai, await registrationOf(stranger, thai.audience), {
          roles: ['signatory'],
          authorities: TEST_AUTHORITIES,
        }),
      ),
    ).to.equal('OTHER_MEMBER');
    expect(await codeOf(revokeKey(thai, keys.officer.kid))).to.equal('OTHER_MEMBER');
    const entry = {
      code: 'VN',
      name: 'Vietnam',
      utcOffsetMinutes: 0,
      coEndorsers: ['THMSP'],
      exchanges: true,
    };
    expect(await perform('registry.member/1', { ...entry, coEndorsers: ['SGMSP'] })).to.equal('MEMBER_CODE');

    // The register of all: neither by himself, nor with an accomplice, nor by entering himself anew.
    const accomplice = await world.administrator('SG');
    const charter = { keeper: 'TH', members: ['ASEAN', 'SG', 'TH', 'VN'] };
    await accomplice.perform(registryActs.consent({ charter }));
    await accomplice.perform(registryActs.consent({ departure: 'VN' }));
    const small = { ...(JSON.parse(JSON.stringify(forms.get('D'))) as Form), itemLimit: 1 };
    await accomplice.perform(registryActs.consent(formSubject(small)));
    const acts: readonly (readonly [RegistryAct, string])[] = [
      [registryActs.departure('VN', 'SG'), 'REGISTER_KEEPER_REQUIRED'],
      [registryActs.departure('ASEAN', 'SG'), 'REGISTER_KEEPER_REQUIRED'],
      [registryActs.form(small, 'SG'), 'REGISTER_KEEPER_REQUIRED'],
      [registryActs.charter(charter, ['SG']), 'CONSENT_MAJORITY'],
      [registryActs.charter(charter, ['SG', 'VN']), 'CONSENT_MISSING'],
    ];
    for (const [act, code] of acts) expect(await codeOf(thai.perform(act)), act.op).to.equal(code);
    const own = { ...entry, code: 'TH', name: 'Thailand', coEndorsers: ['SGMSP'], charter };
    expect(await perform('registry.member/1', own)).to.equal('CHARTER_DISAGREES');

    // An administrator's own request, submitted by another's administrator, and by his own member's gateway.
    const request = await administratorsRequest(scene(), stranger);
    for (const client of [
      await scene().client('TH', { as: 'admin' }),
      await scene().client('VN'),
      await scene().client('SG'),
    ]) {
      const verdict = await submit(client, 'registry:registerKey', request);
      expect(verdict.stage).to.equal('endorse');
      expect(JSON.stringify(verdict)).to.contain('ADMINISTRATOR_REQUIRED');
    }
    expect(await codeOf(scene().vietnam.registeredKey(stranger.kid))).to.equal('NOT_FOUND');
  });

  for (const [name, code, make] of [
    ['a revoked key', 'KEY_REVOKED', revoked],
    ['an expired key', 'KEY_EXPIRED', (found: Scene) => keyInForce(found, -2 * HOUR, -HOUR)],
    ['a key not valid yet', 'KEY_NOT_YET_VALID', (found: Scene) => keyInForce(found, HOUR, 2 * HOUR)],
    ['a person with the wrong role', 'ROLE_MISSING', wrongRole],
  ] as const) {
    it(`property: nobody speaks for another: ${name} is refused by gateway and contract`, async () => {
      const key = await make(scene());
      const { request, ...rest } = await issueBy(key);
      expect(
        await codeOf(
          scene()
            .world.client(key)
            .submit({ request, ...rest }),
        ),
      ).to.equal(code);
      await mustRefuse(await scene().client('VN'), request, code);
    });
  }

  it('property: nobody speaks for another: a `jti` used by another key is not used up', async () => {
    const { keys, vietnam, world } = scene();
    const first = await issueBy(keys.officer);
    const { jti } = claimsOf(first.request);
    const rival = await world.enrol('VN:officer-6', ['signatory']);
    const other = await issueBy(rival);
    const claims = claimsOf(other.request);
    const request = await signRequest(rival, { ...claims, jti, lifetime: claims.exp - claims.iat });
    const id = `${rival.kid}.${jti}`;
    expect(await codeOf(world.client(rival).perform({ ...other, id, request }))).to.equal('done');
    expect(await codeOf(vietnam.perform(first))).to.equal('done');
    const [reference = ''] = first.references;
    expect(await codeOf(vietnam.certificate(reference))).to.equal('done');
  });
}

const TRANSACTIONS: Readonly<Record<string, string>> = { 'registry.member/1': 'registerMember' };

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly op: string;
  readonly args: Record<string, unknown>;
  readonly parcels: { box: string; commitment: string; readers: string[] }[];
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
}

function claimsOf(request: string): Claims {
  const bytes = decodeBase64url(request.split('.')[1] ?? '') ?? new Uint8Array();
  return JSON.parse(Buffer.from(bytes).toString()) as Claims;
}

/** The same request for another number, under the signature of the first. */
function altered(request: string): string {
  const [header = '', , signature = ''] = request.split('.');
  const { args, ...claims } = claimsOf(request);
  const [certificate] = args['certificates'] as Record<string, unknown>[];
  const changed = { ...claims, args: { certificates: [{ ...certificate, number: 'ALTERED-1' }] } };
  return `${header}.${encodeBase64url(Buffer.from(canonicalText(changed)))}.${signature}`;
}

function creatorOf({ gateway }: MemberClient): Uint8Array {
  const { mspId, credentials } = gateway.getIdentity();
  const creator = new msp.SerializedIdentity();
  creator.setMspid(mspId);
  creator.setIdBytes(credentials);
  return creator.serializeBinary();
}

/** What Vietnam's administrator signs to enter a key, as whoever sees it could pass it on. */
async function administratorsRequest({ world }: Scene, key: HolderKey): Promise<string> {
  const { audience } = await world.administrator('VN');
  const { jwk, proof } = await registrationOf(key, audience);
  const args = {
    ...{ holder: key.holder, roles: ['signatory'], jwk, proof },
    notBefore: new Date(Date.now() - HOUR).toISOString(),
    notAfter: new Date(Date.now() + HOUR).toISOString(),
  };
  const signer = administratorKey(world.profileFile('VN'));
  const iat = Math.floor(Date.now() / 1000) - 5;
  const jti = encodeBase64url(randomBytes(16));
  return signRequest(signer, {
    iss: 'VN:administrator',
    aud: audience,
    op: 'registry.key/1',
    args,
    iat,
    jti,
  });
}

async function revoked({ world }: Scene): Promise<HolderKey> {
  const key = await world.enrol('VN:officer-3', ['signatory']);
  await revokeKey(await world.administrator('VN'), key.kid);
  await eventually(async () => {
    const known = await world
      .client(key)
      .registeredKey(key.kid)
      .then(
        ({ revokedAt }) => revokedAt,
        () => 'refused',
      );
    expect(known).not.to.equal(undefined);
  }, 60);
  return key;
}

async function wrongRole({ world }: Scene): Promise<HolderKey> {
  const roles: readonly Role[] = ['customs', 'exporter', 'auditor', 'system'];
  return world.enrol('VN:officer-4', roles);
}

/** A key in force between two times, counted from now. */
async function keyInForce(scene: Scene, from: number, to: number): Promise<HolderKey> {
  const { world, vietnam } = scene;
  const key = await newSigningKey({ holder: 'VN:officer-5' });
  const administrator = await world.administrator('VN');
  await registerKey(administrator, await registrationOf(key, administrator.audience), {
    roles: ['signatory'],
    authorities: TEST_AUTHORITIES,
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + to),
  });
  await eventually(() => vietnam.registeredKey(key.kid), 60);
  return key;
}
