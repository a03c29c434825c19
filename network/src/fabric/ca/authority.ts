import type { Member } from '../../topology/topology.js';

/** A member's two authorities: one for signing identities, one for TLS, in one server. */
export type Authority = 'ca' | 'tlsca';

/** The name by which clients ask for an authority. */
export const authorityName = (member: Member, authority: Authority): string => `${authority}-${member.code}`;
