import type { DesiredContext, TemplateFile } from '../../kind.js';
import { selectAccounts } from '../../manifest/targets.js';
import type { Address, Desired } from '../../model.js';
import { stackSetNameOf } from './check.js';
import { managementOf } from './compile.js';
import { needsOf } from './desired.js';
import { regionsOf } from './regions.js';
import { type BaselineEntry, type StackBaselines, stackBaselines } from './section.js';
import { type ManagementStackSpec, managementStackAddress, type ParameterValues } from './spec.js';
import { capabilitiesOf } from './template/capabilities.js';
import { withoutSecrets } from './template/secrets.js';
import { parameterValues } from './values.js';

/** The management account's own stacks: one in each Region of every baseline with `management: true`. */
export function* managementStacks(context: DesiredContext): Generator<Desired<ManagementStackSpec>> {
  const section = context.manifest.section(stackBaselines) ?? {};
  // What is wrong with the Regions is said once, by the baseline itself.
  const quiet: DesiredContext = { ...context, problem: () => {} };
  for (const [key, entry] of Object.entries(section)) {
    if (entry.management !== true || entry.template === undefined) continue;
    const file = context.manifest.template(entry.template);
    const document = withoutSecrets(file.document);
    const base = {
      stack: stackSetNameOf(key, entry),
      ...accountOf(context),
      template: document,
      ...(document === file.document && { body: file.body }),
      parameters: valuesOf(context, section, entry, file),
      capabilities: [...(entry.capabilities ?? capabilitiesOf(document))].sort(),
      ...(entry.tags && { tags: entry.tags }),
      ...(entry.retain === true && { retain: true }),
    };
    for (const region of regionsOf(quiet, key, entry)) {
      yield {
        address: managementStackAddress(key, region),
        spec: { ...base, region },
        origin: context.manifest.originOf(stackBaselines.key, key, 'management'),
        ...(entry.remove === true ? { absent: true } : { needs: needs(context, section, entry, key) }),
        ...(entry.adopt === true && { adopt: true }),
      };
    }
  }
}

function accountOf({ organization }: DesiredContext): Pick<ManagementStackSpec, 'account'> {
  const account = managementOf(organization);
  return account?.startsWith('account:') ? { account: account as `account:${string}` } : {};
}

function needs(
  context: DesiredContext,
  section: StackBaselines,
  entry: BaselineEntry,
  key: string,
): readonly Address[] {
  return needsOf(context, section, entry, { units: [] }).filter((address) => address !== `stack-baseline:${key}`);
}

/** Overrides hold for the management account too, where they name it. */
function valuesOf(
  { organization }: DesiredContext,
  section: StackBaselines,
  { parameters, overrides }: BaselineEntry,
  { document }: TemplateFile,
): ParameterValues {
  const management = managementOf(organization);
  const own = (overrides ?? []).filter(
    ({ targets, exclude }) =>
      management !== undefined && selectAccounts(organization, { targets, exclude }).includes(management),
  );
  const values = own.map((override) => parameterValues(section, override.parameters, document));
  return Object.assign({}, parameterValues(section, parameters, document), ...values) as ParameterValues;
}
