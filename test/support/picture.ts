import type { GuardInput, GuardSettings, Picture } from '../../src/guards/guard.js';
import type { Address, Allowance, Change, JsonObject, LandingZone, NodeName } from '../../src/model.js';
import { Organization, type OrganizationNode } from '../../src/organization.js';

/** A picture in a few words; what is left out is as a small organization usually has it. */
export interface Sketch {
  /** Unit paths, parents first. */
  readonly units?: readonly string[];
  /** Account name -> where it lives. The management account stands at the root in any case. */
  readonly accounts?: Readonly<Record<string, NodeName>>;
  /** `scp/deny-leave` -> its document. */
  readonly policies?: Readonly<Record<string, JsonObject>>;
  /** `scp/deny-leave@unit:Workloads`. */
  readonly attached?: readonly string[];
  /** Enabled policy types; default: scp and rcp. Null = nothing is known of them. */
  readonly types?: readonly string[] | null;
  readonly trusted?: readonly string[];
  /** `AWS-GR_RESTRICT_ROOT_USER@unit:Workloads` -> its parameters. */
  readonly controls?: Readonly<Record<string, JsonObject>>;
  /** `AWSControlTowerBaseline@unit:Workloads`. */
  readonly baselines?: readonly string[];
  /** FullAWSAccess on every node, as AWS attaches it. Default true. */
  readonly fullAccess?: boolean;
  /** Nodes that AWS does not have yet. */
  readonly planned?: readonly NodeName[];
}

export const ORGANIZATION_ID = 'o-exampleorg1';
export const MANAGEMENT_ID = '123456789012';

function nodesOf(sketch: Sketch): OrganizationNode[] {
  const node = (name: NodeName, parent?: NodeName): OrganizationNode => ({
    name,
    ...(parent === undefined ? {} : { parent }),
    tags: {},
    declared: true,
    live: !(sketch.planned ?? []).includes(name),
  });
  const unitParent = (path: string): NodeName =>
    path.includes('/') ? `unit:${path.slice(0, path.lastIndexOf('/'))}` : 'root';
  return [
    node('root'),
    { ...node('account:management', 'root'), management: true },
    ...(sketch.units ?? []).map((path) => node(`unit:${path}`, unitParent(path))),
    ...Object.entries(sketch.accounts ?? {}).map(([name, parent]) => node(`account:${name}`, parent)),
  ];
}

export function pictureOf(sketch: Sketch): Picture {
  const nodes = nodesOf(sketch);
  const specs = new Map<Address, { kind: string; spec: JsonObject }>();
  for (const { name, parent } of nodes) {
    if (name === 'root') continue;
    const kind = name.startsWith('unit:') ? 'organizational-unit' : 'account';
    specs.set(name, { kind, spec: { name: name.slice(name.search(/[:/][^/]*$/) + 1), parent: parent ?? 'root' } });
  }
  for (const [path, document] of Object.entries(sketch.policies ?? {})) {
    const [type = '', name = ''] = path.split('/');
    specs.set(`policy:${path}`, {
      kind: 'organization-policy',
      spec: { type, name, description: '', document },
    });
  }
  const full = (sketch.fullAccess ?? true) ? nodes.filter(({ live }) => live) : [];
  for (const attachment of [...full.map(({ name }) => `scp/FullAWSAccess@${name}`), ...(sketch.attached ?? [])]) {
    const [policy = '', target = ''] = attachment.split('@');
    specs.set(`policy-attachment:${attachment}`, {
      kind: 'policy-attachment',
      spec: { policy: `policy:${policy}`, target },
    });
  }
  for (const type of sketch.types === null ? [] : (sketch.types ?? ['scp', 'rcp'])) {
    specs.set(`policy-type:${type}`, { kind: 'policy-type', spec: { type } });
  }
  for (const [path, parameters] of Object.entries(sketch.controls ?? {})) {
    const [control = '', target = ''] = path.split('@');
    specs.set(`control:${path}`, {
      kind: 'enabled-control',
      spec: { control, target, ...(Object.keys(parameters).length > 0 && { parameters }) },
    });
  }
  for (const path of sketch.baselines ?? []) {
    const [baseline = '', target = ''] = path.split('@');
    specs.set(`baseline:${path}`, { kind: 'enabled-baseline', spec: { baseline, target } });
  }
  for (const service of sketch.trusted ?? []) {
    specs.set(`trusted-access:${service}`, { kind: 'trusted-access', spec: { service } });
  }
  return { organization: new Organization(ORGANIZATION_ID, nodes), specs };
}

