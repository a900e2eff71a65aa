import type { AccountEntry } from '../../src/kinds/account/entry.js';
import { accounts } from '../../src/kinds/account/section.js';
import { landingZoneSection } from '../../src/kinds/landing-zone/section.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { JsonObject } from '../../src/model.js';
import { canonicalJson } from '../../src/plan/digest.js';
import type { Bench } from '../support/organization.js';
import { HOME_REGION, idOf } from './edits/names.js';

/** What a manifest may say of accounts and of the landing zone beyond places and tags, as AWS has it: only where it speaks of it. */
export async function settingsText(bench: Bench, manifest: Manifest): Promise<string> {
  const lines: string[] = [];
  for (const [key, entry] of Object.entries(manifest.section(accounts) ?? {})) {
    const { alternateContacts, regions, alias } = entry;
    if (alternateContacts === undefined && regions === undefined && alias === undefined) continue;
    lines.push(...(await accountLines(bench, key, entry)));
  }
  const aws = bench.session().inHomeRegion(HOME_REGION);
  const found = manifest.section(landingZoneSection) && (await aws.controlTower.landingZone());
  if (found) lines.push(...landingZoneLines(found.manifest));
  return lines.map((line) => `${line}\n`).join('');
}

async function accountLines(bench: Bench, key: string, entry: AccountEntry): Promise<string[]> {
  const { email, name = key, management, alternateContacts, regions, alias } = entry;
  const aws = bench.session();
  const records = await aws.organizations.accounts();
  const found = records.find((record) => record.id === entry.id || record.email === email);
  const id = found?.id ?? (await idOf(bench, `account:${name}`));
  if (found && found.state !== 'ACTIVE') return [`account:${key} ${found.state}: AWS tells nothing of its settings`];
  const member = management === true ? undefined : id;
  const contacts = Object.keys(alternateContacts ?? {}).map(async (type) => {
    const wire = type.toUpperCase() as 'BILLING' | 'OPERATIONS' | 'SECURITY';
    const contact = await aws.account.alternateContact(wire, member);
    return `${type} contact ${contact === undefined ? 'none' : canonicalJson(contact)}`;
  });
  const states = regions && (await aws.account.regions(member));
  const wanted = regions?.map((wish) => wish.replace(/^-/, '')).map((region) => `${region} ${states?.get(region)}`);
  const seen = [
    ...(await Promise.all(contacts)),
    ...(wanted ?? []),
    ...(alias === undefined ? [] : [`alias ${await aliasOf(bench, id)}`]),
  ];
  return seen.map((what) => `account:${key} ${what}`);
}

async function aliasOf(bench: Bench, id: string): Promise<string> {
  try {
    return (await (await bench.session().inAccount(id)).iam.alias()) ?? 'none';
  } catch {
    return '(the account cannot be entered)';
  }
}

function landingZoneLines(manifest: JsonObject): string[] {
  return Object.entries(manifest)
    .filter(([name]) => name !== 'governedRegions')
    .sort()
    .map(([name, value]) => `landing zone ${name} ${canonicalJson(value)}`);
}
