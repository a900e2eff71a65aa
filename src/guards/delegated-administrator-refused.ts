import { delegatedService } from '../facts/delegated-services.js';
import type { NodeName } from '../model.js';
import { changesOfWhatWasLaid, type HandOver, handOvers } from './delegated-administrators.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { listing } from './picture.js';

/** States in which AWS registers no account (CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR). */
const GONE = new Set(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']);

export const delegatedAdministratorRefused: Guard = {
  code: 'delegated-administrator-refused',
  title: 'AWS would not register that administrator',
  reason:
    'AWS Organizations registers neither the management account nor a suspended or closing one, and each service takes a number of administrators only (StackSets 5, Config 3). What a delegated administrator of AWS Config laid can be taken away by that account alone: a rule, pack or aggregator that moves to another account needs both registered at the time. Sources: [RegisterDelegatedAdministrator](https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html), [PutOrganizationConfigRule](https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html).',
  allowance: 'None: AWS itself refuses.',
  absolute: true,
  *check(input): Iterable<Finding> {
    for (const handOver of handOvers(input)) {
      for (const account of handOver.coming) yield* ofAccount(input, handOver, account);
      yield* ofNumber(handOver);
      yield* ofWhatWasLaid(input, handOver);
    }
  },
};

function* ofAccount({ after }: GuardInput, { address, service }: HandOver, account: NodeName): Generator<Finding> {
  const node = after.organization.get(account);
  if (node?.management === true) {
    yield {
      address,
      message: `${account} is the management account, which is no delegated administrator of ${service}: it may do everything anyway`,
      hint: 'Name a member account, or leave the line out.',
    };
  } else if (GONE.has(node?.state ?? 'ACTIVE')) {
    yield {
      address,
      message: `${account} is ${node?.state ?? 'closed'}, and AWS registers no such account for ${service}`,
      hint: 'Name an active account.',
    };
  }
}

function* ofNumber({ address, service, after }: HandOver): Generator<Finding> {
  const facts = delegatedService(service);
  if (facts?.most === undefined || after.length <= facts.most) return;
  yield {
    address,
    ...(facts.unconfirmed && { severity: 'warning' }),
    message: `${after.length} administrators for ${facts.title} (${listing([...after])}), which takes ${facts.most}${facts.unconfirmed ? ' as far as known' : ''}`,
    hint: 'Name fewer accounts.',
  };
}

/** Away from the one and anew by the other: the old one is deregistered by then. */
function* ofWhatWasLaid(input: GuardInput, handOver: HandOver): Generator<Finding> {
  const moved = changesOfWhatWasLaid(input, handOver).filter(
    ({ action }) => action !== 'remove' && action !== 'notice',
  );
  if (moved.length === 0) return;
  const { address, going, after, service } = handOver;
  yield {
    address,
    message: `${going.join(', ')} laid ${listing(moved.map((change) => change.address))}, and only that account can take them away: not in the plan that deregisters it from ${service}`,
    hint: `Do it in two plans: first with both registered ([${[...after, ...going].join(', ')}]), then without ${going.join(', ')}.`,
  };
}
