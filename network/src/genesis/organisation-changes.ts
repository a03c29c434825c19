import { common, msp } from '@hyperledger/fabric-protos';
import type { MemberMaterial } from './member-material.js';
import { blockValidation } from './orderer-group.js';
import { applicationOrganisation } from './organisation-group.js';
import { setPolicyKeepingVersion, setValueKeepingVersion } from './config-items.js';

/** Brings an organisation into the application. */
export function organisationJoins(root: common.ConfigGroup, material: MemberMaterial): void {
  part(root, 'Application').getGroupsMap().set(material.member.mspId, applicationOrganisation(material));
}

/** Takes an organisation out of the application and of the ordering, and its orderer out of consensus. */
export function organisationLeaves(root: common.ConfigGroup, mspId: string): void {
  part(root, 'Application').getGroupsMap().del(mspId);
  const ordering = part(root, 'Orderer');
  if (!ordering.getGroupsMap().has(mspId)) return;
  ordering.getGroupsMap().del(mspId);
  const mapping = common.Orderers.deserializeBinary(
    ordering.getValuesMap().get('Orderers')?.getValue_asU8() ?? new Uint8Array(),
  );
  const remaining = mapping.getConsenterMappingList().filter((each) => each.getMspId() !== mspId);
  mapping.setConsenterMappingList(remaining);
  setValueKeepingVersion(ordering, 'Orderers', mapping);
  setPolicyKeepingVersion(ordering, 'BlockValidation', blockValidation(remaining));
}

/** The lists of revoked certificates in an organisation's definition. */
export function revocationLists(root: common.ConfigGroup, mspId: string): readonly Uint8Array[] {
  const organisation = part(root, 'Application').getGroupsMap().get(mspId);
  return organisation === undefined ? [] : definitionOf(organisation).fabric.getRevocationListList_asU8();
}

/** Gives an organisation's one revocation list (PEM) to all; it takes the place of the one before. */
export function revocationListChanges(root: common.ConfigGroup, mspId: string, list: Uint8Array): void {
  for (const name of ['Application', 'Orderer']) {
    const organisation = part(root, name).getGroupsMap().get(mspId);
    if (organisation === undefined) continue;
    const { definition, fabric } = definitionOf(organisation);
    fabric.setRevocationListList([list]);
    definition.setConfig(fabric.serializeBinary());
    setValueKeepingVersion(organisation, 'MSP', definition);
  }
}

function definitionOf(
  organisation: common.ConfigGroup,
): Readonly<{ definition: msp.MSPConfig; fabric: msp.FabricMSPConfig }> {
  const definition = msp.MSPConfig.deserializeBinary(
    organisation.getValuesMap().get('MSP')?.getValue_asU8() ?? new Uint8Array(),
  );
  return { definition, fabric: msp.FabricMSPConfig.deserializeBinary(definition.getConfig_asU8()) };
}

/** @throws Error when the channel has no such part. */
function part(root: common.ConfigGroup, name: string): common.ConfigGroup {
  const found = root.getGroupsMap().get(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}
