import type { World } from '../../world.js';
import { unitForAccounts } from '../controltower/account-factory.js';
import { nameOfTarget, organizationOf, parentOf, targetExists, unitNamed } from '../organizations/for-services.js';
import { invalid } from './errors.js';

/** Account Factory's six parameters. */
export const PARAMETERS: readonly { readonly key: string; readonly pattern: RegExp; readonly description: string }[] = [
  { key: 'AccountName', pattern: /^[\s\S]{1,50}$/, description: 'Name of the account' },
  { key: 'AccountEmail', pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, description: 'Email address of its root user' },
  { key: 'ManagedOrganizationalUnit', pattern: /^.+$/, description: 'The unit it goes to: NAME (ou-xxxx-xxxxxxxx)' },
  { key: 'SSOUserEmail', pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, description: 'Email address of its first user' },
  { key: 'SSOUserFirstName', pattern: /^.+$/, description: 'First name of its first user' },
  { key: 'SSOUserLastName', pattern: /^.+$/, description: 'Last name of its first user' },
];

/** @throws ServiceError InvalidParametersException: unknown, missing, ill-formed. */
export function parametersFrom(
  given: unknown,
  previous: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const list = Array.isArray(given) ? (given as readonly Record<string, unknown>[]) : [];
  const values = new Map(Object.entries(previous));
  for (const { Key, Value, UsePreviousValue } of list) {
    const key = String(Key ?? '');
    if (!PARAMETERS.some((parameter) => parameter.key === key)) throw invalid(`Parameters: [${key}] do not exist`);
    if (UsePreviousValue !== true) values.set(key, String(Value ?? ''));
  }
  const lacking = PARAMETERS.filter(({ key }) => (values.get(key) ?? '') === '').map(({ key }) => key);
  if (lacking.length > 0) throw invalid(`Parameters: [${lacking.join(', ')}] must have values`);
  const wrong = PARAMETERS.find(({ key, pattern }) => !pattern.test(values.get(key) ?? ''));
  if (wrong) throw invalid(`Parameter '${wrong.key}' must match pattern ${wrong.pattern.source}`);
  return Object.fromEntries(values);
}

/**
 * The id of the unit that ManagedOrganizationalUnit names.
 * @throws ServiceError InvalidParametersException where there is none, or accounts cannot be vended into it.
 */
export function unitFrom(world: World, text: string): string {
  const [, named, id] = /^(.*\S) \((ou-[a-z0-9]+-[a-z0-9]+)\)$/.exec(text) ?? [];
  const rootId = organizationOf(world)?.rootId ?? '';
  const unit = id === undefined ? unitNamed(world, rootId, text) : targetExists(world, id) ? id : undefined;
  const isNamedSo = id === undefined || (unit !== undefined && nameOfTarget(world, unit) === named);
  if (unit === undefined || !isNamedSo || parentOf(world, unit) === undefined || !unitForAccounts(world, unit)) {
    throw invalid(`The parent organizational unit '${text}' is not enrolled in AWS Control Tower.`);
  }
  return unit;
}
