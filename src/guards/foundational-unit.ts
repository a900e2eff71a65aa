import type { Finding, Guard, GuardInput } from './guard.js';

/** The name that a landing zone gives its foundational unit unless its manifest says otherwise. */
const FOUNDATIONAL = 'unit:Security';

function* unitFindings(input: GuardInput): Generator<Finding> {
  for (const change of input.changes) {
    if (change.kind !== 'organizational-unit') continue;
    if (change.action !== 'remove' && change.action !== 'replace') continue;
    if (change.address !== FOUNDATIONAL) continue;
    yield {
      address: change.address,
      message: `the unit that holds Control Tower's log archive and audit accounts would be ${change.action === 'remove' ? 'removed' : 'replaced by a new one'}: landing zone drift, a reset makes a new Security unit`,
      hint: 'Declare it with existing: true and leave it alone.',
    };
  }
}

function* accountFindings(input: GuardInput): Generator<Finding> {
  for (const change of input.changes) {
    if (change.action !== 'update' && change.action !== 'adopt') continue;
    if (change.kind !== 'account' || change.from['parent'] !== FOUNDATIONAL) continue;
    if (change.to['parent'] === undefined || change.to['parent'] === FOUNDATIONAL) continue;
    yield {
      address: change.address,
      message: `the account would leave ${FOUNDATIONAL} for ${String(change.to['parent'])}: if it is Control Tower's log archive or audit account, the landing zone is in drift`,
      hint: 'Shared accounts stay in the foundational unit.',
    };
  }
}

export const foundationalUnit: Guard = {
  code: 'foundational-unit',
  title: "Control Tower's foundational unit or its shared accounts would move",
  reason:
    'The foundational unit (Security by default) holds the log archive and audit accounts. Deleting or moving it, or moving a shared account out of it, is landing zone drift; the console is unusable until the landing zone is reset, and the reset creates a new Security unit. Recognised by the default name. Source: [Control Tower: governance drift](https://docs.aws.amazon.com/controltower/latest/userguide/governance-drift.html).',
  allowance: 'An allowance at the unit or account means that it is not the one Control Tower uses.',
  *check(input): Iterable<Finding> {
    yield* unitFindings(input);
    yield* accountFindings(input);
  },
};
