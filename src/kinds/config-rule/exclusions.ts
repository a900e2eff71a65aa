import type { DesiredContext } from '../../kind.js';
import { selectAccounts } from '../../manifest/targets.js';
import type { Address, NodeName, Origin, Selection } from '../../model.js';
import type { Organization } from '../../organization.js';

/** Accounts that one organization rule or conformance pack may leave out (AWS Config API reference: ExcludedAccounts). */
export const MOST_EXCLUDED = 1_000;

/** What targets become where AWS knows everybody and exceptions only. */
export interface Exclusions {
  /** The accounts that are meant, sorted. */
  readonly accounts: readonly NodeName[];
  /** Every other active account, sorted. */
  readonly excluded: readonly NodeName[];
  /** How it was compiled, where anybody is left out. */
  readonly note?: string;
}

/** Suspended and closed accounts are on neither side: AWS leaves them out by itself. */
export function exclusionsOf(organization: Organization, selection: Selection): Exclusions {
  const accounts = selectAccounts(organization, selection).sort();
  const meant = new Set(accounts);
  const everybody = selectAccounts(organization, { targets: ['root'] });
  const excluded = everybody.filter((account) => !meant.has(account)).sort();
  if (excluded.length === 0) return { accounts, excluded };
  const note = `in ${number(accounts.length)} of ${number(everybody.length)} accounts: the others are excluded by name, so an account that joins later has it until the next run`;
  return { accounts, excluded, note };
}

interface Said {
  /** Of the first address that it is about. */
  readonly address: Address;
  /** The line with the targets. */
  readonly origin: Origin;
  /** `rule`, `conformance pack`. */
  readonly noun: string;
}

/** Says where compiling stops being possible: too many exceptions, or nobody left. @returns whether AWS can be told. */
export function sayExclusions(
  { problem }: Pick<DesiredContext, 'problem'>,
  { accounts, excluded }: Exclusions,
  { address, origin, noun }: Said,
): boolean {
  if (accounts.length === 0) {
    problem({
      code: 'config-nobody',
      severity: 'warning',
      address,
      origin,
      message: `the targets hold no active account, so there is no ${noun} to lay`,
      hint: 'correct the targets, or take the entry out',
    });
    return false;
  }
  if (excluded.length <= MOST_EXCLUDED) return true;
  problem({
    code: 'config-exclusions',
    address,
    origin,
    message: `AWS Config lays an organization ${noun} everywhere but in ${number(MOST_EXCLUDED)} accounts at most; these targets leave out ${number(excluded.length)}, ${number(excluded.length - MOST_EXCLUDED)} too many`,
    hint: 'widen the targets; or lay an AWS::Config::ConfigRule (or ConformancePack) in the few accounts with a stack baseline',
  });
  return false;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
