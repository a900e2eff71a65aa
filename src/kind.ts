import type { Clock } from './clock.js';
import type {
  Address,
  Change,
  Desired,
  JsonObject,
  Lacking,
  LandingZone,
  Live,
  NameHints,
  NodeName,
  Origin,
  Problem,
  Progress,
  TemplateFile,
  TextFile,
  Unknown,
} from './model.js';
import type { Organization } from './organization.js';
import type { Section } from './section.js';

export type { TemplateFile, TextFile } from './model.js';

export type { DeclaredNode, Section, SectionFinding } from './section.js';

/** The manifest as a kind sees it: sections already read, variables filled in, positions kept. */
export interface ManifestView {
  readonly name: string;
  /** What it says of the organization itself. */
  readonly organization?: { readonly homeRegion: string };
  /** The section's value, or undefined when it is absent, which means unmanaged. */
  section<Value>(section: Section<Value>): Value | undefined;
  /** Position of a value, by its path: `originOf('policies', 'deny-leave', 'targets', 0)`. The nearest known parent's when unknown. */
  originOf(...path: readonly (string | number)[]): Origin;
  /** A policy document (JSON or YAML file inside the manifest's folder), variables filled in, `with` included. */
  document(file: string, parameters?: JsonObject): { document: JsonObject; origin: Origin };
  /** A CloudFormation template that a field of the manifest names: a file of its own, or one of the package's. */
  template(file: string): TemplateFile;
  /** A file in a language of its own that a field of the manifest names, as it is written. */
  text(file: string): TextFile;
}

/** An account in quarantine, judged by the rows of the checklist that the manifest names for it. */
export interface Hold {
  readonly isReady: boolean;
  /** `ready after 2 h 10 min: 1D-1 and 1D-3 are met`, or what it waits for. */
  readonly words: string;
}

export interface DesiredContext {
  readonly manifest: ManifestView;
  /** The organization as it will be: live overlaid with planned units, accounts, moves and tags. Offline: the manifest alone. */
  readonly organization: Organization;
  /** Absent offline, and where no kind of this manifest stands on it. */
  readonly landingZone?: LandingZone;
  /** How accounts in quarantine stand that the manifest still wants there; absent offline. */
  readonly holds?: ReadonlyMap<NodeName, Hold>;
  /** The day of the run (UTC), `2026-11-24`: exceptions end by it. Absent where nobody knows. */
  readonly today?: string;
  /** Reports what only this context can tell, with the position in the manifest. */
  problem(problem: {
    code: string;
    message: string;
    hint?: string;
    origin?: Origin;
    address?: Address;
    severity?: 'error' | 'warning';
  }): void;
}

/** Turns AWS ids into names and back. */
export interface Names {
  /** Throws when the address has no id (yet). */
  idOf(address: Address | 'root'): string;
  tryIdOf(address: Address | 'root'): string | undefined;
  nameOf(id: string): NodeName | undefined;
  /** Known ids inside a text, written `${account.security.id}`. */
  symbolic(text: string): string;
  /** The reverse: throws when one has no id (yet). */
  concrete(text: string): string;
}

