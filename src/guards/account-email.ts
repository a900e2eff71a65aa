import { isSameEmail } from '../kinds/account/spec.js';
import { accountsMade, accountsThere } from './accounts.js';
import type { Finding, Guard } from './guard.js';

export const accountEmail: Guard = {
  code: 'account-email',
  title: 'A new account would share its email or its name with another',
  reason:
    'An email address belongs to one account of AWS, open or closed: CreateAccount takes a second request and lets it fail later (`EMAIL_ALREADY_EXISTS`). Names may repeat, but a new account with the name of one that exists is most often that one with its email mistyped, and an account cannot be unmade, only closed. Source: [CreateAccount](https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html).',
  allowance:
    'An allowance at the account means that two accounts of this name are wanted. A shared email AWS refuses all the same.',
  *check(input): Iterable<Finding> {
    const there = [...accountsThere(input)];
    for (const { address, spec } of accountsMade(input)) {
      const owner = there.find((one) => isSameEmail(one.spec.email, spec.email));
      if (owner) {
        yield {
          address,
          message: `the email ${spec.email ?? ''} is that of ${owner.address}${owner.state === undefined ? '' : `, which is ${owner.state}`}: AWS would make no account`,
          hint: 'Choose another email; or, if that account is meant, write its id.',
        };
        continue;
      }
      const namesake = there.find((one) => one.spec.name === spec.name && one.state === undefined);
      if (!namesake) continue;
      yield {
        address,
        message: `a second account "${spec.name ?? ''}" would be made: ${namesake.address} has that name and the email ${namesake.spec.email ?? '(unknown)'}, not ${spec.email ?? ''}`,
        hint: 'Correct the email if that account is meant, or give the new one a name: of its own.',
      };
    }
  },
};
