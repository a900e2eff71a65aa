import type { DesiredContext, TemplateFile } from '../../kind.js';
import { selectAccounts } from '../../manifest/targets.js';
import type { Address, Desired, NodeName, Origin } from '../../model.js';
import { registrationsOf } from '../enabled-baseline/spec.js';
import { LANDING_ZONE } from '../landing-zone/spec.js';
import { isUnit } from '../organizational-unit/spec.js';
import { isOutput, referencesOf, stackSetNameOf, valuesOf } from './check.js';
import { cellsOf, isForManagementAlone, type Reach, reachOf } from './compile.js';
import { permissionsOf } from './permissions.js';
import { sayTemplate, sayValues } from './problems.js';
import { followsLandingZone, regionsOf } from './regions.js';
import { type BaselineEntry, type StackBaselines, stackBaselines } from './section.js';
import {
  managementStackAddress,
  type OperationPreferences,
  type ParameterValues,
  type StackBaselineSpec,
  stackBaselineAddress,
} from './spec.js';
import { capabilitiesOf } from './template/capabilities.js';
import { withoutSecrets } from './template/secrets.js';
import { parameterValues } from './values.js';

/** Of accounts in a Region; why these: see the schema's texts in section.ts. */
const OPERATIONS: OperationPreferences = { concurrency: '100%', tolerate: '10%', regions: 'parallel', mode: 'soft' };

export function* desired(context: DesiredContext): Generator<Desired<StackBaselineSpec>> {
  const section = context.manifest.section(stackBaselines) ?? {};
  for (const [key, entry] of Object.entries(section)) {
    const baseline = one(context, section, key, entry);
    if (!isForManagementAlone(entry)) yield baseline;
  }
}

function one(
  context: DesiredContext,
  section: StackBaselines,
  key: string,
  entry: BaselineEntry,
): Desired<StackBaselineSpec> {
  const { manifest, organization } = context;
  const address = stackBaselineAddress(key);
  const origin = manifest.originOf(stackBaselines.key, key);
  const template = entry.template === undefined ? undefined : manifest.template(entry.template);
  if (entry.remove === true)
    return { address, origin, absent: true, ...adopts(entry), spec: removed(key, entry, template) };
  const regions = regionsOf(context, key, entry);
  const reach = reachOf(organization, entry);
  if (template) sayTemplate(context, key, entry, template);
  sayValues(context, key, entry);
  sayAutoDeploy(context, key, reach);
  const overrides = overridesOf(context, section, entry, reach.accounts, template);
  const spec: StackBaselineSpec = {
    ...settings(key, entry, template),
    parameters: parameterValues(section, entry.parameters, template?.document),
    ...permissionsOf(entry),
    ...(reach.autoDeploy && { autoDeploy: reach.autoDeploy }),
    units: reach.units,
    ...(reach.autoDeploy?.enabled && { regions: [...new Set(regions)].sort() }),
    instances: regions.length === 0 ? {} : cellsOf(reach.accounts, regions),
    ...(overrides && { overrides }),
  };
  return {
    address,
    spec,
    origin,
    needs: needsOf(context, section, entry, spec),
    after: afterOf(context, entry, reach.accounts),
    ...adopts(entry),
    ...(reach.note !== undefined && { note: reach.note }),
  };
}

type Settings = Pick<
  StackBaselineSpec,
  | 'stackSet'
  | 'template'
  | 'body'
  | 'description'
  | 'capabilities'
  | 'managedExecution'
  | 'tags'
  | 'callAs'
  | 'operations'
  | 'retain'
>;

/** What is the same in every account. */
function settings(key: string, entry: BaselineEntry, template: TemplateFile | undefined): Settings {
  const document = template && withoutSecrets(template.document);
  const own = document?.['Description'];
  const description = entry.description ?? (typeof own === 'string' && own !== '' ? own : undefined);
  return {
    stackSet: stackSetNameOf(key, entry),
    template: document ?? {},
    ...(template && document === template.document && { body: template.body }),
    ...(description !== undefined && { description: description.trim() }),
    capabilities: [...(entry.capabilities ?? capabilitiesOf(template?.document ?? {}))].sort(),
    ...(entry.managedExecution !== undefined && { managedExecution: entry.managedExecution }),
    ...(entry.tags && { tags: entry.tags }),
    ...(entry.callAs && { callAs: entry.callAs }),
    operations: operationsOf(entry),
    ...(entry.retain === true && { retain: true }),
  };
}

