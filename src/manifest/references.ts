import type { DeclaredNode } from '../kind.js';
import type { NodeName, Origin, Selector, Target } from '../model.js';
import type { Organization } from '../organization.js';
import { LIMITS } from './limits.js';
import { didYouMean, type Problems, quote } from './problems.js';
import { childOf, originAt, type SourceNode } from './source.js';
import { nodeOf, parseTarget } from './targets.js';
import type { SymbolicName } from './variables.js';

export interface ReferenceSources {
  readonly organization: Organization;
  readonly nodes: readonly DeclaredNode[];
  readonly selectors: Readonly<Record<string, Selector>>;
  readonly selectorsNode: SourceNode | undefined;
  /** Words in entries that are wrong themselves: what refers to them is not reported on top. */
  readonly broken: ReadonlySet<string>;
  readonly problems: Problems;
}

/** Checks every name that refers to something else in the manifest, and replaces selectors by what they stand for. */
export class References {
  readonly #from: ReferenceSources;
  readonly #accounts: readonly string[];
  readonly #units: readonly string[];
  readonly #accountOfId: ReadonlyMap<string, string>;
  readonly #selectors = new Map<string, Selector | undefined>();
  readonly #sizes = new Map<string, number>();
  readonly #open = new Set<string>();

  constructor(from: ReferenceSources) {
    this.#from = from;
    const names = from.nodes.map(({ node }) => node.name);
    this.#accounts = names.filter((name) => name.startsWith('account:')).map((name) => name.slice('account:'.length));
    this.#units = names.filter((name) => name.startsWith('unit:')).map((name) => name.slice('unit:'.length));
    this.#accountOfId = new Map(
      from.nodes.flatMap(({ node, id }) =>
        id === undefined ? [] : [[id, node.name.slice('account:'.length)] as const],
      ),
    );
  }

  /** Every selector by itself, used or not. */
  selectors(): Record<string, Selector> {
    const resolved = Object.keys(this.#from.selectors).map((name) => [name, this.#selector(name)] as const);
    return Object.fromEntries(resolved.flatMap(([name, selector]) => (selector ? [[name, selector]] : [])));
  }

  targets(targets: readonly Target[], node: SourceNode | undefined, fallback: Origin): Target[] {
    return targets.flatMap((target, index) => {
      const item = node && childOf(node, index);
      const resolved = this.#target(target, item, item?.origin ?? fallback);
      return resolved === undefined ? [] : [resolved];
    });
  }

  /** A field that names one unit, or the root. */
  unit(path: string, origin: Origin): void {
    if (path === 'root' || this.#from.organization.has(`unit:${path}`) || this.#isBroken(path)) return;
    const hint = () =>
      didYouMean(path, this.#units, 'declare it under organizationalUnits, with existing: true if it is not yours');
    this.#from.problems.add('manifest-reference', origin, `there is no unit ${quote(path)} in the manifest`, hint);
  }

  /** A field that names one account as `account:NAME`; `path`: how messages call it. */
  account(text: string, path: string, origin: Origin): void {
    const name = text.slice('account:'.length);
    if (this.#from.organization.has(`account:${name}`) || this.#isBroken(name)) return;
    const known = () => this.#accounts.map((account) => `account:${account}`);
    this.#from.problems.add('manifest-reference', origin, `${path} ${quote(text)} is no account of the manifest`, () =>
      didYouMean(text, known(), 'declare it under accounts, with existing: true if it is not yours'),
    );
  }

  symbolic({ kind, name, origin }: SymbolicName): void {
    const node: NodeName = kind === 'unit' ? `unit:${name}` : `account:${name}`;
    if (this.#from.organization.has(node) || this.#isBroken(name)) return;
    const hint = () =>
      didYouMean(name, kind === 'unit' ? this.#units : this.#accounts, 'it must be declared in the manifest');
    this.#from.problems.add(
      'manifest-variable',
      origin,
      `\${${kind}.${name}.id}: there is no ${kind} ${quote(name)} in the manifest`,
      hint,
    );
  }

  #target(target: Target, node: SourceNode | undefined, origin: Origin): Target | undefined {
    if (typeof target !== 'string') return this.#inline(target, node, origin);
    const parsed = parseTarget(target);
    if (parsed.kind === 'selector') return this.#named(parsed.name, target, origin);
    const place = nodeOf(this.#from.organization, target);
    if (place === undefined || this.#from.organization.has(place)) return target;
    const byId = parsed.kind === 'account' ? this.#accountOfId.get(parsed.name) : undefined;
    if (byId !== undefined) return `account:${byId}`;
    this.#reportUnknown(target, origin);
    return undefined;
  }

  #inline(selector: Selector, node: SourceNode | undefined, origin: Origin): Selector {
    const list = (key: 'targets' | 'exclude', targets: readonly Target[]): Target[] => {
      const child = node && childOf(node, key);
      return this.targets(targets, child, node ? originAt(node, [key]) : origin);
    };
    return {
      ...selector,
      ...(selector.targets ? { targets: list('targets', selector.targets) } : {}),
      ...(selector.exclude ? { exclude: list('exclude', selector.exclude) } : {}),
    };
  }

  #named(name: string, target: string, origin: Origin): Target | undefined {
    if (Object.hasOwn(this.#from.selectors, name)) return this.#selector(name, origin);
    if (this.#isBroken(name)) return undefined;
    const known = () => Object.keys(this.#from.selectors).map((selector) => `selector:${selector}`);
    this.#from.problems.add('manifest-reference', origin, `there is no selector ${quote(name)}`, () =>
      didYouMean(target, known(), 'declare it under selectors'),
    );
    return undefined;
  }

  #selector(name: string, from?: Origin): Selector | undefined {
    const own = this.#from.selectors[name];
    const node = this.#from.selectorsNode && childOf(this.#from.selectorsNode, name);
    if (this.#selectors.has(name) || !own) return this.#selectors.get(name);
    if (this.#open.has(name)) {
      const cycle = [...this.#open, name].slice([...this.#open].indexOf(name)).join(' -> ');
      if (from)
        this.#from.problems.add(
          'manifest-selector',
          from,
          `the selector ${quote(name)} refers to itself: ${cycle}`,
          'remove one of the references',
        );
      return undefined;
    }
    this.#open.add(name);
    const origin = node?.origin ?? { file: '', line: 1, column: 1 };
    const resolved = this.#inline(own, node, origin);
    this.#open.delete(name);
    const size = this.#sizeOf(own);
    this.#sizes.set(name, size);
    if (size > LIMITS.selectorTargets) {
      this.#from.problems.add(
        'manifest-selector',
        origin,
        `the selector ${quote(name)} stands for more than ${LIMITS.selectorTargets} targets`,
        'target a unit instead',
      );
    }
    const kept = size > LIMITS.selectorTargets ? undefined : resolved;
    this.#selectors.set(name, kept);
    return kept;
  }

  /** Targets in it when all selectors are written out: selectors that name selectors twice each would explode. */
  #sizeOf(selector: Selector): number {
    const lists = [...(selector.targets ?? []), ...(selector.exclude ?? [])];
    return lists.reduce((sum: number, target) => {
      if (typeof target !== 'string') return sum + this.#sizeOf(target);
      const parsed = parseTarget(target);
      return sum + (parsed.kind === 'selector' ? (this.#sizes.get(parsed.name) ?? 1) : 1);
    }, 1);
  }

  #reportUnknown(target: string, origin: Origin): void {
    const parsed = parseTarget(target);
    if (parsed.kind === 'account') {
      if (this.#isBroken(parsed.name)) return;
      const known = () => this.#accounts.map((name) => `account:${name}`);
      this.#from.problems.add('manifest-reference', origin, `target ${quote(target)} matches no account`, () =>
        didYouMean(target, known(), 'declare it under accounts, with existing: true if it is not yours'),
      );
      return;
    }
    if (parsed.kind !== 'unit' || this.#isBroken(parsed.path)) return;
    const hint = () => this.#unitHint(target, parsed.path, parsed.recursive ? '/**' : '');
    this.#from.problems.add('manifest-reference', origin, `target ${quote(target)} matches no unit`, hint);
  }

  #unitHint(target: string, path: string, suffix: string): string | undefined {
    const { organization } = this.#from;
    const above = target.endsWith('/*') ? target.slice(0, -2) : '';
    if (above !== '' && organization.has(`unit:${above}`)) return `write ${quote(`${above}/**`)} for everything below`;
    const tag = /^tags?:([^=]+)=(.+)$/.exec(target);
    if (tag) return `accounts with a tag are selected by { tags: { ${tag[1]}: ${tag[2]} } }`;
    if (organization.has(`account:${path}`)) return `did you mean ${quote(`account:${path}`)}?`;
    const units = this.#units.map((unit) => `${unit}${suffix}`);
    const known = [...units, 'root', 'management', ...this.#accounts.map((name) => `account:${name}`)];
    return didYouMean(target, known, 'declare it under organizationalUnits, with existing: true if it is not yours');
  }

  #isBroken(name: string): boolean {
    return (
      this.#from.broken.size > 0 &&
      (this.#from.broken.has(name) || name.split('/').some((part) => this.#from.broken.has(part)))
    );
  }
}
