import type { LiveContext } from '../../kind.js';
import type { Live } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { STACK_SETS, type TrustedAccessSpec } from './spec.js';

/** Trusted access carries no tag and is nobody's: what the manifest does not speak of is not even read. */
export async function* live(context: LiveContext<Surroundings>): AsyncGenerator<Live<TrustedAccessSpec>> {
  if (context.declared.size === 0) return;
  for (const service of await context.aws.organizations.trustedServices()) {
    if (service === STACK_SETS && !(await stackSetsAct(context))) continue;
    yield { address: `trusted-access:${service}`, spec: { service }, managedBy: 'us', condition: 'settled' };
  }
}

/**
 * CloudFormation has a switch of its own beside that of Organizations: with the latter alone a service-managed StackSet is
 * refused. Who wants it off asks for the latter.
 */
async function stackSetsAct({ aws, declared }: LiveContext<Surroundings>): Promise<boolean> {
  const wanted = declared.get(`trusted-access:${STACK_SETS}`);
  if (wanted === undefined || wanted.absent === true) return true;
  return (await aws.cloudFormation.organizationsAccess()) === 'ENABLED';
}