export function operationsOf({ operations = {} }: Pick<BaselineEntry, 'operations'>): OperationPreferences {
  const { concurrency, tolerate, regions, mode } = OPERATIONS;
  return {
    concurrency: operations.concurrency ?? concurrency,
    tolerate: operations.tolerate ?? tolerate,
    regions: operations.regions ?? regions,
    mode: operations.mode ?? mode,
  };
}

function removed(key: string, entry: BaselineEntry, template: TemplateFile | undefined): StackBaselineSpec {
  return { ...settings(key, entry, template), ...permissionsOf(entry), parameters: {}, units: [], instances: {} };
}

/** Values of some accounts' own; of several entries that hold an account the last one counts. */
function overridesOf(
  { organization }: DesiredContext,
  section: StackBaselines,
  entry: BaselineEntry,
  accounts: readonly NodeName[],
  template: TemplateFile | undefined,
): StackBaselineSpec['overrides'] {
  if (entry.overrides === undefined) return undefined;
  const found = new Map<NodeName, ParameterValues>();
  for (const { targets, exclude, parameters } of entry.overrides) {
    const values = parameterValues(section, parameters, template?.document);
    for (const account of selectAccounts(organization, { targets, exclude })) {
      found.set(account, { ...found.get(account), ...values });
    }
  }
  const held = accounts.flatMap((account) => {
    const values = found.get(account);
    return values ? [[account, values] as const] : [];
  });
  return Object.fromEntries(held);
}

/** The units that are named to AWS, and what the baseline builds on. */
export function needsOf(
  context: DesiredContext,
  section: StackBaselines,
  entry: BaselineEntry,
  { units }: Pick<StackBaselineSpec, 'units'>,
): readonly Address[] {
  const places = units.filter((unit): unit is `unit:${string}` => unit !== 'root');
  const others = [...referencesOf(entry)].flatMap(({ baseline }) => addressesOf(context, baseline, section[baseline]));
  const stacks = [...valuesOf(entry)].flatMap(({ value }) => {
    if (!isOutput(value)) return [];
    const key = value.output.slice(0, value.output.indexOf('.'));
    const isThere = value.account === 'management' && section[key]?.management === true;
    return isThere ? [managementStackAddress(key, value.region)] : [];
  });
  return [...new Set<Address>([...places, ...others, ...stacks])];
}

/** A baseline of the management account alone is its stacks, and no StackSet. */
function addressesOf(context: DesiredContext, key: string, entry: BaselineEntry | undefined): readonly Address[] {
  if (entry === undefined || !isForManagementAlone(entry)) return [stackBaselineAddress(key)];
  // What is wrong with the Regions is said once, by the baseline itself.
  const quiet: DesiredContext = { ...context, problem: () => {} };
  return regionsOf(quiet, key, entry).map((region) => managementStackAddress(key, region));
}

/**
 * Accounts are made, moved and enrolled before; whatever came of it: one account that could not be made must not keep
 * the baseline from all the others.
 */
function afterOf(
  { organization }: DesiredContext,
  entry: BaselineEntry,
  accounts: readonly NodeName[],
): readonly Address[] {
  const own = accounts.filter((account): account is `account:${string}` => account.startsWith('account:'));
  const units = new Set(accounts.flatMap((account) => organization.lineage(account).slice(1)));
  const registrations = [...units].filter(isUnit).flatMap(registrationsOf);
  // A Region that is not governed yet may be denied.
  const governed: Address[] = followsLandingZone(entry) ? [LANDING_ZONE] : [];
  return [...governed, ...own, ...registrations];
}

function sayAutoDeploy({ manifest, problem }: DesiredContext, key: string, { noAutoDeploy }: Reach): void {
  if (noAutoDeploy === undefined) return;
  const origin: Origin = manifest.originOf(stackBaselines.key, key, 'autoDeploy');
  problem({
    code: 'baseline-auto-deploy',
    severity: 'warning',
    origin,
    address: stackBaselineAddress(key),
    message: `automatic deployment cannot be on for ${key}: ${noAutoDeploy}`,
    hint: 'target whole units, or remove autoDeploy: new accounts come with the next run',
  });
}

function adopts({ adopt }: BaselineEntry): { adopt?: true } {
  return adopt === true ? { adopt: true } : {};
}
