import type { Administrator } from '../administration/administrator.js';
import { readConnectionProfile } from '../administration/connection-profile.js';
import type { Context } from '../context.js';
import { UsageError } from '../usage-error.js';

/** Where the administrator's member is described. */
export interface ProfileOption {
  readonly profile?: string;
}

export const PROFILE = '--profile <file>';
export const PROFILE_TEXT = "the member's connection profile; default: ORIGIN_PROFILE";

/** Runs an act in the name of the administrator of the profile. */
export async function asAdministrator<T>(
  { profile }: ProfileOption,
  { io }: Context,
  act: (administrator: Administrator) => Promise<T>,
): Promise<T> {
  const file = profile ?? io.env['ORIGIN_PROFILE'];
  if (file === undefined)
    throw new UsageError('no connection profile: give --profile FILE or ORIGIN_PROFILE');
  const connection = readConnectionProfile(file);
  // Loaded where it is needed: every other command starts without the Fabric client.
  const { openAdministrator } = await import('../administration/administrator.js');
  const administrator = await openAdministrator(connection);
  try {
    return await act(administrator);
  } finally {
    administrator.close();
  }
}
