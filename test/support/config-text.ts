import type { JsonObject } from '../../src/model.js';
import { canonicalJson } from '../../src/plan/digest.js';
import type { Simulator } from '../../src/simulator/index.js';
import { settle } from '../../src/simulator/services/config/organization/changes.js';
import { deployments, failuresOf, overallStatus } from '../../src/simulator/services/config/organization/reach.js';
import { configState, type DeploymentRow } from '../../src/simulator/services/config/state.js';
import { accountOf, isManagementAccount } from '../../src/simulator/services/organizations/for-services.js';

/**
 * Organization rules, conformance packs, aggregators and what somebody did to recorders, sorted: account names instead of
 * ids, and nothing that is drawn or timed.
 */
export function configLines({ world }: Simulator): string[] {
  const nameOf = (id: string): string =>
    isManagementAccount(world, id) ? 'management' : (accountOf(world, id)?.name ?? id);
  const place = (key: string): string => key.replace(/^\d{12}/, nameOf);
  const named = (value: JsonObject): string => canonicalJson(value).replace(/\b\d{12}\b/g, nameOf);
  const laid = (row: DeploymentRow): string => {
    const failures = [...failuresOf(world, row)].map(([id, { verb, code }]) => `${nameOf(id)} ${verb} ${code}`).sort();
    const without = row.excluded.map(nameOf).sort().join(', ');
    const state = overallStatus(world, row).replace(/^(CREATE|UPDATE)_/, '');
    return `${row.kind} ${row.name} of ${nameOf(row.owner)} in ${row.region} ${state}: ${named(row.definition)} ${row.rules.join(' ')} without [${without}] failed [${failures.join(', ')}]`;
  };
  const { aggregators, tags, recorders, channels, deleted, switched } = configState(world);
  const gathering = Object.entries(aggregators).flatMap(([key, rows]) =>
    Object.values(rows).map((row) => {
      const written = Object.entries(tags[row.arn] ?? {}).map(([name, value]) => `${name}=${value}`);
      const source = named(JSON.parse(JSON.stringify(row.source)) as JsonObject);
      return `aggregator ${row.name} in ${place(key)}${row.orphaned ? ' orphaned' : ''}: ${source} [${written.sort().join(' ')}]`;
    }),
  );
  return [
    ...deployments(world).map(laid),
    ...gathering,
    ...Object.entries(recorders).map(
      ([key, row]) => `recorder ${row.name} in ${place(key)} ${row.recording ? 'on' : 'off'}`,
    ),
    ...Object.entries(channels).map(([key, row]) => `channel ${row.name} in ${place(key)}`),
    ...Object.keys(deleted).map((key) => `deleted ${key.replace(/\d{12}/, nameOf)}`),
    ...Object.entries(switched).map(([key, { recording }]) => `${place(key)} switched ${recording ? 'on' : 'off'}`),
  ].sort();
}

/** Lets AWS Config end what it has begun, where only being asked makes time pass. */
export function letConfigEnd({ world }: Simulator): void {
  while (deployments(world).some(({ status }) => status === 'IN_PROGRESS')) settle(world, () => true);
}
