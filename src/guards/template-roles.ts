import { administratorPolicy, administratorRight } from '../iam/administrator.js';
import type { ManagementStackSpec, StackBaselineSpec } from '../kinds/stack-baseline/spec.js';
import { filledIn } from '../kinds/stack-baseline/template/filled-in.js';
import { type Grantee, granteesOf } from '../kinds/stack-baseline/template/grants.js';
import type { Address, JsonObject, NodeName } from '../model.js';
import type { GuardInput, Picture } from './guard.js';

/** What a template lays, and where. */
export interface Laid {
  readonly address: Address;
  readonly accounts: readonly NodeName[];
  readonly grantees: readonly Grantee[];
}

type Spec = JsonObject & Pick<StackBaselineSpec | ManagementStackSpec, 'template' | 'parameters'>;

function isLayingSpec(kind: string, spec: JsonObject): spec is Spec {
  return (kind === 'stack-baseline' || kind === 'management-stack') && typeof spec['template'] === 'object';
}

/** Accounts that a spec lays its template in; of the management account's own stack, that one. */
function accountsOf(spec: JsonObject, management: NodeName | undefined): NodeName[] {
  const { instances, account } = spec;
  if (typeof instances === 'object' && instances !== null) return Object.keys(instances) as NodeName[];
  const own = typeof account === 'string' ? (account as NodeName) : management;
  return own === undefined ? [] : [own];
}

const known = new WeakMap<Picture, ReadonlyMap<Address, Laid>>();

/** Every template that is laid in this picture, ids of the organization's own written as names. */
export function laidIn(input: GuardInput, picture: Picture): ReadonlyMap<Address, Laid> {
  const before = known.get(picture);
  if (before) return before;
  const management = [...picture.organization.nodes.values()].find((node) => node.management === true)?.name;
  const symbolic = symbolicFor(input, picture);
  const laid = new Map<Address, Laid>();
  for (const [address, { kind, spec }] of picture.specs) {
    if (!isLayingSpec(kind, spec)) continue;
    const template = filledIn(symbolic(spec.template), symbolic(spec.parameters));
    laid.set(address, { address, accounts: accountsOf(spec, management), grantees: granteesOf(template, '${org.id}') });
  }
  known.set(picture, laid);
  return laid;
}

/** Account ids in a template or its parameters -> `${account.NAME.id}`, and the organization's own -> `${org.id}`. */
function symbolicFor({ expand }: GuardInput, { organization }: Picture): <Value>(value: Value) => Value {
  const names = new Map<string, string>();
  for (const account of organization.accounts()) {
    const symbol = `\${account.${account.slice('account:'.length)}.id}`;
    names.set(expand(symbol), symbol);
  }
  // A stand-in for accounts that have no id yet.
  names.delete('0'.repeat(12));
  const own = expand('${org.id}');
  return (value) => {
    const text = JSON.stringify(value)
      .replaceAll(own, '${org.id}')
      .replace(/(?<![0-9A-Za-z-])\d{12}(?![0-9A-Za-z-])/g, (id) => names.get(id) ?? id);
    return JSON.parse(text);
  };
}

/** Why whoever is (or may become) this is an administrator; undefined where nobody is. */
export function administratorOf({ managed, documents, boundary }: Grantee): string | undefined {
  if (
    boundary !== undefined &&
    !boundary.includes(':') &&
    !boundary.includes('${') &&
    administratorPolicy(boundary) === undefined
  ) {
    return undefined;
  }
  for (const policy of managed) {
    const what = administratorPolicy(policy);
    if (what !== undefined) return what;
  }
  return administratorRight(documents);
}

/** Nobody but services of AWS: what they do with it is what the account tells them to. */
export function isForServices({ kind, trusted }: Grantee): boolean {
  return (
    kind === 'role' && trusted.length > 0 && trusted.every((who) => /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(who))
  );
}

/** A managed policy of this name that a template of the picture lays makes administrators. */
export function laysAdministratorPolicy(input: GuardInput, picture: Picture, name: string): boolean {
  return [...laidIn(input, picture).values()].some(({ grantees }) =>
    grantees.some((one) => one.kind === 'managed policy' && one.name === name && administratorOf(one) !== undefined),
  );
}
