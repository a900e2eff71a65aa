import type { Verdict } from '../../src/checklist/verdict.js';
import type { JsonObject } from '../../src/model.js';
import type {
  AccountSeed,
  OrganizationsSeed,
  PolicySeed,
  UnitSeed,
} from '../../src/simulator/services/organizations/seeds/format.js';
import type { Dice } from '../properties/dice.js';
import { type Aftermath, type EnabledControl, GOVERNED } from './messy-control-tower.js';
import { accountsBelow, idsBelow, isActive, type Place } from './messy-place.js';
import { GOOD, lookalike, type Protection } from './messy-policies.js';
import { expectedSignIn, type MessySignIn, messySignIn } from './messy-sign-in.js';
import { type MessyStackSets, messyStackSets } from './messy-stack-sets.js';

export interface Expected {
  readonly verdict: Verdict;
  /** Absent where the row counts nothing. */
  readonly met?: number | undefined;
  readonly of?: number | undefined;
}

export interface Messy {
  readonly seed: OrganizationsSeed & { readonly landingZone: JsonObject; readonly stackSets: readonly JsonObject[] };
  readonly aftermath: Aftermath;
  readonly signIn: MessySignIn;
  /** By row, from the generator's own record of what it left out or broke. */
  readonly expected: Readonly<Record<string, Expected>>;
}

const ORGANIZATION = 'o-exampleorg1';
const DELEGABLE = ['iam', 'sso', 'config', 'guardduty', 'securityhub', 'cloudtrail', 'access-analyzer', 'account'].map(
  (name) => `${name}.amazonaws.com`,
);

const TRUSTED = ['controltower', 'ec2', 'member.org.stacksets.cloudformation'].map((name) => `${name}.amazonaws.com`);

/** An organization with a landing zone 4.0 that people have lived in: everything may be missing somewhere. */
export function messy(dice: Dice): Messy {
  return new Mess(dice).result();
}

class Mess {
  readonly #dice: Dice;
  readonly #top: Place[] = [];
  readonly #stray: AccountSeed[];
  readonly #root: string[] = [];
  readonly #policies: PolicySeed[] = [];
  /** As a seed's landing zone lists them, parents first. */
  readonly #registered: { unit: string; failed: string[]; missing: string[] }[] = [];
  readonly #failedUnits: string[] = [];
  readonly #controls: EnabledControl[] = [];
  /** Ids of accounts under a registered unit at the top, whose mandatory controls protect AWS Config. */
  readonly #shielded = new Set<string>();
  readonly #stackSets: MessyStackSets;
  readonly #delegated: string[];
  readonly #signIn: MessySignIn;
  #numbers = 0;
  /** By protection: ids of the accounts that it does not reach. */
  readonly #open = new Map<string, Set<string>>();
  readonly #unregistered = new Set<string>();
  readonly #unwatched = new Set<string>();

