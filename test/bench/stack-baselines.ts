import type { UnitSeed } from '../../src/simulator/services/organizations/seeds/format.js';

/**
 * Units of twenty accounts under Workloads, and baselines over all of them in eight Regions, as they are after an apply:
 * most follow their unit by automatic deployment, some pick their accounts by a tag, some work with a role of Control Tower's.
 */
export interface Size {
  readonly accounts: number;
  readonly baselines: number;
}

export const NAME = 'bench';
export const HOME = 'ap-northeast-1';
export const REGIONS = [
  HOME,
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'ap-southeast-1',
  'ap-southeast-2',
];
const PER_UNIT = 20;
const PERIOD = 5;
const EXECUTION_ROLE = 'AWSControlTowerExecution';
const ADMINISTRATION_ROLE = 'service-role/AWSControlTowerStackSetRole';

/** A role and an alarm a stack, with a long inline text: some 8 KB, as the templates are that towerctl brings along. */
export function template(number: number, retention = 30): string {
  const statements = Array.from({ length: 40 }, (_, index) => ({
    Sid: `Read${index}`,
    Effect: 'Allow',
    Action: [`service${index}:Describe*`, `service${index}:List*`],
    Resource: [`arn:aws:service${index}:*:*:thing/baseline-${number}-*`],
  }));
  return JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Baseline ${number}`,
    Parameters: { Retention: { Type: 'Number', Default: 30 } },
    Resources: {
      Log: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: `/baseline/${number}`, RetentionInDays: retention },
      },
      Policy: {
        Type: 'AWS::Logs::ResourcePolicy',
        Properties: {
          PolicyName: `baseline-${number}`,
          PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        },
      },
    },
  });
}

type How = 'followed' | 'picked' | 'self-managed';
const how = (number: number): How =>
  number % PERIOD === 3 ? 'picked' : number % PERIOD === 4 ? 'self-managed' : 'followed';

const unitNames = ({ accounts }: Size): string[] =>
  Array.from({ length: Math.ceil(accounts / PER_UNIT) }, (_, index) => `Team-${index}`);

const accountsOf = ({ accounts }: Size): { readonly id: string; readonly name: string; readonly unit: string }[] =>
  Array.from({ length: accounts }, (_, index) => ({
    id: String(300_000_000_001 + index),
    name: `account-${index}`,
    unit: `Team-${Math.floor(index / PER_UNIT)}`,
  }));

const owned = (key: string): Readonly<Record<string, string>> => ({
  'towerctl:manifest': NAME,
  'towerctl:key': key,
});

const keyOf = (number: number): string => `baseline-${number}`;
const numbers = ({ baselines }: Size): number[] => Array.from({ length: baselines }, (_, index) => index);

export function stackSeed(size: Size, { deployed = false } = {}): object {
  const accounts = accountsOf(size);
  const units: UnitSeed[] = unitNames(size).map((name) => ({
    name,
    tags: owned(name),
    accounts: accounts
      .filter(({ unit }) => unit === name)
      .map(({ id, name: key }) => ({
        id,
        name: key,
        email: `${key}@example.com`,
        tags: { ...owned(key), stage: 'prod' },
      })),
  }));
  return {
    format: 1,
    managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' },
    trustedAccess: ['member.org.stacksets.cloudformation.amazonaws.com'],
    root: { units: [{ name: 'Workloads', tags: owned('Workloads'), units }] },
    stackSets: numbers(size).map((number) => setSeed(size, number, deployed)),
  };
}

function setSeed(size: Size, number: number, deployed: boolean): object {
  const kind = how(number);
  const units = kind === 'followed' ? ['Workloads'] : unitNames(size).map((name) => `Workloads/${name}`);
  const accounts = accountsOf(size).map(({ id }) => id);
  return {
    name: `towerctl-${keyOf(number)}`,
    description: `Baseline ${number}`,
    template: template(number),
    tags: owned(keyOf(number)),
    permissions: kind === 'self-managed' ? 'self-managed' : 'service-managed',
    managedExecution: true,
    ...(kind === 'self-managed'
      ? {
          executionRole: EXECUTION_ROLE,
          administrationRole: `arn:aws:iam::123456789012:role/${ADMINISTRATION_ROLE}`,
        }
      : { autoDeploy: kind === 'followed' }),
    instances: [{ ...(kind === 'self-managed' ? { accounts } : { units }), regions: REGIONS, deployed }],
  };
}

/** How the manifest wants operations to go about it; absent = towerctl's own. */
export interface Operations {
  /** Of the accounts of a Region: `25%`. */
  readonly concurrency?: `${number}%`;
  readonly regions?: 'parallel' | 'sequential';
}

/** JSON, which is YAML too; `changed`: the baseline whose template is another one by now. */
export function stackManifest(
  size: Size,
  { changed, operations = {} }: { readonly changed?: number; readonly operations?: Operations } = {},
): { readonly text: string; readonly files: Readonly<Record<string, string>> } {
  const children = Object.fromEntries(unitNames(size).map((name) => [name, {}]));
  const accounts = accountsOf(size).map(({ name, id, unit }) => [
    name,
    { id, ou: `Workloads/${unit}`, tags: { stage: 'prod' } },
  ]);
  const baselines = numbers(size).map((number) => {
    const kind = how(number);
    return [
      keyOf(number),
      {
        template: `templates/${keyOf(number)}.json`,
        regions: REGIONS,
        targets: kind === 'followed' ? ['Workloads/**'] : ['selector:prod'],
        managedExecution: true,
        operations,
        ...(kind === 'self-managed' && { permissions: { executionRole: EXECUTION_ROLE } }),
      },
    ];
  });
  const text = JSON.stringify({
    version: 1,
    name: NAME,
    organization: { id: 'o-exampleorg1', homeRegion: HOME },
    selectors: { prod: { targets: ['Workloads/**'], tags: { stage: 'prod' } } },
    organizationalUnits: { Workloads: { children } },
    accounts: Object.fromEntries(accounts),
    stackBaselines: Object.fromEntries(baselines),
  });
  const files = numbers(size).map((number) => [
    `templates/${keyOf(number)}.json`,
    template(number, number === changed ? 60 : 30),
  ]);
  return { text, files: Object.fromEntries(files) };
}

const pages = (items: number, size: number): number => Math.max(1, Math.ceil(items / size));

/**
 * The fewest calls that can tell whether anything differs: the tree, tags a hundred at a time, which sets there are, and for
 * each its description and its whole list of instances: a failed or missing one shows nowhere else. And the stacks of
 * the management account in every Region, where a stack that is declared no more shows.
 */
export function fewestStackCalls(size: Size): Record<string, number> {
  const units = unitNames(size).length;
  return {
    'organizations:DescribeOrganization': 1,
    'organizations:ListRoots': 1,
    'organizations:ListAccounts': pages(size.accounts + 1, 20),
    'organizations:ListOrganizationalUnitsForParent': 1 + pages(units, 20) + units,
    'tagging:GetResources': pages(size.accounts + units + 1, 100),
    'cloudformation:ListStackSets': pages(size.baselines, 100),
    'cloudformation:DescribeStackSet': size.baselines,
    'cloudformation:DescribeStacks': REGIONS.length,
    'cloudformation:ListStackInstances': size.baselines * pages(size.accounts * REGIONS.length, 100),
  };
}