export interface LiveContext<Aws> {
  readonly aws: Aws;
  readonly names: Names;
  readonly manifestName: string;
  /** For what is told with its age. */
  readonly clock: Clock;
  /** The live organization, under the manifest's names. */
  readonly organization: Organization;
  /** What the manifest declares of this kind. A read may be cheaper when it knows. */
  readonly declared: ReadonlyMap<Address, Desired>;
  /** What the manifest declares of another kind. */
  declaredOf(kind: string): ReadonlyMap<Address, Desired>;
  /** Whether the manifest has no section of that kind, so that it is somebody else's business; an empty one means none. */
  leavesAlone?(kind: string): boolean;
  /** A plan is about to be applied, and what it names stands for what is declared: nobody asks what else there is. */
  readonly onlyDeclared?: boolean;
  /**
   * Only these are planned for; absent = everything. A read that would grow with the number of accounts leaves the others
   * out, and says of them what is declared: nothing is planned there.
   */
  readonly within?: ReadonlySet<NodeName>;
  /** Old names, by new address. */
  readonly was: NameHints['was'];
  /** How many of something there are in AWS, ours or not, where the read has met them all: for guards on quotas. */
  counted?(what: 'stack-sets' | 'permission-sets' | 'identity-center-administrators', number: number): void;
  /** Says what an account lacks that something of the plan stands on: a guard judges it, since the plan itself may bring it. */
  lacks?(lacking: Lacking): void;
  /** Says that an address, or the whole kind when it names none, could not be read. */
  unknown(unknown: Omit<Unknown, 'kind'>): void;
  /** Reports what only the read could tell about what is declared (a parameter that AWS does not know), an error unless it says otherwise. */
  problem(problem: Omit<Problem, 'severity'> & { readonly severity?: Problem['severity'] }): void;
}

export interface StepContext<Aws> {
  readonly aws: Aws;
  readonly names: Names;
  readonly clock: Clock;
  readonly manifestName: string;
  /** The nodes in the plan's scope; absent = everything. */
  readonly within?: ReadonlySet<NodeName>;
  /** Derived from plan digest, address and attempt: the same when a killed apply runs again. */
  readonly clientToken: string;
}

/** One write, and at most one read to poll. Loops, sleeps, retries and deadlines belong to the engine. */
export interface Step<Aws> {
  readonly name: string;
  /** The IAM actions of the write (`organizations:AttachPolicy`): they give the rate, the estimate and the role. */
  readonly calls: readonly string[];
  /** Seconds AWS usually takes after the call has been accepted: [best, worst]. Absent = done when answered. */
  readonly takes?: readonly [number, number];
  /** Seconds after which it counts as failed; absent = three times what it takes at worst. */
  readonly patience?: number;
  /** Seconds between polls at most; absent = 15. For what is over soon and done often: each waits for the next poll on average half of that. */
  readonly pollEvery?: number;
  start(context: StepContext<Aws>): Promise<Progress>;
  poll?(token: string, context: StepContext<Aws>): Promise<Progress>;
}

export interface Lane {
  readonly lane: string;
  /** Changes of this lane that may be in progress at the same time. */
  readonly limit: number;
  readonly exclusive?: boolean;
}

/** The IAM actions of a kind, companion actions (src/facts/companion-actions.ts) included. Roles are made of them: src/permissions. */
export interface KindActions {
  /** A plan makes these calls and no others. */
  readonly read: readonly string[];
  /** The steps of an apply make these beside. */
  readonly write: readonly string[];
  /** What its steps do as the root user of members: the tasks (of sts:AssumeRoot) say what may be done, and no role of ours is granted it. */
  readonly asRoot?: { readonly tasks: readonly string[]; readonly actions: readonly string[] };
}

/** Everything known on one side, by address. */
export type SpecsByAddress = ReadonlyMap<Address, { readonly kind: string; readonly spec: JsonObject }>;

