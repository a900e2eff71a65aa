import type { Aws } from '../aws/session.js';
import { assignmentAddress, type PermissionAssignmentSpec } from '../kinds/permission-assignment/spec.js';
import type { Address, Change, JsonObject, NameHints, Plan } from '../model.js';
import type { DriftClass } from '../report/drift.js';
import { foldOf } from '../report/view.js';

/** Something that somebody else does in the organization, by the AWS API, without towerctl. */
export interface Edit {
  /** Said to the audience. */
  readonly what: string;
  /** What the drift report must name, and what it must call it. The first is the thing that was edited. */
  readonly expected: readonly [Expected, ...Expected[]];
  /** What the report may name besides, since Control Tower makes something of the edit. */
  readonly entails?: (address: Address) => boolean;
  make(aws: Aws): Promise<void>;
}

export interface Expected {
  readonly address: Address;
  readonly class: DriftClass;
}

/**
 * The drift drill: an SCP detached from the root, an SCP weakened, an account moved to the root (out of a unit
 * that is registered with Control Tower, where there is one), a tag changed, an OU that nobody declared. Each is picked from what the plan has just laid.
 *
 * @throws Error when the plan holds nothing of that sort.
 */
export function drillFor(plan: Plan): Edit[] {
  const detached = pick(plan, 'an SCP attached to the root', (change) => {
    const fold = foldOf(change.address);
    return fold?.target === 'root' && fold.owner.startsWith('policy:scp/') && change.action === 'create'
      ? fold.owner
      : undefined;
  });
  const weakened = pick(plan, 'a second SCP of several statements', (change) =>
    change.address.startsWith('policy:scp/') && change.address !== detached && statementsOf(change) > 1
      ? change.address
      : undefined,
  );
  const moved = pick(plan, 'an account in a unit', (change) =>
    change.kind === 'account' && parentOf(change).startsWith('unit:') ? change : undefined,
  );
  const tagged = pick(plan, 'another account with a tag', (change) =>
    change.kind === 'account' && change !== moved && tagKeyOf(change) !== undefined ? change : undefined,
  );
  return [
    detach(detached),
    weaken(weakened),
    move(moved, plan),
    retag(tagged, tagKeyOf(tagged) ?? '', plan.names),
    letIn(grantedNowhere(plan), plan),
    { ...addUnit('tmp-poc'), what: 'adds the OU tmp-poc, which nobody declared' },
  ];
}

function pick<Found>(plan: Plan, what: string, test: (change: Change) => Found | undefined): Found {
  for (const change of plan.changes) {
    const found = test(change);
    if (found !== undefined) return found;
  }
  throw new Error(`the demo's manifest has nothing to drift: the plan lays no ${what}`);
}

function targetOf(change: Change): JsonObject | undefined {
  return 'to' in change ? change.to : undefined;
}

function parentOf(change: Change): string {
  return String(targetOf(change)?.['parent']);
}

function tagKeyOf(change: Change): string | undefined {
  const tags = targetOf(change)?.['tags'];
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return undefined;
  return Object.entries(tags).find(([, value]) => typeof value === 'string')?.[0];
}

function statementsOf(change: Change): number {
  const document = targetOf(change)?.['document'];
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return 0;
  const statements = document['Statement'];
  return Array.isArray(statements) ? statements.length : 1;
}

function nameIn(address: Address): string {
  return address.slice(address.indexOf(':') + 1);
}

