import { memberAddress, type Member, type Topology } from '../../topology/topology.js';
import type { YamlMap } from '../config/yaml.js';
import { type Authority, authorityName } from './authority.js';
import { enrolments, REGISTRAR } from './enrolments.js';
import type { CaSecrets } from './secrets.js';

/** What a CA server's configuration is made from. */
export interface CaServerOptions {
  readonly topology: Topology;
  readonly member: Member;
  readonly secrets: CaSecrets;
}

const ROOT_LIFETIME = '131400h';
const CERTIFICATE_LIFETIME = '8760h';
const REGISTRAR_RIGHTS: YamlMap = {
  'hf.Registrar.Roles': 'client,peer,orderer,admin',
  'hf.Registrar.DelegateRoles': 'client,peer,orderer,admin',
  'hf.Registrar.Attributes': '*',
  'hf.Revoker': true,
  'hf.GenCRL': true,
};

/** The server's main configuration: the signing authority, and where the TLS authority's lies. */
export function caServerYaml(options: CaServerOptions): YamlMap {
  return {
    ...authorityYaml(options, 'ca'),
    port: options.member.ca.port,
    address: memberAddress(options.topology, options.member),
    cafiles: ['tlsca/fabric-ca-server-config.yaml'],
    // The server makes its own TLS certificate, signed by the signing authority.
    tls: { enabled: true, certfile: 'tls-cert.pem', clientauth: { type: 'noclientcert' } },
    crlsizelimit: 512_000,
    operations: { listenAddress: '127.0.0.1:0', tls: { enabled: false } },
    metrics: { provider: 'disabled' },
  };
}

/** One authority: its root, its database and the identities it may enrol, each with a password of its own. */
export function authorityYaml({ topology, member, secrets }: CaServerOptions, authority: Authority): YamlMap {
  const usage = {
    ca: ['digital signature'],
    tlsca: ['signing', 'key encipherment', 'server auth', 'client auth', 'key agreement'],
  }[authority];
  return {
    version: '1.5.0',
    ca: { name: authorityName(member, authority), keyfile: '', certfile: '', chainfile: '' },
    registry: {
      maxenrollments: -1,
      identities: [
        {
          name: REGISTRAR,
          pass: secrets[REGISTRAR] ?? '',
          type: 'client',
          affiliation: '',
          attrs: REGISTRAR_RIGHTS,
        },
        ...enrolments(topology, member)
          .filter((each) => each.authority === authority)
          .map(({ name, type }) => ({ name, pass: secrets[name] ?? '', type, affiliation: '', attrs: {} })),
      ],
    },
    db: { type: 'sqlite3', datasource: 'fabric-ca-server.db', tls: { enabled: false } },
    ldap: { enabled: false },
    affiliations: {},
    signing: {
      default: { usage, expiry: CERTIFICATE_LIFETIME },
      profiles: { tls: { usage, expiry: CERTIFICATE_LIFETIME } },
    },
    csr: {
      cn: `${authority}.${member.domain}`,
      keyrequest: { algo: 'ecdsa', size: 256 },
      names: [{ C: member.country, O: member.domain }],
      hosts: ['localhost', memberAddress(topology, member)],
      ca: { expiry: ROOT_LIFETIME, pathlength: 0 },
    },
    bccsp: { default: 'SW', sw: { hash: 'SHA2', security: 256, filekeystore: { keystore: 'msp/keystore' } } },
    crl: { expiry: CERTIFICATE_LIFETIME },
  };
}
