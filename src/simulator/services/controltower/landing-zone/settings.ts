import type { Json, JsonObject } from '../../../../model.js';
import type { LandingZoneRow } from '../state.js';
import { isFrom } from '../versions.js';

/** What a landing zone's manifest says, in its older and its newer form. */

export type Integration = 'config' | 'backup' | 'accessManagement' | 'centralizedLogging' | 'securityRoles';

type Settings = Pick<LandingZoneRow, 'version' | 'manifest'>;

export const section = (manifest: JsonObject, name: string): JsonObject | undefined => asObject(manifest[name]);

export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** Whether the integration is on. Before 4.0, Config and the security roles could not be left out. */
export function integration({ version, manifest }: Settings, name: Integration): boolean {
  const enabled = section(manifest, name)?.['enabled'];
  if (isFrom(version, '4.0')) return enabled === true;
  if (name === 'config' || name === 'securityRoles') return true;
  return name === 'backup' ? enabled === true : enabled !== false;
}

/** The account of an integration that is on. */
export function integrationAccount(settings: Settings, name: Integration): string | undefined {
  if (!integration(settings, name)) return undefined;
  // Before 4.0, Config kept its aggregator in the account of the security roles.
  const from = name === 'config' && !isFrom(settings.version, '4.0') ? 'securityRoles' : name;
  const id = section(settings.manifest, from)?.['accountId'];
  return typeof id === 'string' ? id : undefined;
}

/** The log archive, audit and backup accounts: they must stay where they are. */
export function sharedAccounts(settings: Settings): string[] {
  const names: readonly Integration[] = ['centralizedLogging', 'securityRoles', 'config'];
  const ids = names.flatMap((name) => integrationAccount(settings, name) ?? []);
  return [...new Set([...ids, ...Object.values(backupAccounts(settings))])];
}

export function backupAccounts(settings: Settings): { readonly admin?: string; readonly vault?: string } {
  if (!integration(settings, 'backup')) return {};
  const configurations = section(section(settings.manifest, 'backup') ?? {}, 'configurations') ?? {};
  const account = (name: string): string | undefined => {
    const id = section(configurations, name)?.['accountId'];
    return typeof id === 'string' ? id : undefined;
  };
  const [admin, vault] = [account('backupAdmin'), account('centralBackup')];
  return { ...(admin === undefined ? {} : { admin }), ...(vault === undefined ? {} : { vault }) };
}