async function policyId(aws: Aws, address: Address): Promise<string> {
  const name = nameIn(address).replace(/^scp\//, '');
  return found(
    (await aws.organizations.policies('SERVICE_CONTROL_POLICY')).find((policy) => policy.name === name)?.id,
    address,
  );
}

/** As the manifest knows it: by email address, or by name. */
async function accountId(aws: Aws, { address }: Change, { accounts: known }: NameHints): Promise<string> {
  const { email, name = nameIn(address) } = known[nameIn(address)] ?? {};
  const accounts = await aws.organizations.accounts();
  return found(accounts.find((account) => (email ? account.email === email : account.name === name))?.id, address);
}

function found<Found>(thing: Found | undefined, what: string): Found {
  if (thing === undefined) throw new Error(`the demo did not find ${what} in AWS`);
  return thing;
}

function detach(policy: Address): Edit {
  const attachment: Address = `policy-attachment:${nameIn(policy)}@root`;
  return {
    what: `detaches ${policy} from the root`,
    expected: [{ address: attachment, class: 'ours' }],
    make: async (aws) =>
      aws.organizations.detachPolicy(await policyId(aws, policy), (await aws.organizations.root()).id),
  };
}

function weaken(policy: Address): Edit {
  return {
    what: `weakens the text of ${policy}`,
    expected: [{ address: policy, class: 'ours' }],
    make: async (aws) => {
      const id = await policyId(aws, policy);
      await aws.organizations.updatePolicy(id, { content: weaker(await aws.organizations.policyContent(id)) });
    },
  };
}

/** One statement less. */
function weaker(content: string): string {
  const document = JSON.parse(content) as { readonly Statement: readonly JsonObject[] };
  return JSON.stringify({ ...document, Statement: document.Statement.slice(1) });
}

/**
 * Until Control Tower has followed the account (by auto-enrolment, where that is on), its unit's baseline drifts, and the
 * detective and proactive controls of the unit stay with the account.
 */
function move(account: Change, plan: Plan): Edit {
  const from = parentOf(account);
  const registration = plan.changes.find(({ kind, address }) => kind === 'enabled-baseline' && isAt(address, from));
  const where = registration === undefined ? from : `${from}, which is registered with Control Tower,`;
  return {
    what: `moves ${account.address} from ${where} to the root`,
    expected: [{ address: account.address, class: 'ours' }],
    entails: (address) =>
      address === registration?.address || (address.startsWith('control:') && isAt(address, account.address)),
    make: async (aws) => {
      const root = (await aws.organizations.root()).id;
      const parent = await unitId(aws, root, nameIn(from as Address).split('/'));
      await aws.organizations.moveAccount(await accountId(aws, account, plan.names), parent, root);
    },
  };
}

function isAt(address: Address, target: string): boolean {
  return address.endsWith(`@${target}`);
}

async function unitId(aws: Aws, root: string, path: readonly string[]): Promise<string> {
  let at = root;
  for (const name of path) {
    const unit = (await aws.organizations.unitsIn(at)).find((candidate) => candidate.name === name);
    at = found(unit?.id, `unit:${path.join('/')}`);
  }
  return at;
}

function retag(account: Change, key: string, names: NameHints): Edit {
  return {
    what: `changes the tag ${key} of ${account.address}`,
    expected: [{ address: account.address, class: 'ours' }],
    make: async (aws) => aws.organizations.tag(await accountId(aws, account, names), { [key]: 'changed-by-hand' }),
  };
}

/** A grant that the plan makes in other accounts, and whose set no account has to bring something for. */
function grantedNowhere(plan: Plan): PermissionAssignmentSpec {
  const grants = plan.changes.flatMap((change): PermissionAssignmentSpec[] =>
    change.kind === 'permission-assignment' && change.action === 'create'
      ? [change.to as PermissionAssignmentSpec]
      : [],
  );
  const granted = new Set(grants.map(assignmentAddress));
  const accounts = plan.changes.flatMap(({ kind, address, action }) =>
    kind === 'account' && action === 'adopt' ? [address] : [],
  );
  return pick(plan, 'a grant for some accounts', (change) => {
    const grant = grants.find((candidate) => assignmentAddress(candidate) === change.address);
    if (grant === undefined || !isForAll(plan, grant.permissionSet)) return undefined;
    return accounts
      .map((account) => ({ ...grant, account }) as PermissionAssignmentSpec)
      .find((other) => !granted.has(assignmentAddress(other)));
  });
}

/** Nobody else assigns the set, and no account has to bring a policy for it. */
function isForAll(plan: Plan, set: string): boolean {
  const made = plan.changes.find(({ address }) => address === `permission-set:${set}`);
  const { authority, boundary, customer } = (made && targetOf(made)) ?? {};
  return authority === 'exclusive' && boundary === undefined && Array.isArray(customer) && customer.length === 0;
}

function letIn(grant: PermissionAssignmentSpec, plan: Plan): Edit {
  const { principal, permissionSet, account } = grant;
  return {
    what: `lets group ${principal.name} into ${account} as ${permissionSet}`,
    expected: [{ address: assignmentAddress(grant), class: 'ours' }],
    make: async (aws) => {
      const center = aws.identityCenter();
      const { identityStoreId } = found(await center.instance(), 'Identity Center');
      const set = (await center.permissionSets()).find(({ name }) => name === permissionSet);
      const where = plan.changes.find(({ address }) => address === account);
      await center.createAssignment({
        accountId: await accountId(aws, found(where, account), plan.names),
        setArn: found(set?.arn, `permission-set:${permissionSet}`),
        type: principal.type,
        principalId: found(
          await aws.identityStore().groupId(identityStoreId, principal.name),
          `group:${principal.name}`,
        ),
      });
    },
  };
}

function addUnit(name: string): Omit<Edit, 'what'> {
  return {
    expected: [{ address: `unit:${name}`, class: 'undeclared' }],
    make: async (aws) => {
      await aws.organizations.createUnit((await aws.organizations.root()).id, name, {});
    },
  };
}
