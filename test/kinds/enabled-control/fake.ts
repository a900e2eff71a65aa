import type { ControlDetailRecord, ControlRecord } from '../../../src/aws/controlcatalog.js';
import type {
  EnabledBaselineRecord,
  EnabledControlRecord,
  OperationRecord,
  ParameterRecord,
} from '../../../src/aws/controltower-records.js';
import { VirtualClock } from '../../../src/clock.js';
import type { LiveContext } from '../../../src/kind.js';
import { enabledControl } from '../../../src/kinds/enabled-control/kind.js';
import { partsOf } from '../../../src/kinds/enabled-control/spec.js';
import type { Surroundings } from '../../../src/kinds/surroundings.js';
import type { Address, Change, Desired, JsonObject, Live, Problem } from '../../../src/model.js';
import { NameTable } from '../../../src/names.js';
import { Organization } from '../../../src/organization.js';

export const HOME = 'arn:aws:controltower:ap-northeast-1:123456789012';
const UNITS = { 'unit:Workloads': 'ou-ab12-11111111', 'unit:Sandbox': 'ou-ab12-22222222' } as const;
const ACCOUNT = '300000000002';

export type Target = keyof typeof UNITS | 'account:payments';

export function targetArn(target: Target): string {
  const base = 'arn:aws:organizations::123456789012';
  return target === 'account:payments'
    ? `${base}:account/o-exampleorg1/${ACCOUNT}`
    : `${base}:ou/o-exampleorg1/${UNITS[target]}`;
}

/** An enabled control as the list shows it, in order and settled unless said otherwise. */
export function enabled(
  controlIdentifier: string,
  target: Target,
  more: Partial<EnabledControlRecord> = {},
): EnabledControlRecord {
  const id = `${controlIdentifier.slice(controlIdentifier.lastIndexOf('/') + 1)}-${target}`;
  return {
    arn: `${HOME}:enabledcontrol/${id}`,
    controlIdentifier,
    targetArn: targetArn(target),
    status: 'SUCCEEDED',
    ...more,
  };
}

export const regional = (name: string): string => `arn:aws:controltower:ap-northeast-1::control/${name}`;
export const global = (id: string): string => `arn:aws:controlcatalog:::control/${id}`;

export interface FakeOptions {
  readonly records?: readonly EnabledControlRecord[];
  /** Accounts' parts: seen only when they are asked for. */
  readonly children?: readonly EnabledControlRecord[];
  readonly parameters?: Readonly<Record<string, readonly ParameterRecord[]>>;
  /** By the ARN of the enabled control; what is not named carries our tag. */
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly catalog?: readonly ControlDetailRecord[];
  readonly declared?: readonly Desired[];
  readonly noLandingZone?: boolean;
  /** When the landing zone was changed; absent = forgotten. */
  readonly landingZoneUpdatedAt?: number;
  readonly governedRegions?: readonly string[];
  /** Of every enabled control. */
  readonly targetRegions?: readonly string[];
  /** Of units and, as their children, of accounts. */
  readonly baselines?: readonly EnabledBaselineRecord[];
  /** By id; what is not named is forgotten. */
  readonly operations?: Readonly<Record<string, OperationRecord>>;
}

const BASELINE = 'arn:aws:controltower:ap-northeast-1::baseline/17BSJV3IGJ2QSGA2';

/** A baseline on a unit, or an account's part of one. */
export function baseline(target: Target, more: Partial<EnabledBaselineRecord> = {}): EnabledBaselineRecord {
  return {
    arn: `${HOME}:enabledbaseline/${target}`,
    baselineArn: BASELINE,
    targetArn: targetArn(target),
    status: 'SUCCEEDED',
    ...more,
  };
}

const OURS = { 'towerctl:manifest': 'test' };

export function catalogRecord(id: string, aliases: string[], parameters: string[] = []): ControlDetailRecord {
  return { arn: global(id), aliases, name: id, description: '', parameters, scope: 'GLOBAL' };
}

