import { Organizations } from '@aws-sdk/client-organizations';
import * as sdk from '../../../src/aws/controltower-commands.js';
import type { SchemaCommand } from '../../../src/aws/schema-client.js';
import { VirtualClock } from '../../../src/clock.js';
import type { JsonObject } from '../../../src/model.js';
import { eventsOf } from '../../../src/simulator/event-log.js';
import {
  createSimulator,
  inProcess,
  kind,
  type Simulator,
  type SimulatorOptions,
} from '../../../src/simulator/index.js';
import type { EnabledBaselineSummary } from '../../../src/wire/controltower.js';

export const HOME = 'ap-northeast-1';
export const MANAGEMENT = '123456789012';
export const LOG_ARCHIVE = '200000000001';
export const AUDIT = '200000000002';
export const PAYMENTS = '300000000001';
export const ROOT = 'r-ex01';
export const BASELINE = {
  controlTower: `arn:aws:controltower:${HOME}::baseline/17BSJV3IGJ2QSGA2`,
  config: `arn:aws:controltower:${HOME}::baseline/1QBGH2G48YVGDQ3Y`,
  backup: `arn:aws:controltower:${HOME}::baseline/APO9ATVPBKFRRGLK`,
  identityCenter: `arn:aws:controltower:${HOME}::baseline/LN25R72TTG6IGPTQ`,
  logArchive: `arn:aws:controltower:${HOME}::baseline/J8HX46AHS5MIKQPD`,
};

const COMMANDS: Readonly<Record<string, unknown>> = sdk;

type Sdk = typeof sdk;
type Name = { [K in keyof Sdk]: K extends `${infer N}Command` ? N : never }[keyof Sdk];
type InputOf<N extends Name> = ConstructorParameters<Sdk[`${N}Command`]>[0];
type OutputOf<N extends Name> =
  InstanceType<Sdk[`${N}Command`]> extends SchemaCommand<infer _Input, infer Output> ? Output : never;

export interface Tower {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  readonly organizations: Organizations;
  /** The operation as today's official client calls it; the home Region unless told. */
  call<N extends Name>(name: N, input: InputOf<N>, region?: string): Promise<OutputOf<N>>;
  /** `ValidationException: text`; `none` when there was no error. */
  refusal<N extends Name>(name: N, input: InputOf<N>, region?: string): Promise<string>;
}

/** A landing zone on virtual time; everything at once unless told otherwise. */
export function tower(options: SimulatorOptions = {}): Tower {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...kind, clock, ...options });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const requestHandler = inProcess(simulator);
  const organizations = new Organizations({ region: 'us-east-1', credentials, maxAttempts: 1, requestHandler });
  const call = async <N extends Name>(name: N, input: InputOf<N>, region = HOME): Promise<OutputOf<N>> => {
    const client = new sdk.ControlTowerClient({ region, credentials, requestHandler });
    const Command = COMMANDS[`${name}Command`] as new (given: object) => SchemaCommand<object, object>;
    return (await client.send(new Command(input))) as OutputOf<N>;
  };
  const refusal = async <N extends Name>(name: N, input: InputOf<N>, region = HOME): Promise<string> => {
    try {
      await call(name, input, region);
      return 'none';
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  };
  return { simulator, clock, organizations, call, refusal };
}

/** Slow operations end when they were asked after twice. */
export const POLLS = { pace: { kind: 'polls', polls: 2 } } as const;

/** All enabled baselines, children included, over all pages. */
export async function enabledBaselines({ call }: Tower, targetIdentifier?: string): Promise<EnabledBaselineSummary[]> {
  const found: EnabledBaselineSummary[] = [];
  const filter = targetIdentifier === undefined ? {} : { filter: { targetIdentifiers: [targetIdentifier] } };
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const page = await call('ListEnabledBaselines', {
      includeChildren: true,
      ...filter,
      ...(token && { nextToken: token }),
    });
    found.push(...(page.enabledBaselines ?? []));
    token = page.nextToken;
  }
  return found;
}

/** What EnableBaseline takes to register a unit on the default seed. */
export async function registration(on: Tower, targetIdentifier: string, baselineVersion = '5.0') {
  const all = await enabledBaselines(on);
  const center = all.find((each) => each.baselineIdentifier === BASELINE.identityCenter);
  return {
    baselineIdentifier: BASELINE.controlTower,
    baselineVersion,
    targetIdentifier,
    parameters: [{ key: 'IdentityCenterEnabledBaselineArn', value: center?.arn ?? '' }],
  };
}

export interface Unit {
  readonly id: string;
  readonly arn: string;
}

export async function addUnit({ organizations }: Tower, name: string, parent: string = ROOT): Promise<Unit> {
  const { OrganizationalUnit } = await organizations.createOrganizationalUnit({ ParentId: parent, Name: name });
  return { id: OrganizationalUnit?.Id ?? '', arn: OrganizationalUnit?.Arn ?? '' };
}

export async function topUnit({ organizations }: Tower, name: string): Promise<Unit> {
  const { OrganizationalUnits } = await organizations.listOrganizationalUnitsForParent({ ParentId: ROOT });
  const found = OrganizationalUnits?.find((each) => each.Name === name);
  return { id: found?.Id ?? '', arn: found?.Arn ?? '' };
}

export const accountArn = (id: string): string => `arn:aws:organizations::${MANAGEMENT}:account/o-exampleorg1/${id}`;

export async function move({ organizations }: Tower, AccountId: string, to: string): Promise<void> {
  const { Parents } = await organizations.listParents({ ChildId: AccountId });
  await organizations.moveAccount({ AccountId, SourceParentId: Parents?.[0]?.Id ?? '', DestinationParentId: to });
}

/** Details of the events of this name or drift type, oldest first. */
export function told({ simulator }: Tower, name: string): JsonObject[] {
  return eventsOf(simulator.world).flatMap((event) => {
    const detail = event['detail'] as JsonObject;
    return detail['eventName'] === name || detail['driftType'] === name || detail['DriftType'] === name ? [detail] : [];
  });
}

/** The landing zone's ARN and what it says of itself. */
export async function landingZone({ call }: Tower) {
  const { landingZones } = await call('ListLandingZones', {});
  const landingZoneIdentifier = landingZones?.[0]?.arn ?? '';
  const { landingZone: details } = await call('GetLandingZone', { landingZoneIdentifier });
  return { arn: landingZoneIdentifier, details };
}

export async function guardrails({ organizations }: Tower, unitId: string): Promise<string[][]> {
  const { Policies } = await organizations.listPoliciesForTarget({
    TargetId: unitId,
    Filter: 'SERVICE_CONTROL_POLICY',
  });
  const sids: string[][] = [];
  for (const { Id, Name } of Policies ?? []) {
    if (!Name?.startsWith('aws-guardrails-')) continue;
    const { Policy } = await organizations.describePolicy({ PolicyId: Id });
    const { Statement } = JSON.parse(Policy?.Content ?? '{}') as { Statement: { Sid: string }[] };
    sids.push(Statement.map(({ Sid }) => Sid));
  }
  return sids;
}
