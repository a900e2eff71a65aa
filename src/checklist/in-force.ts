import { allows, denying, type Request } from '../iam/evaluate.js';
import type { NodeName } from '../model.js';
import type { Organization } from '../organization.js';
import type { Answer } from './answers.js';
import { known, type PolicyFacts, type PolicyInForce, type Unread } from './evidence.js';
import { placeLabel } from './verdict.js';

type Stop =
  | { readonly is: 'yes'; readonly by: string }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly unread: Unread };

/**
 * What the policies of one type come to in an account: those on it and on all above it. One deny anywhere is enough;
 * where FullAWSAccess is detached, what no policy at that place allows is denied as well.
 * Source: Organizations user guide, "SCP evaluation" and "RCP evaluation".
 */
export class InForce {
  readonly #policies: PolicyFacts;
  readonly #tree: Organization;

  constructor(policies: PolicyFacts, tree: Organization) {
    this.#policies = policies;
    this.#tree = tree;
  }

  /** `yes` when every one of these requests is denied there. */
  allDenied(node: NodeName, requests: readonly Request[]): Answer {
    const stops = requests.map((request) => ({ request, stop: this.#stopped(node, request) }));
    const open = stops.filter(({ stop }) => stop.is === 'no').map(({ request }) => request.action);
    if (open.length > 0) {
      const partly = stops.some(({ stop }) => stop.is === 'yes')
        ? { why: `only in part, open: ${[...new Set(open)].join(', ')}` }
        : {};
      return { is: 'no', ...partly };
    }
    for (const { stop } of stops) if (stop.is === 'unknown') return stop;
    return { is: 'yes', by: [...new Set(stops.flatMap(({ stop }) => (stop.is === 'yes' ? stop.by : [])))] };
  }

  #stopped(node: NodeName, request: Request): Stop {
    const found: Stop[] = [];
    for (const place of this.#tree.lineage(node)) {
      const here = this.#policies.at.get(place) ?? [];
      for (const policy of here) found.push(denied(policy, request));
      if (this.#policies.allowLists.known && this.#policies.allowLists.value.has(place))
        found.push(notAllowed(place, here, request));
    }
    // A sure deny decides, whatever else could not be read; only then does what is unknown matter.
    return (
      found.find((stop) => stop.is === 'yes') ??
      found.find((stop) => stop.is === 'unknown') ??
      this.#orUnreadAllowLists()
    );
  }

  #orUnreadAllowLists(): Stop {
    const { allowLists } = this.#policies;
    return allowLists.known ? { is: 'no' } : { is: 'unknown', unread: allowLists.unread };
  }
}

function denied({ name, target, document }: PolicyInForce, request: Request): Stop {
  if (!document.known) return { is: 'unknown', unread: document.unread };
  const found = denying(document.value, request);
  if (found.length === 0) return { is: 'no' };
  const by = `${name} at ${placeLabel(target)}`;
  if (found.some(({ verdict }) => verdict === 'yes')) return { is: 'yes', by };
  const sid = found[0]?.statement.sid;
  const where = sid === undefined ? by : `${by} (${sid})`;
  return {
    is: 'unknown',
    unread: { reason: `whether ${where} denies ${request.action} depends on what only the request itself tells` },
  };
}

function notAllowed(place: NodeName, here: readonly PolicyInForce[], request: Request): Stop {
  const documents = here.flatMap(({ document }) => (document.known ? [document.value] : []));
  switch (allows(documents, request)) {
    case 'yes':
      return { is: 'no' };
    case 'no': {
      const missing = here.find(({ document }) => !document.known)?.document;
      if (missing !== undefined && !missing.known) return { is: 'unknown', unread: missing.unread };
      return { is: 'yes', by: `the allow-list at ${placeLabel(place)}` };
    }
    case 'undecidable':
      return {
        is: 'unknown',
        unread: {
          reason: `whether the allow-list at ${placeLabel(place)} allows ${request.action} depends on the request`,
        },
      };
  }
}

/** No policy of the type anywhere. */
export const NO_POLICIES: PolicyFacts = { enabled: false, at: new Map(), allowLists: known(new Set()) };
