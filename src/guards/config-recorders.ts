import { bringsRecorder } from '../kinds/config-rule/spec.js';
import { REGISTERING } from '../kinds/enabled-baseline/spec.js';
import type { Address, Change, JsonObject, Lacking, NodeName } from '../model.js';
import type { GuardInput } from './guard.js';

const LAYING: readonly string[] = ['create', 'update', 'replace', 'adopt', 'repair'];

type Laid = { readonly region: string; readonly excluded: readonly NodeName[] };

/** A rule or pack that the plan lays in one Region. */
export interface Laying {
  readonly address: Address;
  readonly region: string;
  /** Active accounts that are not left out, sorted. */
  readonly accounts: readonly NodeName[];
  /** Those to which the plan itself brings no recorder, and what was found in them; undefined where nobody looked. */
  readonly unaided: readonly { readonly account: NodeName; readonly found: Lacking | undefined }[];
}

/** What the plan lays where a configuration recorder is needed. */
export function* layings(input: GuardInput): Generator<Laying> {
  const lacking = new Map((input.lacking ?? []).map((each) => [`${each.account} ${each.region}`, each]));
  const brings = recordersOf(input);
  for (const change of input.changes) {
    const laid = laidBy(change);
    if (!laid) continue;
    const { region } = laid;
    const accounts = meant(input, laid);
    const unaided = accounts
      .filter((account) => !brings(account, region))
      .map((account) => ({ account, found: lacking.get(`${account} ${region}`) }));
    yield { address: change.address, region, accounts, unaided };
  }
}

function laidBy(change: Change): Laid | undefined {
  if (!['config-rule', 'conformance-pack'].includes(change.kind) || !LAYING.includes(change.action)) return undefined;
  if (!('to' in change)) return undefined;
  const { region, excluded } = change.to;
  return typeof region === 'string' && Array.isArray(excluded)
    ? { region, excluded: excluded as readonly NodeName[] }
    : undefined;
}

function meant({ after }: GuardInput, { excluded }: Laid): NodeName[] {
  const left = new Set(excluded);
  return after.organization
    .accounts()
    .filter((account) => !left.has(account) && (after.organization.get(account)?.state ?? 'ACTIVE') === 'ACTIVE')
    .sort();
}

/** Nobody has looked into an account that this plan makes: it has what the plan brings. Offline nothing is known. */
export function isNew({ before, after }: GuardInput, account: NodeName): boolean {
  const offline = [...before.organization.nodes.values()].every(({ live }) => !live);
  return !offline && !before.organization.has(account) && after.organization.get(account)?.live !== true;
}

/** Whether this plan itself brings a recorder: by enrolment in a governed Region, or by a stack. */
function recordersOf(input: GuardInput): (account: NodeName, region: string) => boolean {
  const { changes, after, landingZone } = input;
  const active = changes.filter(({ action }) => action !== 'notice' && action !== 'remove');
  const stacks = active.filter(bringsRecorder);
  const moved = new Set<string>(active.flatMap(({ kind, address }) => (kind === 'account' ? [address] : [])));
  const registering: readonly unknown[] = REGISTERING;
  const registered = new Set<unknown>(
    [...after.specs.values()].flatMap(({ kind, spec }) =>
      kind === 'enabled-baseline' && registering.includes(spec['baseline']) ? [spec['target']] : [],
    ),
  );
  const touched = new Set<unknown>(
    active.flatMap((change) => (change.kind === 'enabled-baseline' && 'to' in change ? [change.to['target']] : [])),
  );
  const governed = landingZone?.state === 'there' ? landingZone.governedRegions : undefined;
  return (account, region) => {
    const unit = after.organization.get(account)?.parent;
    const enrols = registered.has(unit) && (moved.has(account) || touched.has(unit));
    if (enrols && (governed === undefined || governed.includes(region))) return true;
    const isManagement = after.organization.get(account)?.management === true;
    return stacks.some((change) => laysIn(change, account, region, isManagement));
  };
}

function laysIn(change: Change, account: NodeName, region: string, isManagement: boolean): boolean {
  if (!('to' in change)) return false;
  if (change.kind === 'management-stack') return isManagement && change.to['region'] === region;
  const regions = (change.to['instances'] as JsonObject | undefined)?.[account];
  return Array.isArray(regions) && regions.includes(region);
}
