import { common, msp, peer } from '@hyperledger/fabric-protos';
import { ordererHost, peerHost } from '../topology/topology.js';
import { newGroup, setSignaturePolicy, setValue } from './config-items.js';
import type { MemberMaterial } from './member-material.js';

/** A `FABRIC` MSP, the only kind there is here. */
const FABRIC_MSP = 0;

/** A member's part in the application: its MSP, who may read, write and endorse for it, its anchor peer. */
export function applicationOrganisation(material: MemberMaterial): common.ConfigGroup {
  const { mspId, peer: ports } = material.member;
  const group = organisation(material);
  setSignaturePolicy(group, 'Readers', `OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`);
  setSignaturePolicy(group, 'Writers', `OR('${mspId}.admin', '${mspId}.client')`);
  setSignaturePolicy(group, 'Endorsement', `OR('${mspId}.peer')`);
  const anchor = new peer.AnchorPeer();
  anchor.setHost(peerHost(material.member));
  anchor.setPort(ports.port);
  const anchors = new peer.AnchorPeers();
  anchors.addAnchorPeers(anchor);
  setValue(group, 'AnchorPeers', anchors);
  return group;
}

/** A member's part in the ordering. */
export function ordererOrganisation(material: MemberMaterial): common.ConfigGroup {
  const { mspId, orderer } = material.member;
  const group = organisation(material);
  setSignaturePolicy(group, 'Readers', `OR('${mspId}.member')`);
  setSignaturePolicy(group, 'Writers', `OR('${mspId}.member')`);
  const endpoints = new common.OrdererAddresses();
  endpoints.addAddresses(`${ordererHost(material.member)}:${orderer.port}`);
  setValue(group, 'Endpoints', endpoints);
  return group;
}

function organisation(material: MemberMaterial): common.ConfigGroup {
  const group = newGroup();
  setSignaturePolicy(group, 'Admins', `OR('${material.member.mspId}.admin')`);
  const definition = new msp.MSPConfig();
  definition.setType(FABRIC_MSP);
  definition.setConfig(fabricMsp(material).serializeBinary());
  setValue(group, 'MSP', definition);
  return group;
}

function fabricMsp(material: MemberMaterial): msp.FabricMSPConfig {
  const crypto = new msp.FabricCryptoConfig();
  crypto.setSignatureHashFamily('SHA2');
  crypto.setIdentityIdentifierHashFunction('SHA256');
  const unit = (name: string): msp.FabricOUIdentifier => {
    const identifier = new msp.FabricOUIdentifier();
    identifier.setCertificate(material.root);
    identifier.setOrganizationalUnitIdentifier(name);
    return identifier;
  };
  const units = new msp.FabricNodeOUs();
  units.setEnable(true);
  units.setClientOuIdentifier(unit('client'));
  units.setPeerOuIdentifier(unit('peer'));
  units.setAdminOuIdentifier(unit('admin'));
  units.setOrdererOuIdentifier(unit('orderer'));
  const config = new msp.FabricMSPConfig();
  config.setName(material.member.mspId);
  config.setRootCertsList([material.root]);
  config.setTlsRootCertsList([material.tlsRoot]);
  config.setCryptoConfig(crypto);
  config.setFabricNodeOus(units);
  return config;
}