/** The changes that lead from one picture to the other, as a plan would hold them. */
function changesBetween(before: Picture, after: Picture): Change[] {
  const base = (address: Address, kind: string) => ({
    address,
    kind,
    needs: [],
    after: [],
    reads: [],
    why: 'declared' as const,
    origin: { file: 'manifest.yaml', line: 7, column: 3 },
  });
  const changes: Change[] = [];
  for (const [address, { kind, spec }] of after.specs) {
    const old = before.specs.get(address);
    if (old === undefined) changes.push({ ...base(address, kind), action: 'create', to: spec });
    else if (JSON.stringify(old.spec) !== JSON.stringify(spec)) {
      const replace = kind === 'organizational-unit' && old.spec['parent'] !== spec['parent'];
      changes.push({
        ...base(address, kind),
        action: replace ? 'replace' : 'update',
        from: old.spec,
        to: spec,
        fields: [],
      });
    }
  }
  for (const [address, { kind, spec }] of before.specs) {
    if (!after.specs.has(address)) changes.push({ ...base(address, kind), action: 'remove', from: spec });
  }
  return changes;
}

export interface Options extends Partial<GuardSettings> {
  readonly changes?: readonly Change[];
  readonly declared?: readonly Address[];
  /** Account name -> id. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly landingZone?: LandingZone;
  readonly homeRegion?: string;
}

/** A landing zone 4.0 as Control Tower sets it up, in Tokyo. */
export const LANDING_ZONE: Extract<LandingZone, { state: 'there' }> = {
  state: 'there',
  version: '4.0',
  status: 'ACTIVE',
  drifted: false,
  governedRegions: ['ap-northeast-1', 'us-east-1'],
  autoEnroll: false,
  identityCenter: true,
  config: true,
  backup: false,
  securityUnits: ['unit:Security'],
};

/** A plan from one sketch to another, as the guards see it. */
export function planOf(before: Sketch, after: Sketch, options: Options = {}): GuardInput {
  const pictures = { before: pictureOf(before), after: pictureOf(after) };
  const { changes, declared, ids = {}, landingZone, homeRegion, ...settings } = options;
  return {
    ...pictures,
    ...(landingZone && { landingZone }),
    ...(homeRegion !== undefined && { homeRegion }),
    changes: changes ?? changesBetween(pictures.before, pictures.after),
    settings: { maxRemovals: 10, protectedPrincipals: [], quotas: {}, allow: [], ...settings },
    expand: (text) =>
      text
        .replaceAll('${org.id}', ORGANIZATION_ID)
        .replaceAll('${account.management.id}', MANAGEMENT_ID)
        .replaceAll(/\$\{account\.([^.}]+)\.id\}/g, (_, name: string) => ids[name] ?? '000000000000'),
    ...(declared === undefined ? {} : { declared: new Set(declared) }),
  };
}

export function allowance(code: string, at: string, until?: string): Allowance {
  return {
    code,
    at,
    reason: 'CHG-1',
    ...(until === undefined ? {} : { until }),
    origin: { file: 'manifest.yaml', line: 99, column: 5 },
  };
}

/** A document with these statements. */
export function policy(...statements: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements };
}

/** A Deny on every resource. */
export function deny(action: string | readonly string[], more: JsonObject = {}): JsonObject {
  return { Sid: 'Deny', Effect: 'Deny', Action: action, Resource: '*', ...more };
}

export const SMALL: Sketch = {
  units: ['Workloads', 'Workloads/Prod', 'Sandbox'],
  accounts: { payments: 'unit:Workloads/Prod', alice: 'unit:Sandbox' },
};
