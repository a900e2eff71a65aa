import type { Json, JsonObject } from '../../../../src/model.js';
import { CATALOG, type CatalogControl } from '../../../../src/simulator/services/controlcatalog/catalog/index.js';
import { regionalName } from '../../../../src/simulator/services/controlcatalog/state.js';
import type {
  ControlOperation,
  EnabledControlDetails,
  EnabledControlSummary,
  ListEnabledControlsInput,
} from '../../../../src/wire/controltower.js';
import { HOME, type Tower } from '../support.js';

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Given {
  readonly key: string;
  readonly value: Json;
}

function controlNamed(alias: string): CatalogControl {
  const control = CATALOG.find(({ aliases }) => aliases.includes(alias));
  if (!control) throw new Error(`no control ${alias}`);
  return control;
}

/** The recommended identifier, the same everywhere. */
export const globalArn = (alias: string): string => `arn:aws:controlcatalog:::control/${controlNamed(alias).id}`;
/** The older identifier. */
export const regionalArn = (alias: string, region = HOME): string =>
  `arn:aws:controltower:${region}::control/${regionalName(controlNamed(alias), region)}`;

/** Begins to enable a control; throws what the call answers when it is refused. */
export async function begin(
  on: Tower,
  alias: string,
  targetIdentifier: string,
  parameters: Given[] = [],
): Promise<{ arn: string; operation: string }> {
  const input = { controlIdentifier: globalArn(alias), targetIdentifier, parameters };
  const { arn = '', operationIdentifier = '' } = await on.call('EnableControl', input);
  return { arn, operation: operationIdentifier };
}

/** Enables a control and lets the operation end, well or not. */
export async function enable(on: Tower, alias: string, target: string, parameters: Given[] = []): Promise<string> {
  const { arn, operation } = await begin(on, alias, target, parameters);
  await finished(on, operation);
  return arn;
}

/** Asks until the operation is over. */
export async function finished(on: Tower, operationIdentifier: string | undefined): Promise<ControlOperation> {
  for (let asked = 0; asked < 500; asked += 1) {
    const { controlOperation } = await on.call('GetControlOperation', { operationIdentifier });
    if (controlOperation && controlOperation.status !== 'IN_PROGRESS') return controlOperation;
    on.clock.advance(1_000);
  }
  throw new Error(`${operationIdentifier} does not end`);
}

export async function details(on: Tower, enabledControlIdentifier: string): Promise<EnabledControlDetails> {
  const { enabledControlDetails } = await on.call('GetEnabledControl', { enabledControlIdentifier });
  if (!enabledControlDetails) throw new Error('no details');
  return enabledControlDetails;
}

/** Every enabled control that the list tells, over all pages. */
export async function enabledControls(
  on: Tower,
  input: ListEnabledControlsInput = {},
): Promise<EnabledControlSummary[]> {
  const found: EnabledControlSummary[] = [];
  let nextToken: string | undefined;
  do {
    const page = await on.call('ListEnabledControls', { ...input, ...(nextToken && { nextToken }) });
    found.push(...(page.enabledControls ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}

type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY' | 'DECLARATIVE_POLICY_EC2';

/** Control Tower's policies of that type on the unit, as Organizations tells them. */
export async function policies(
  { organizations }: Tower,
  unitId: string,
  Filter: PolicyType = 'SERVICE_CONTROL_POLICY',
): Promise<{ id: string; name: string; content: string; document: JsonObject }[]> {
  const { Policies = [] } = await organizations.listPoliciesForTarget({ TargetId: unitId, Filter });
  const own = Policies.filter(({ Name = '' }) => /^aws-guardrails-[A-Za-z0-9]{6}$/.test(Name));
  return Promise.all(
    own.map(async ({ Id = '', Name = '' }) => {
      const { Policy } = await organizations.describePolicy({ PolicyId: Id });
      const content = Policy?.Content ?? '{}';
      return { id: Id, name: Name, content, document: JSON.parse(content) as JsonObject };
    }),
  );
}

/** Statements by Sid, over all of the unit's policies. */
export async function statements(
  on: Tower,
  unitId: string,
  type: PolicyType = 'SERVICE_CONTROL_POLICY',
): Promise<Record<string, JsonObject>> {
  const found = await policies(on, unitId, type);
  const all = found.flatMap(({ document }) => document['Statement'] as JsonObject[]);
  return Object.fromEntries(all.map((statement) => [String(statement['Sid']), statement]));
}
