import type { EnabledBaselineRecord, LandingZoneRecord } from '../../../src/aws/controltower-records.js';
import type { LiveContext } from '../../../src/kind.js';
import type { EnabledBaselineSpec } from '../../../src/kinds/enabled-baseline/spec.js';
import type { Surroundings } from '../../../src/kinds/surroundings.js';
import type { Address, Change, Desired, Live, NodeName } from '../../../src/model.js';
import { NameTable } from '../../../src/names.js';
import { Organization, type OrganizationNode } from '../../../src/organization.js';

const ARN = 'arn:aws:controltower:ap-northeast-1';
export const CONTROL_TOWER = `${ARN}::baseline/17BSJV3IGJ2QSGA2`;
const IDENTITY_CENTER = `${ARN}::baseline/LN25R72TTG6IGPTQ`;

/** Three units, one below the other two; `pay` and `dev` live in A, `old` is suspended there. */
export const ORGANIZATION = new Organization('o-exampleorg1', [
  node('root'),
  node('unit:A', 'root'),
  node('unit:A/B', 'unit:A'),
  node('unit:C', 'root'),
  node('account:pay', 'unit:A'),
  node('account:dev', 'unit:A'),
  { ...node('account:old', 'unit:A'), state: 'SUSPENDED' },
  node('account:far', 'unit:C'),
]);

function node(name: NodeName, parent?: NodeName): OrganizationNode {
  return { name, ...(parent && { parent }), tags: {}, declared: true, live: true };
}

export const NAMES = new NameTable('o-exampleorg1');
const IDS: Readonly<Record<string, string>> = {
  'unit:A': 'ou-ab12-aaaaaaaa',
  'unit:A/B': 'ou-ab12-bbbbbbbb',
  'unit:C': 'ou-ab12-cccccccc',
  'account:pay': '300000000001',
  'account:dev': '300000000002',
  'account:old': '300000000003',
  'account:far': '300000000004',
};
for (const [name, id] of Object.entries(IDS)) NAMES.set(name as Address, id);

export function record(target: NodeName, more: Partial<EnabledBaselineRecord> = {}): EnabledBaselineRecord {
  const kind = target.startsWith('unit:') ? 'ou' : 'account';
  return {
    arn: `${ARN}:123456789012:enabledbaseline/X${IDS[target]}`,
    baselineArn: CONTROL_TOWER,
    targetArn: `arn:aws:organizations::123456789012:${kind}/o-exampleorg1/${IDS[target]}`,
    version: '5.0',
    status: 'SUCCEEDED',
    ...more,
  };
}

/** An account's part in a unit's baseline. */
export function child(
  account: NodeName,
  unit: NodeName,
  more: Partial<EnabledBaselineRecord> = {},
): EnabledBaselineRecord {
  return record(account, { parentArn: record(unit).arn, ...more });
}

export interface Known {
  readonly records: readonly EnabledBaselineRecord[];
  /** By target; ours unless told otherwise. */
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly autoEnroll?: boolean;
  readonly declared?: Readonly<Record<Address, Partial<Desired>>>;
  readonly failure?: string;
}

/** What `live` and `confirm` are given, with Control Tower answering from these records. */
export function contextOf(known: Known): LiveContext<Surroundings> {
  const tagsOf = (arn: string): Readonly<Record<string, string>> => {
    const target = Object.entries(IDS).find(([, id]) => arn.endsWith(`X${id}`))?.[0] ?? '';
    return known.tags?.[target] ?? { 'towerctl:manifest': 'test' };
  };
  const controlTower = {
    baselines: async () =>
      new Map([
        ['AWSControlTowerBaseline', CONTROL_TOWER],
        ['IdentityCenterBaseline', IDENTITY_CENTER],
      ]),
    enabledBaselines: async () => [...known.records],
    landingZone: async (): Promise<Partial<LandingZoneRecord>> => ({
      version: '4.0',
      autoEnroll: known.autoEnroll === true,
    }),
    baselineOperation: async () => ({ status: 'FAILED', message: known.failure ?? 'no reason' }),
    tags: async (arn: string) => tagsOf(arn),
    forget: () => {},
  };
  const controlTowerTags = {
    of: async (arn: string) => tagsOf(arn),
    all: async () => new Map(known.records.map(({ arn }) => [arn, tagsOf(arn)])),
    confirm: async (arn: string) => tagsOf(arn),
  };
  const declared = new Map(
    Object.entries(known.declared ?? { 'baseline:AWSControlTowerBaseline@unit:A': {} }).map(([address, more]) => [
      address as Address,
      { address: address as Address, spec: {}, origin: { file: '', line: 1, column: 1 }, ...more },
    ]),
  );
  const context = {
    aws: { controlTower, controlTowerTags, live: { organization: ORGANIZATION, nodes: new Map() } },
    names: NAMES,
    manifestName: 'test',
    organization: ORGANIZATION,
    declared,
    declaredOf: () => new Map(),
    was: {},
    unknown: () => {},
    problem: () => {},
  };
  return context as object as LiveContext<Surroundings>;
}

export async function collected(found: AsyncIterable<Live<EnabledBaselineSpec>>): Promise<Live<EnabledBaselineSpec>[]> {
  const all: Live<EnabledBaselineSpec>[] = [];
  for await (const one of found) all.push(one);
  return all;
}

export function moved(account: NodeName, from: string, to: string): Change {
  const base = {
    address: account as Address,
    kind: 'account',
    needs: [],
    after: [],
    reads: [],
    why: 'changed' as const,
  };
  return { ...base, action: 'update', from: { parent: from }, to: { parent: to }, fields: [] };
}
