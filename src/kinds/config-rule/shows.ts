import type { ConfigPort } from '../../aws/config.js';
import { faultOf } from '../../aws/faults.js';
import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { configPort } from './callers.js';
import { canonical } from './canonical.js';
import { isRunning } from './deployment.js';
import { specOf } from './record.js';
import type { ConfigRuleSpec } from './spec.js';

type Context = StepContext<Surroundings>;

/** The lists that the next plan will read. What is known of them is asked for again only where it does not show the change. */
export async function shows(change: Change<ConfigRuleSpec>, context: Context): Promise<boolean> {
  if (!('to' in change) && change.action !== 'remove') return true;
  const spec = 'to' in change ? change.to : change.from;
  try {
    const port = await configPort(context, spec, 'write');
    if (await isListed(change, spec, context, port)) return true;
    port.forget();
    return await isListed(change, spec, context, port);
  } catch (error) {
    // An administrator whose registration went after its rule lists nothing any more.
    if (faultOf(error).class === 'denied') return true;
    throw error;
  }
}

async function isListed(
  { action }: Change<ConfigRuleSpec>,
  spec: ConfigRuleSpec,
  context: Context,
  port: ConfigPort,
): Promise<boolean> {
  const record = (await port.organizationRules()).find(({ name }) => name === spec.name);
  if (action === 'remove' || record === undefined) return action === 'remove' && record === undefined;
  const status = (await port.organizationRuleStatuses()).find(({ name }) => name === spec.name);
  if (status === undefined || isRunning(status)) return false;
  if (action === 'wait') return true;
  const { aws, names, manifestName } = context;
  const reading = { names, manifestName, organization: aws.live.organization, declaredOf: () => new Map() };
  const policy = 'policy' in spec.source ? spec.source.policy : '';
  const text = (one: ConfigRuleSpec): string => JSON.stringify(sorted(canonical(one, names)));
  return text(specOf(reading, record, spec, policy)) === text(spec);
}

function sorted(spec: ConfigRuleSpec): [string, unknown][] {
  return Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1));
}
