import type { OrganizationPackRecord } from '../../aws/config-records.js';
import type { Step, StepContext } from '../../kind.js';
import type { Change, Progress } from '../../model.js';
import { configPort } from '../config-rule/callers.js';
import { isRunning } from '../config-rule/deployment.js';
import { excludedIds } from '../config-rule/excluded.js';
import { asked, type Layer, takeAway, untilLaid } from '../config-rule/laying.js';
import type { Surroundings } from '../surroundings.js';
import type { ConformancePackSpec } from './spec.js';
import { OWNER_PARAMETER, TEMPLATE_PARAMETER } from './template.js';

type Context = StepContext<Surroundings>;
type Steps = readonly Step<Surroundings>[];

const PACK: Layer = {
  noun: 'conformance pack',
  deletion: 'config:DeleteOrganizationConformancePack',
  // Assumed: no source gives any. A pack is a stack in each account.
  takes: [60, 900],
  // After that nobody believes in it any more: hundreds of accounts take their time.
  patience: 7_200,
  status: (port, name) => port.organizationPackStatus(name),
  failures: (port, name) => port.organizationPackFailures(name),
  remove: (port, name) => port.deleteOrganizationPack(name),
};

export function steps(change: Change<ConformancePackSpec>): Steps {
  switch (change.action) {
    case 'create':
    case 'update':
    case 'adopt':
    case 'repair':
      return [put(change.to)];
    // Two callers may have a pack of one name, but the accounts would have its rules twice.
    case 'replace':
      return [takeAway(change.from, PACK), put(change.to)];
    case 'remove':
      return [takeAway(change.from, PACK)];
    case 'wait':
      return [waitFor(change.to), put(change.to, isAsSent)];
    default:
      return [];
  }
}

/** `unless`: nothing is written where that holds. */
function put(
  spec: ConformancePackSpec,
  unless?: (there: OrganizationPackRecord, sent: OrganizationPackRecord) => boolean,
): Step<Surroundings> {
  return {
    name: 'lay the conformance pack',
    calls: ['config:PutOrganizationConformancePack'],
    takes: PACK.takes,
    patience: PACK.patience,
    async start(context) {
      const { body } = spec;
      if (body === undefined) return { state: 'failed', problem: 'the plan does not hold the template; plan again' };
      const port = await configPort(context, spec, 'write');
      const { deliveryBucket, excluded } = spec;
      const sent: OrganizationPackRecord = {
        name: spec.name,
        parameters: parametersToSend(context, spec),
        ...(deliveryBucket !== undefined && { deliveryBucket }),
        excludedAccounts: excludedIds(context.names, excluded),
      };
      if (unless) {
        port.forget();
        const there = (await port.organizationPacks()).find(({ name }) => name === spec.name);
        if (there && unless(there, sent)) return { state: 'done' };
      }
      await port.putOrganizationPack({ ...sent, templateBody: body });
      return { state: 'running', token: spec.name };
    },
    poll: untilLaid(spec, PACK),
  };
}

function parametersToSend(
  { names, manifestName }: Context,
  { parameters = {}, template }: ConformancePackSpec,
): { name: string; value: string }[] {
  const own = { [OWNER_PARAMETER]: manifestName, [TEMPLATE_PARAMETER]: template };
  return Object.entries({ ...parameters, ...own })
    .map(([name, value]) => ({ name, value: names.concrete(value) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Template and all: its digest is among the parameters. */
function isAsSent(there: OrganizationPackRecord, sent: OrganizationPackRecord): boolean {
  const text = ({ parameters, deliveryBucket, excludedAccounts }: OrganizationPackRecord): string =>
    JSON.stringify([
      parameters.map(({ name, value }) => [name, value]).sort(([one = ''], [other = '']) => (one < other ? -1 : 1)),
      deliveryBucket ?? '',
      [...excludedAccounts].sort(),
    ]);
  return text(there) === text(sent);
}

/** What was begun is awaited. Whether it came to what is declared, and did not fail, is looked at after it. */
function waitFor(spec: ConformancePackSpec): Step<Surroundings> {
  const poll = async (token: string, context: Context): Promise<Progress> => {
    const status = await (await asked(context, spec, PACK)).status();
    return status && isRunning(status)
      ? { state: 'running', token, detail: 'AWS Config works on it already' }
      : { state: 'done' };
  };
  return {
    name: 'wait for the operation that runs',
    calls: [],
    takes: PACK.takes,
    patience: PACK.patience,
    start: (context) => poll(spec.name, context),
    poll,
  };
}
