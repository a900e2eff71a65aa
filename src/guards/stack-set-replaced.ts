import type { StackBaselineSpec } from '../kinds/stack-baseline/spec.js';
import type { Change, JsonObject } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { count } from './picture.js';

const MOST_ACCOUNTS = 6;
const MOST_TYPES = 4;

type Replacement = Extract<Change<StackBaselineSpec>, { action: 'replace' }>;

function replacements({ changes }: GuardInput): Replacement[] {
  return changes.filter((change): change is Replacement => isReplacement(change));
}

/** A change of this kind holds specs of this kind. */
function isReplacement(change: Change): boolean {
  return change.kind === 'stack-baseline' && change.action === 'replace';
}

/** `payments-dev, payments-prod and 3 more accounts in ap-northeast-1, us-east-1`. */
function places({ instances }: StackBaselineSpec): string {
  const names = Object.keys(instances).map((account) => account.replace(/^account:/, ''));
  const rest = names.length - MOST_ACCOUNTS;
  const regions = [...new Set(Object.values(instances).flat())].sort();
  const more = rest > 0 ? ` and ${count(rest)} more accounts` : '';
  return `${names.slice(0, MOST_ACCOUNTS).join(', ')}${more} in ${regions.join(', ')}`;
}

/** `AWS::IAM::Role, AWS::SSM::Parameter (2)`. */
function contents({ template }: StackBaselineSpec): string {
  const counts = new Map<string, number>();
  for (const resource of Object.values((template['Resources'] ?? {}) as JsonObject)) {
    const type = (resource as JsonObject | null)?.['Type'];
    if (typeof type === 'string') counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const types = [...counts].sort().map(([type, number]) => (number === 1 ? type : `${type} (${number})`));
  const rest = types.length - MOST_TYPES;
  return `${types.slice(0, MOST_TYPES).join(', ')}${rest > 0 ? ` and ${rest} more types` : ''}`;
}

function why({ from, to }: Replacement): string {
  if (from.permissions !== to.permissions)
    return `its permissions change from ${from.permissions} to ${to.permissions}`;
  return `its name changes from ${from.stackSet} to ${to.stackSet}`;
}

function what({ from }: Replacement): string {
  if (Object.keys(from.instances).length === 0) return 'it has no stacks now';
  if (from.retain === true)
    return `the old stacks stay in ${places(from)}, in no set any more, and new ones beside them would claim the same names (${contents(from)})`;
  return `until it is there again ${places(from)} are without ${contents(from)}, and what those held is lost`;
}

function cure({ address, from, to }: Replacement): string {
  const allow = `guards: { allow: [{ code: stack-set-replaced, at: "${address}", reason: ..., until: ... }] }`;
  if (from.permissions === to.permissions)
    return `A StackSet cannot be renamed: write name: ${from.stackSet} to keep it under its old name (the entry may be called as you like). If it is meant: ${allow}.`;
  return `AWS does not change the permissions of a StackSet: keep them, or lay the new set under another entry first and remove this one after. If it is meant: ${allow}.`;
}

export const stackSetReplaced: Guard = {
  code: 'stack-set-replaced',
  title: 'A StackSet would be removed with its stacks and made anew',
  reason:
    'CloudFormation changes neither the name nor the permission model of a StackSet. What has another name or other permissions in the manifest is therefore a new set, and the old one has to go first, since most resources with a name can be there only once: between the two, every account is without what the baseline gave it (roles that people assume, recorders, blocks of public access), and what such resources held is lost. Source: [UpdateStackSet](https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStackSet.html).',
  allowance: 'An allowance at the baseline says that the accounts may be without it meanwhile.',
  *check(input: GuardInput): Iterable<Finding> {
    for (const change of replacements(input)) {
      yield {
        address: change.address,
        ...(change.origin && { origin: change.origin }),
        message: `the StackSet ${change.from.stackSet} would be removed and made anew, because ${why(change)}: ${what(change)}`,
        hint: cure(change),
      };
    }
  },
};