/** What a resource kind must answer. Adding a kind is one folder in src/kinds and one line in its index. */
export interface Kind<Spec extends JsonObject = JsonObject, Aws = unknown> {
  /** Singular noun, the folder's name. */
  readonly name: string;
  /** What its addresses begin with. */
  readonly prefix: string;
  readonly title: string;
  /** For `towerctl explain` and docs/reference/kinds.md: how each action behaves, what AWS does not do, with sources. Markdown. */
  readonly about: string;
  /** Sections this kind owns. */
  readonly sections: readonly Section[];
  /** The kind manages something only when one of these sections is present; several kinds may read one section. */
  readonly readsSections: readonly string[];
  /** What live-but-unasked-for means: ours are removed, or only reported. */
  readonly undeclared: 'remove' | 'report' | 'ignore';
  /** Whether what this manifest asks of the kind stands on the landing zone: only then is that read. */
  needsLandingZone?(manifest: ManifestView): boolean;
  /** Whether a guard has to know the landing zone for what this manifest asks of the kind, where there is one. */
  looksAtLandingZone?(manifest: ManifestView): boolean;
  /** It carries a tag that says who owns it; without one, what is declared and there is simply satisfied. */
  readonly ownable: boolean;
  desired(context: DesiredContext): Iterable<Desired<Spec>>;
  /** Serves both sides: created after them, removed before them. */
  needs(spec: Spec): readonly Address[];
  live(context: LiveContext<Aws>): AsyncIterable<Live<Spec>>;
  /**
   * A second, closer look before something is planned on the strength of a cheap read (an index, an assumption).
   * What it yields replaces what was read before; the changes are then computed again. `changes` are this kind's own,
   * doubts included; `all` the whole plan's.
   */
  confirm?(context: LiveContext<Aws>, changes: readonly Change[], all: readonly Change[]): AsyncIterable<Live<Spec>>;
  /** The part of the live spec that the desired one speaks of: an omitted field means "leave it alone". */
  narrow?(live: Spec, desired: Spec): Spec;
  /** Before comparing: policies by meaning, defaults filled in. */
  canonical?(spec: Spec, names: Names): Spec;
  /** What others rely on of it, where more is read of what is declared than of what is only relied on; absent = all. */
  reliedOn?(spec: Spec): Spec;
  /** What undoing an update goes back to, where AWS does not take everything back; absent = what there was before. */
  takesBack?(from: Spec, to: Spec): Spec;
  /** Changes that AWS cannot make in place: the change becomes `replace`. */
  mustReplace?(from: Spec, to: Spec): boolean;
  /** Each prefix of the list is safe: a killed change is planned again from what is live. */
  steps(change: Change<Spec>): readonly Step<Aws>[];
  /**
   * Whether what is live is what a creation in several steps left when it was cut short: a plan that creates it is not
   * stale then, and its steps finish it. Absent = a creation is one write.
   */
  begun?(live: Spec, desired: Spec): boolean;
  /** Actions that undo says nothing of: taking them back would be another, graver thing. */
  readonly neverUndone?: readonly ('create' | 'remove')[];
  lanes(change: Change<Spec>): readonly Lane[];
  /**
   * Other changes of the plan that must have been done first: should one fail, nothing is left unprotected by this one.
   * `others` are the plan's changes by kind, `before` is what is known to be there.
   */
  follows?(
    change: Change<Spec>,
    others: ReadonlyMap<string, readonly Change[]>,
    before: SpecsByAddress,
  ): readonly Address[];
  /** Other changes of the plan that must be over first, whatever came of them: one that fails costs only itself. */
  waitsFor?(change: Change<Spec>, others: ReadonlyMap<string, readonly Change[]>): readonly Address[];
  /** Whether AWS's lists show a change that was made: they lag behind the write. Absent = they do not lag. */
  shows?(change: Change<Spec>, context: StepContext<Aws>): Promise<boolean>;
  /** Lines for the reviewer below the change. Pure. `names` tells which ids in documents are the organization's own. */
  describe?(change: Change<Spec>, names?: Pick<Names, 'symbolic'>): readonly string[];
  /** The nodes a change acts on, what is inherited below not counted: scope and reach are measured by them. */
  targets(spec: Spec, address: Address, specs: SpecsByAddress): readonly NodeName[];
  /**
   * As much of an update as concerns what is in scope, where it is made of parts (instances of accounts): the rest stays
   * as it is. `fields`: dotted paths of what changes. Undefined = it is one thing, done or not done.
   */
  within?(
    from: Spec,
    to: Spec,
    fields: readonly string[],
    scope: ReadonlySet<NodeName>,
  ): { readonly from: Spec; readonly to: Spec } | undefined;
  /** Accounts among those of `targets` that it does not act on after all: AWS knows everybody and exceptions only. */
  leavesOut?(spec: Spec): readonly NodeName[];
  readonly actions: KindActions;
}