  constructor(dice: Dice) {
    this.#dice = dice;
    this.#top.push({
      id: 'ou-ex01-security',
      name: 'Security',
      path: 'Security',
      accounts: [
        { id: '200000000001', name: 'Log Archive', email: 'log-archive@example.com' },
        { id: '200000000002', name: 'Audit', email: 'audit@example.com' },
      ],
      policies: [],
      children: [],
      shared: true,
    });
    for (let index = dice.between(1, 3); index > 0; index -= 1) this.#top.push(this.#unit(`Unit${index}`, '', 1));
    this.#stray = dice.chance(40) ? this.#accounts(2) : [];
    for (const place of this.#places()) this.#govern(place);
    for (const protection of GOOD) this.#protect(protection);
    for (let index = dice.between(0, 2); index > 0; index -= 1) this.#foreign(index);
    this.#stackSets = messyStackSets(
      dice,
      this.#top.map((place) => ({ path: place.path, accounts: accountsBelow(place) })),
    );
    this.#delegated = dice.some(DELEGABLE, DELEGABLE.length);
    this.#signIn = messySignIn(dice, [
      ...this.#stray.filter(isActive).map(({ id }) => ({ id, unit: 'root' })),
      ...this.#places().flatMap(({ path, accounts }) =>
        accounts.filter(isActive).map(({ id }) => ({ id, unit: path })),
      ),
    ]);
  }

  #unit(name: string, above: string, depth: number): Place {
    const path = `${above}${name}`;
    const children = depth < 3 && this.#dice.chance(50) ? [this.#unit(`${name}-below`, `${path}/`, depth + 1)] : [];
    this.#numbers += 1;
    const id = `ou-ex01-unit${String(this.#numbers).padStart(4, '0')}`;
    return { id, name, path, accounts: this.#accounts(3), policies: [], children, shared: false };
  }

  #accounts(most: number): AccountSeed[] {
    return Array.from({ length: this.#dice.between(0, most) }, () => {
      this.#numbers += 1;
      const id = String(300_000_000_000 + this.#numbers);
      const state = this.#dice.chance(15) ? ('SUSPENDED' as const) : ('ACTIVE' as const);
      return { id, name: `account-${this.#numbers}`, email: `aws+${id}@example.com`, state };
    });
  }

  /** At the root, or by somebody who thought of some units only, or not at all. */
  #protect({ name, type, document, row, looksLike }: Protection): void {
    const reference = `${type}/${name}`;
    this.#policies.push({ name, type, content: document });
    const everywhere = this.#dice.chance(60);
    if (everywhere) this.#root.push(reference);
    const chosen = everywhere ? [] : this.#dice.some(this.#places(), 3);
    for (const place of chosen) place.policies.push(reference);
    const reached = new Set(everywhere ? this.#all() : chosen.flatMap(idsBelow));
    if (everywhere && type === 'declarative-ec2') reached.add('123456789012');
    if (name === 'protect-config') for (const id of this.#shielded) reached.add(id);
    const counted = type === 'declarative-ec2' ? ['123456789012', ...this.#all()] : this.#all();
    const open = this.#open.get(row) ?? new Set<string>();
    for (const id of counted) if (!reached.has(id)) open.add(id);
    this.#open.set(row, open);
    if (!everywhere && looksLike && this.#dice.chance(50)) this.#lookalike(lookalike(name, looksLike));
  }

  /** Something that reads like the real thing and is not enough. */
  #lookalike({ name, type, document }: Omit<Protection, 'row'>): void {
    this.#policies.push({ name, type, content: document });
    this.#root.push(`${type}/${name}`);
  }

  #foreign(index: number): void {
    const content: JsonObject = this.#dice.chance(70)
      ? { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: [`service${index}:*`], Resource: '*' }] }
      : { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const name = `somebody-elses-${index}`;
    this.#policies.push({ name, type: 'scp', content });
    for (const place of this.#dice.some(this.#places(), 3)) place.policies.push(`scp/${name}`);
  }

  /** Registered and watched, unless something is left out or has failed. */
  #govern(place: Place): void {
    const { id, path, accounts, shared } = place;
    const registered = shared || this.#dice.chance(75);
    if (registered && this.#top.includes(place)) for (const below of idsBelow(place)) this.#shielded.add(below);
    const fates = accounts.map((account) => ({ account, fate: this.#dice.between(0, 9) }));
    const failed = !shared && registered && this.#dice.chance(15);
    if (failed) this.#failedUnits.push(id);
    if (registered && !shared) {
      const of = (which: number): string[] => fates.flatMap(({ account, fate }) => (fate === which ? account.id : []));
      this.#registered.push({ unit: path, failed: of(8), missing: of(9) });
    }
    const lost = fates.filter(({ account, fate }) => isActive(account) && !shared && (!registered || fate >= 8));
    if (!registered || failed || lost.length > 0) this.#unregistered.add(id);
    // Control Tower enables nothing on a unit that it does not govern.
    const watched = registered && this.#watch(id);
    const unwatched = watched ? lost.map(({ account }) => account) : accounts.filter(isActive);
    for (const account of unwatched) this.#unwatched.add(account.id);
  }

  #watch(target: string): boolean {
    if (this.#dice.chance(30)) {
      this.#controls.push({ alias: 'AWS-GR_DISALLOW_VPC_INTERNET_ACCESS', target, status: 'SUCCEEDED' });
    }
    const fate = this.#dice.between(0, 9);
    if (fate < 7) this.#controls.push({ alias: 'AWS-GR_ENCRYPTED_VOLUMES', target, status: 'SUCCEEDED' });
    if (fate > 5) this.#controls.push({ alias: 'AWS-GR_RESTRICTED_SSH', target, status: 'FAILED' });
    return fate < 7;
  }

  #places(): Place[] {
    const below = (place: Place): Place[] => [place, ...place.children.flatMap(below)];
    return this.#top.flatMap(below);
  }

  /** Ids of the member accounts in use. */
  #all(): string[] {
    return [...this.#stray.filter(isActive).map(({ id }) => id), ...this.#top.flatMap(idsBelow)];
  }

  result(): Messy {
    const asSeed = ({ id, name, accounts, policies, children }: Place): UnitSeed => ({
      id,
      name,
      accounts,
      policies,
      units: children.map(asSeed),
    });
    const seed: Messy['seed'] = {
      format: 1,
      managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
      organization: { id: ORGANIZATION, rootId: 'r-ex01', featureSet: 'ALL' },
      policyTypes: ['scp', 'rcp', 'declarative-ec2'],
      trustedAccess: [...new Set([...TRUSTED, ...this.#delegated])],
      delegatedAdministrators: this.#delegated.map((servicePrincipal) => ({
        account: '200000000002',
        servicePrincipal,
      })),
      policies: this.#policies,
      root: { policies: this.#root, accounts: this.#stray, units: this.#top.map(asSeed) },
      landingZone: { version: '4.0', governedRegions: [...GOVERNED], registered: this.#registered },
      stackSets: [...this.#stackSets.seed, ...(this.#signIn.stackSet ? [this.#signIn.stackSet] : [])],
      ...this.#signIn.seed,
    };
    return {
      seed,
      aftermath: { failedUnits: this.#failedUnits, controls: this.#controls },
      signIn: this.#signIn,
      expected: this.#expected(),
    };
  }

  #expected(): Record<string, Expected> {
    const members = this.#all();
    const { short, reached } = this.#stackSets;
    const byAccount = (open: ReadonlySet<string>, of = members.length): Expected => counted(of - open.size, of);
    const open = (row: string): ReadonlySet<string> => this.#open.get(row) ?? new Set();
    const watched = new Set([...this.#unwatched, ...this.#stray.filter(isActive).map(({ id }) => id)]);
    const holding = this.#places().filter(({ accounts }) => accounts.some(isActive));
    const registered = holding.filter(({ id }) => !this.#unregistered.has(id)).length;
    const places = holding.length + (this.#stray.some(isActive) ? 1 : 0);
    return {
      '1A-1': { verdict: registered === places ? 'met' : 'partly', met: registered, of: places },
      '1A-4': byAccount(open('1A-4')),
      '1C-1': byAccount(watched),
      '1D-1': byAccount(open('1D-1')),
      '1D-2': byAccount(open('1D-2')),
      '1D-3': byAccount(open('1D-3'), members.length + 1),
      '1D-5': byAccount(new Set(members.filter((id) => short.has(id) || !reached.has(id)))),
      // Config and Identity Center and the like: StackSets are never among those drawn.
      '3-2': counted(this.#delegated.length, DELEGABLE.length + 1),
      ...expectedSignIn(this.#signIn, members, this.#delegated.includes('iam.amazonaws.com')),
    };
  }
}

function counted(met: number, of: number): Expected {
  return { verdict: met === of ? 'met' : met === 0 ? 'not met' : 'partly', met, of };
}
