import type { View } from './store.js';

/** AWS's ids and ARNs, and where a thing stands in the tree. Patterns: the service's API model. */
export const PATTERN = {
  root: /^r-[0-9a-z]{4,32}$/,
  unit: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/,
  account: /^\d{12}$/,
  policy: /^p-[0-9a-zA-Z_]{8,128}$/,
  parent: /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/,
  child: /^(\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/,
  target: /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/,
  taggable:
    /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|p-[0-9a-zA-Z_]{8,128}|rp-[0-9a-zA-Z_]{4,128}|rt-[0-9a-zA-Z_]{8,32})$/,
  createRequest: /^car-[a-z0-9]{8,32}$/,
  handshake: /^h-[0-9a-z]{8,32}$/,
  transfer: /^rt-[0-9a-z]{8,32}$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  accountName: /^[\u0020-\u007E]+$/,
  roleName: /^[\w+=,.@-]{1,64}$/,
  servicePrincipal: /^[\w+=,.@-]*$/,
  tagText: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
  transferName: /^[ -~]+$/,
} as const;

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const DIGITS = '0123456789';

function characters(random: () => number, alphabet: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  return text;
}

export const newUnitId = (random: () => number, rootId: string): string =>
  `ou-${rootId.slice(2)}-${characters(random, LOWER, 8)}`;
export const newPolicyId = (random: () => number): string => `p-${characters(random, LOWER, 8)}`;
export const newAccountId = (random: () => number): string => characters(random, DIGITS, 12);
export const newId = (random: () => number, prefix: string, length: number): string =>
  `${prefix}${characters(random, LOWER, length)}`;

function organizationOf(view: View): { id: string; rootId: string; managementAccountId: string } {
  return view.get('organizations', 'current') ?? { id: 'o-none', rootId: 'r-none', managementAccountId: '' };
}

/** `arn:aws:organizations::MANAGEMENT:KIND/o-...` and what follows. */
export function arnOf(view: View, kind: string, ...rest: string[]): string {
  const { id, managementAccountId } = organizationOf(view);
  return ['arn:aws:organizations::', managementAccountId, ':', [kind, id, ...rest].join('/')].join('');
}

export function policyArn(view: View, policy: { id: string; type: string; awsManaged: boolean }): string {
  const type = policy.type.toLowerCase();
  if (policy.awsManaged) return `arn:aws:organizations::aws:policy/${type}/${policy.id}`;
  return arnOf(view, 'policy', type, policy.id);
}

export type TargetKind = 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT';

/** What the id is of, judged by its form alone. */
export function kindOf(id: string): TargetKind {
  if (PATTERN.account.test(id)) return 'ACCOUNT';
  return PATTERN.root.test(id) ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
}

export function exists(view: View, id: string): boolean {
  if (PATTERN.root.test(id)) return organizationOf(view).rootId === id;
  return PATTERN.account.test(id)
    ? view.get('accounts', id) !== undefined && view.get('parents', id) !== undefined
    : view.get('units', id) !== undefined;
}

export function targetArn(view: View, id: string): string {
  const kind = kindOf(id);
  if (kind === 'ROOT') return arnOf(view, 'root', id);
  return kind === 'ACCOUNT' ? arnOf(view, 'account', id) : arnOf(view, 'ou', id);
}

export function targetName(view: View, id: string): string {
  const kind = kindOf(id);
  if (kind === 'ROOT') return 'Root';
  return (kind === 'ACCOUNT' ? view.get('accounts', id) : view.get('units', id))?.name ?? '';
}

/** From the root down to the thing itself. */
export function chainOf(view: View, id: string): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = id; at !== undefined; at = view.get('parents', at)) chain.unshift(at);
  return chain;
}

/** `o-.../r-.../ou-.../`, for an account with its id at the end; always with the closing slash. */
export function pathOf(view: View, id: string): string {
  return `${[organizationOf(view).id, ...chainOf(view, id)].join('/')}/`;
}