/** A context whose Control Tower answers from what is given, and counts what it was asked. */
export function fake(options: FakeOptions) {
  const asked: string[] = [];
  const problems: Omit<Problem, 'severity'>[] = [];
  const tags = async (arn: string) => {
    asked.push('tags');
    return options.tags?.[arn] ?? OURS;
  };
  const operation = (id: string): OperationRecord => {
    asked.push('operation');
    const known = options.operations?.[id];
    if (known) return known;
    throw Object.assign(new Error('no such operation'), { name: 'ResourceNotFoundException' });
  };
  const controlTower = {
    landingZone: async () =>
      options.noLandingZone
        ? undefined
        : { arn: `${HOME}:landingzone/1234567890ABCDEF`, governedRegions: options.governedRegions ?? [] },
    landingZoneUpdatedAt: async () => options.landingZoneUpdatedAt,
    enabledControls: async ({ children = false, only }: { children?: boolean; only?: string } = {}) => {
      asked.push('ListEnabledControls');
      const all = [...(options.records ?? []), ...(children ? (options.children ?? []) : [])];
      if (only === 'failed') return all.filter(({ status }) => status === 'FAILED');
      return only === undefined ? all : all.filter(({ inheritance }) => inheritance === 'DRIFTED');
    },
    enabledControl: async (arn: string) => {
      asked.push('GetEnabledControl');
      const record = [...(options.records ?? [])].find((candidate) => candidate.arn === arn);
      return { ...record, parameters: options.parameters?.[arn] ?? [], targetRegions: options.targetRegions ?? [] };
    },
    baselines: async () => new Map([['AWSControlTowerBaseline', BASELINE]]),
    enabledBaselines: async () => options.baselines ?? [],
    controlOperation: async (id: string) => operation(id),
    baselineOperation: async (id: string) => operation(id),
    tags,
  };
  const controlCatalog = {
    controls: async (): Promise<readonly ControlRecord[]> => {
      asked.push('ListControls');
      return options.catalog ?? [];
    },
    control: async (arn: string): Promise<ControlDetailRecord> => {
      asked.push('GetControl');
      const found = options.catalog?.find(
        (record) => record.arn === arn || record.aliases.includes(arn.split('/').at(-1) ?? ''),
      );
      if (!found) throw Object.assign(new Error('no such control'), { name: 'ResourceNotFoundException' });
      return found;
    },
  };
  const names = new NameTable('o-exampleorg1');
  for (const [name, id] of Object.entries(UNITS)) names.set(name as Address, id);
  names.set('account:payments', ACCOUNT);
  const node = { tags: {}, declared: true, live: true };
  const organization = new Organization('o-exampleorg1', [
    { ...node, name: 'root' },
    { ...node, name: 'unit:Workloads', parent: 'root' },
    { ...node, name: 'unit:Sandbox', parent: 'root' },
    { ...node, name: 'account:payments', parent: 'unit:Sandbox' },
  ]);
  const declared = new Map((options.declared ?? []).map((desired) => [desired.address, desired]));
  // Only what the kind reads stands behind these ports.
  const aws: unknown = { controlTower, controlCatalog, controlTowerTags: { of: tags, confirm: tags } };
  const context: LiveContext<Surroundings> = {
    aws: aws as Surroundings,
    names,
    manifestName: 'test',
    clock: new VirtualClock(),
    organization,
    declared,
    declaredOf: (kind) => (kind === 'enabled-control' ? declared : new Map()),
    was: {},
    unknown: () => {},
    problem: (problem) => problems.push(problem),
  };
  return { context, asked, problems };
}

export function wanted(address: Address, spec: JsonObject = {}, more: Partial<Desired> = {}): Desired {
  return {
    address,
    spec: { ...partsOf(address), ...spec },
    origin: { file: 'manifest.yaml', line: 9, column: 5 },
    ...more,
  };
}

export async function read(options: FakeOptions) {
  const { context, ...rest } = fake(options);
  const live: Live[] = [];
  for await (const found of enabledControl.live(context)) live.push(found);
  return { live, ...rest };
}

export async function closer(options: FakeOptions, changes: readonly Change[], all: readonly Change[]) {
  const { context, ...rest } = fake(options);
  const live: Live[] = [];
  for await (const found of enabledControl.confirm?.(context, changes, all) ?? []) live.push(found);
  return { live, ...rest };
}
