/** JSON as `configtxlator` writes it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One group of a channel's configuration, in `configtxlator`'s JSON. */
export interface ConfigGroup {
  groups: Record<string, ConfigGroup>;
  values: Record<string, ConfigValue>;
  policies: Record<string, Json>;
  mod_policy: string;
  version?: string;
}

export interface ConfigValue {
  mod_policy: string;
  value: Json;
  version?: string;
}

/** A channel's configuration. */
export interface ChannelConfiguration {
  sequence: string;
  channel_group: ConfigGroup;
}

/** One orderer that takes part in consensus; certificates are PEM in base64. */
export interface Consenter {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly msp_id: string;
  readonly identity: string;
  readonly client_tls_cert: string;
  readonly server_tls_cert: string;
}

/** A group by its path from the channel's: `group(config, 'Application', 'VNMSP')`. @throws RangeError. */
export function group(configuration: ChannelConfiguration, ...path: readonly string[]): ConfigGroup {
  let found = configuration.channel_group;
  for (const name of path) {
    const next = found.groups[name];
    if (next === undefined) throw new RangeError(`the channel has no group ${path.join('/')}`);
    found = next;
  }
  return found;
}

/** The consenters of a channel. */
export function consenters(configuration: ChannelConfiguration): readonly Consenter[] {
  const value = group(configuration, 'Orderer').values['Orderers']?.value as unknown as
    { consenter_mapping?: readonly Consenter[] } | undefined;
  return value?.consenter_mapping ?? [];
}

/** How many of `nodes` must sign a block, so that any two quorums share an honest one. */
export function quorum(nodes: number): number {
  return Math.ceil((nodes + tolerance(nodes) + 1) / 2);
}

/** How many of `nodes` may fail or lie. */
export function tolerance(nodes: number): number {
  return Math.floor((nodes - 1) / 3);
}

/** Sets the consenters, and with them who must sign blocks: orderers refuse the one without the other. */
export function setConsenters(configuration: ChannelConfiguration, list: readonly Consenter[]): void {
  const orderer = group(configuration, 'Orderer');
  const orderers = orderer.values['Orderers'];
  const validation = orderer.policies['BlockValidation'] as { mod_policy: string; policy: Json } | undefined;
  if (orderers === undefined || validation === undefined) {
    throw new RangeError('the channel has no BFT ordering');
  }
  orderers.value = { consenter_mapping: list.map((each) => ({ ...each })) };
  validation.policy = {
    type: 1,
    value: {
      version: 0,
      identities: list.map((each) => ({
        principal: { mspid: each.msp_id, id_bytes: each.identity },
        principal_classification: 'IDENTITY',
      })),
      rule: {
        n_out_of: {
          n: quorum(list.length),
          rules: list.map((_, index) => ({ signed_by: index })),
        },
      },
    },
  };
}
