import type { Step, StepContext } from '../../kind.js';
import type { Address, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { lackingIn, lookAt } from './operation.js';
import { listed } from './reading.js';
import type { EnabledBaselineSpec } from './spec.js';

/** A unit is registered although accounts in it failed: their names are said, and the next plan repairs. */
export function checkAccounts(spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'look at its accounts',
    calls: [],
    async start(context) {
      const lacking = lackingIn(await lookAt(context, spec));
      return { state: 'done', ...(lacking !== undefined && { lacking }) };
    },
  };
}

/** Seconds: Control Tower enrols what moves in within minutes, or up to several hours (user guide, auto-enrolment). */
const ENROLMENT = { takes: [120, 7_200], patience: 43_200 } as const;

/** Waits until Control Tower has followed the moves of this plan. It does so by itself: nothing is written. */
export function awaitEnrolment(spec: EnabledBaselineSpec, needs: readonly Address[]): Step<Surroundings> {
  const accounts = needs.filter((address): address is `account:${string}` => address.startsWith('account:'));
  return {
    name: 'wait until Control Tower has followed the moves',
    calls: [],
    ...ENROLMENT,
    start: (context) => followed(context, spec, accounts),
    poll: (_token, context) => followed(context, spec, accounts),
  };
}

async function followed(
  context: StepContext<Surroundings>,
  spec: EnabledBaselineSpec,
  accounts: readonly `account:${string}`[],
): Promise<Progress> {
  const leaving = await leavers(context, spec, accounts);
  const seen = await lookAt(context, spec);
  const enrolled = new Map(seen?.children.map(({ account, status }) => [account, status]));
  const toRelease = leaving.filter((account) => enrolled.has(account));
  const toEnrol = accounts.filter(
    (account) => !leaving.includes(account) && (enrolled.get(account) ?? 'UNDER_CHANGE') === 'UNDER_CHANGE',
  );
  const open = [
    ...(toEnrol.length > 0 ? [`${listed(toEnrol)} to be enrolled`] : []),
    ...(toRelease.length > 0 ? [`${listed(toRelease)} to be released`] : []),
  ];
  if (open.length > 0) return { state: 'running', token: spec.target, detail: `waiting for ${open.join(' and ')}` };
  const lacking = lackingIn(seen);
  return { state: 'done', ...(lacking !== undefined && { lacking }) };
}

/** Who lived here when the run began, and does not any more. What arrives may be listed late: it is not asked for. */
async function leavers(
  { aws, names }: StepContext<Surroundings>,
  { target }: EnabledBaselineSpec,
  accounts: readonly `account:${string}`[],
): Promise<`account:${string}`[]> {
  const before = accounts.filter((account) => aws.live.organization.get(account)?.parent === target);
  const parents = await Promise.all(before.map((account) => aws.organizations.parentOf(names.idOf(account))));
  return before.filter((_, index) => parents[index] !== names.idOf(target));
}
