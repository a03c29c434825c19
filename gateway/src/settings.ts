import { parseArgs } from 'node:util';
import type { GatewayOptions } from './gateway.js';
import { SettingsError } from './ledger/profile.js';
import { QUOTAS } from './quotas/quotas.js';
import type { TlsFiles } from './tls.js';

export const USAGE = `Usage: node gateway/dist/main.js --profile FILE --data DIR [options]
Every option may also come from the environment variable named beside it.

  --profile FILE      connection profile of the member             ORIGIN_GATEWAY_PROFILE
  --data DIR          folder of the store and the gateway's key    ORIGIN_GATEWAY_DATA
  --port N            port to listen on (8080; 0: any free one)    ORIGIN_GATEWAY_PORT
  --host ADDRESS      address to listen on (127.0.0.1)             ORIGIN_GATEWAY_HOST
  --tls-cert FILE     certificate to speak TLS with, in PEM        ORIGIN_GATEWAY_TLS_CERT
  --tls-key FILE      its key; default on Fabric: the profile's    ORIGIN_GATEWAY_TLS_KEY
  --plain-http        no TLS: something in front of it speaks TLS  ORIGIN_GATEWAY_PLAIN_HTTP=1
  --instance NAME     lease name, where gateways share a store     ORIGIN_GATEWAY_INSTANCE
  --lease SECONDS     until another takes over a silent one's (30) ORIGIN_GATEWAY_LEASE
  --body-limit N      largest request body, bytes (4194304)        ORIGIN_GATEWAY_BODY_LIMIT
  --body-budget N     bytes of all bodies under way (67108864)     ORIGIN_GATEWAY_BODY_BUDGET
  --max-connections N connections at once (2000)                   ORIGIN_GATEWAY_MAX_CONNECTIONS
  --request-timeout S seconds in which a request must come (30)    ORIGIN_GATEWAY_REQUEST_TIMEOUT
  --rate-limit N      requests a minute per address (60000; 0: no) ORIGIN_GATEWAY_RATE_LIMIT
  --max-in-flight N   operations at once (256)                     ORIGIN_GATEWAY_MAX_IN_FLIGHT
  --quotas LIST       NAME=N,… of docs/operators.md: shares of holders ORIGIN_GATEWAY_QUOTAS
  --max-pages N       largest store, in pages of SQLite            ORIGIN_GATEWAY_MAX_PAGES
  --log-level LEVEL   pino level (info)                            ORIGIN_GATEWAY_LOG_LEVEL
  --code-lists DIR    hs2022.csv, rec20.csv, rec21.csv, locode/   ORIGIN_GATEWAY_CODE_LISTS
  --open-operations   metrics, and what is not ready, for others   ORIGIN_GATEWAY_OPEN_OPERATIONS=1
  --rebuild           build the read model again from block 0
  --help              this text
`;

const OPTIONS = [
  'profile',
  'data',
  'port',
  'host',
  'tls-cert',
  'tls-key',
  'instance',
  'lease',
  'body-limit',
  'body-budget',
  'max-connections',
  'request-timeout',
  'rate-limit',
  'max-in-flight',
  'quotas',
  'max-pages',
  'log-level',
  'code-lists',
] as const;
type Option = (typeof OPTIONS)[number];
const FLAGS = ['plain-http', 'open-operations', 'rebuild', 'help'] as const;
type Flag = (typeof FLAGS)[number];

const variableOf = (name: string): string => `ORIGIN_GATEWAY_${name.toUpperCase().replaceAll('-', '_')}`;

/**
 * The gateway's settings from command line and environment; the command line wins.
 * @returns undefined when help was asked for
 * @throws SettingsError
 */
export function readSettings(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): GatewayOptions | undefined {
  const { values } = parse(argv);
  if (values['help'] === true) return undefined;
  if (environment['DATABASE_URL'] !== undefined)
    throw new SettingsError('DATABASE_URL: other databases than the embedded one are not supported yet');
  const text = (name: Option): string | undefined => {
    const value = values[name] ?? environment[variableOf(name)];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const flag = (name: Flag): boolean => values[name] === true || environment[variableOf(name)] === '1';
  const needed = (name: Option): string => {
    const value = text(name);
    if (value === undefined) throw new SettingsError(`--${name} is missing`);
    return value;
  };
  const number = <K extends string>(name: Option, key: K): Partial<Record<K, number>> => {
    const value = text(name);
    if (value === undefined) return {};
    if (!/^\d{1,12}$/.test(value)) throw new SettingsError(`--${name} is no number`);
    return { [key]: Number(value) } as Record<K, number>;
  };
  const string = <K extends string>(name: Option, key: K): Partial<Record<K, string>> => {
    const value = text(name);
    return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
  };
  return {
    profile: needed('profile'),
    data: needed('data'),
    ...number('port', 'port'),
    ...string('host', 'host'),
    ...tlsFiles(text('tls-cert'), text('tls-key')),
    plainHttp: flag('plain-http'),
    ...string('instance', 'instance'),
    ...number('lease', 'leaseSeconds'),
    ...number('body-limit', 'bodyBytes'),
    ...number('body-budget', 'bodyBudget'),
    ...number('max-connections', 'maxConnections'),
    ...number('request-timeout', 'requestSeconds'),
    ...number('rate-limit', 'requestsPerMinute'),
    ...number('max-in-flight', 'maxInFlight'),
    ...number('max-pages', 'maxPages'),
    ...string('log-level', 'logLevel'),
    ...string('code-lists', 'codeLists'),
    openOperations: flag('open-operations'),
    ...quotasOf(text('quotas')),
    rebuild: values['rebuild'] === true,
  };
}

function tlsFiles(certificate?: string, privateKey?: string): { readonly tls?: TlsFiles } {
  if (certificate !== undefined && privateKey !== undefined) return { tls: { certificate, privateKey } };
  if (certificate === undefined && privateKey === undefined) return {};
  throw new SettingsError('--tls-cert and --tls-key need each other');
}

/** @throws SettingsError for a share nobody knows, or one that is no number */
function quotasOf(text: string | undefined): Pick<GatewayOptions, 'quotas'> {
  if (text === undefined) return {};
  const shares = text.split(',').map((share): readonly [string, number] => {
    const [, name = '', number = ''] = /^(\w+)=(\d{1,15})$/.exec(share) ?? [];
    if (!Object.hasOwn(QUOTAS, name))
      throw new SettingsError(`--quotas: ${share} is no share; see docs/operators.md`);
    return [name, Number(number)];
  });
  return { quotas: Object.fromEntries(shares) };
}

function parse(argv: readonly string[]): {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
} {
  const texts = OPTIONS.map((name) => [name, { type: 'string' }] as const);
  const flags = FLAGS.map((name) => [name, { type: 'boolean' }] as const);
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: Object.fromEntries<{ readonly type: 'string' | 'boolean' }>([...texts, ...flags]),
      strict: true,
    });
    return { values };
  } catch (cause) {
    throw new SettingsError(cause instanceof Error ? cause.message : 'the options cannot be read', { cause });
  }
}
