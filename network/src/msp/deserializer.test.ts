import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { NetworkError } from '../network-error.js';
import { newTestOrganisations, text, type TestOrganisations } from '../testing/organisations.js';
import { newIdentityDeserializer } from './deserializer.js';
import { isLowS, toLowS } from './ecdsa.js';
import { IdentityError } from './identity-error.js';
import { newSigner } from './signer.js';

const { MSPRoleType } = msp.MSPRole;

describe('identities of a channel', () => {
  let organisations: TestOrganisations;

  before(async () => {
    organisations = await newTestOrganisations();
  });
  after(() => organisations.remove());

  it('have the role their certificate says, and are all members', async () => {
    const roles = [
      MSPRoleType.MEMBER,
      MSPRoleType.ADMIN,
      MSPRoleType.CLIENT,
      MSPRoleType.PEER,
      MSPRoleType.ORDERER,
    ];
    const satisfied = async (who: 'peer' | 'gateway' | 'admin' | 'orderer'): Promise<readonly number[]> => {
      const identity = organisations.identities.deserialize(
        (await organisations.signer('VN', who)).serialized,
      );
      return roles.filter((role) => identity.satisfies(rolePrincipal('VNMSP', role)));
    };
    expect(await satisfied('gateway')).to.deep.equal([MSPRoleType.MEMBER, MSPRoleType.CLIENT]);
    expect(await satisfied('admin')).to.deep.equal([MSPRoleType.MEMBER, MSPRoleType.ADMIN]);
    expect(await satisfied('peer')).to.deep.equal([MSPRoleType.MEMBER, MSPRoleType.PEER]);
    expect(await satisfied('orderer')).to.deep.equal([MSPRoleType.MEMBER, MSPRoleType.ORDERER]);
  });

  it('satisfy no principal of another organisation', async () => {
    const identity = organisations.identities.deserialize((await organisations.signer('VN')).serialized);
    expect(identity.satisfies(rolePrincipal('SGMSP', MSPRoleType.MEMBER))).to.be.false;
  });

  it('verify what they signed, and no altered message or mirrored signature', async () => {
    const signer = await organisations.signer('SG');
    const identity = organisations.identities.deserialize(signer.serialized);
    const message = Buffer.from('a proposal');
    for (let round = 0; round < 20; round += 1) {
      const signature = signer.sign(message);
      expect(isLowS(signature)).to.be.true;
      expect(identity.verify(message, signature)).to.be.true;
      expect(identity.verify(Buffer.from('A proposal'), signature)).to.be.false;
      expect(identity.verify(message, mirrored(signature))).to.be.false;
    }
    expect(identity.verify(message, new Uint8Array())).to.be.false;
  });

  it('verify a signature made elsewhere, the same the second time, and no other after it', async () => {
    const { serialized } = await organisations.signer('TH');
    const identity = organisations.identities.deserialize(serialized);
    const key = createPrivateKey(await text(organisations.layout('TH').peer.privateKey));
    const message = Buffer.from('made elsewhere');
    const signature = toLowS(sign('sha256', message, key));
    expect([identity.verify(message, signature), identity.verify(message, signature)]).to.deep.equal([
      true,
      true,
    ]);
    expect(identity.verify(Buffer.from('made elsewherE'), signature)).to.be.false;
    const other = organisations.identities.deserialize((await organisations.signer('VN')).serialized);
    expect(other.verify(message, signature)).to.be.false;
  });

  it('sign with no key but their own', async () => {
    const certificate = Buffer.from(await text(organisations.layout('TH').peer.certificate));
    const privateKey = await text(organisations.layout('VN').peer.privateKey);
    expect(() => newSigner({ mspId: 'THMSP', certificate, privateKey })).to.throw(NetworkError);
  });

  it('are refused when another organisation signed their certificate', async () => {
    const foreign = msp.SerializedIdentity.deserializeBinary((await organisations.signer('VN')).serialized);
    foreign.setMspid('SGMSP');
    expect(() => organisations.identities.deserialize(foreign.serializeBinary()))
      .to.throw(IdentityError)
      .with.property('reason', 'certificate chain');
  });

  it('are refused when they are of no organisation, or no identity at all', async () => {
    const stranger = msp.SerializedIdentity.deserializeBinary((await organisations.signer('VN')).serialized);
    stranger.setMspid('XXMSP');
    expect(() => organisations.identities.deserialize(stranger.serializeBinary()))
      .to.throw(IdentityError)
      .with.property('reason', 'unknown MSP');
    for (const bytes of [new Uint8Array(), Buffer.from('nothing'), Buffer.of(0xff, 0xff)]) {
      expect(() => organisations.identities.deserialize(bytes))
        .to.throw(IdentityError)
        .with.property('reason', 'malformed');
    }
  });

  it('are refused when they are an authority, or a TLS certificate', async () => {
    for (const [path, reason] of [
      [organisations.layout('VN').caCertificate, 'certificate chain'],
      [organisations.layout('VN').gateway.tls.certificate, 'certificate chain'],
    ] as const) {
      const identity = new msp.SerializedIdentity();
      identity.setMspid('VNMSP');
      identity.setIdBytes(Buffer.from(await text(path)));
      expect(() => organisations.identities.deserialize(identity.serializeBinary()))
        .to.throw(IdentityError)
        .with.property('reason', reason);
    }
  });

  it('are refused once their organisation has revoked them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'revocation-'));
    try {
      const layout = organisations.layout('VN');
      const crl = await revoke(folder, layout.caCertificate, layout.caKey, layout.gateway.certificate);
      const configs = organisations.configuration.organisations.map((config) => {
        const copy = msp.FabricMSPConfig.deserializeBinary(config.serializeBinary());
        if (copy.getName() === 'VNMSP') copy.setRevocationListList([Buffer.from(crl)]);
        return copy;
      });
      const identities = newIdentityDeserializer(configs);
      const revoked = (await organisations.signer('VN', 'gateway')).serialized;
      expect(() => identities.deserialize(revoked))
        .to.throw(IdentityError)
        .with.property('reason', 'revoked');
      expect(identities.deserialize((await organisations.signer('VN', 'admin')).serialized).mspId).to.equal(
        'VNMSP',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function rolePrincipal(
  mspId: string,
  roleType: msp.MSPRole.MSPRoleTypeMap[keyof msp.MSPRole.MSPRoleTypeMap],
): msp.MSPPrincipal {
  const role = new msp.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(roleType);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
}

/** The other signature that plain ECDSA accepts: S replaced by the group's order less S. */
function mirrored(signature: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const rEnd = 4 + (signature[3] ?? 0);
  const s = BigInt(`0x${Buffer.from(signature.subarray(rEnd + 2)).toString('hex')}`);
  const other = Buffer.from(`00${(order - s).toString(16).padStart(64, '0')}`, 'hex');
  const r = signature.subarray(2, rEnd);
  return Buffer.concat([
    Buffer.of(0x30, r.length + 2 + other.length),
    r,
    Buffer.of(0x02, other.length),
    other,
  ]);
}

/** A revocation list made by openssl, an implementation of its own. */
async function revoke(folder: string, ca: string, key: string, certificate: string): Promise<string> {
  const config = join(folder, 'ca.cnf');
  await writeFile(join(folder, 'index.txt'), '');
  await writeFile(
    config,
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${folder}/index.txt\ndefault_md=sha256\ndefault_crl_days=30\ncertificate=${ca}\nprivate_key=${key}\n`,
  );
  execFileSync('openssl', ['ca', '-config', config, '-revoke', certificate], { stdio: 'pipe' });
  execFileSync('openssl', ['ca', '-config', config, '-gencrl', '-out', join(folder, 'crl.pem')], {
    stdio: 'pipe',
  });
  return text(join(folder, 'crl.pem'));
}
