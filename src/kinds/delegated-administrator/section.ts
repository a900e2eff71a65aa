import { z } from 'zod';
import { DELEGATED_SERVICES } from '../../facts/delegated-services.js';
import type { Section, SectionFinding } from '../../kind.js';
import { says } from '../../manifest/fields.js';
import { suggestion } from '../../manifest/problems.js';
import { accountField } from '../named-account.js';

/**
 * Services that keep a list of their own, or make things of their own when they are given an administrator: registered
 * with Organizations alone they do not work. Source: each service's guide on delegated administration.
 */
const OWN_CALL: Readonly<Record<string, string>> = {
  guardduty: 'guardduty:EnableOrganizationAdminAccount, in each Region',
  securityhub: 'securityhub:EnableOrganizationAdminAccount, in each Region',
  cloudtrail: 'cloudtrail:RegisterOrganizationDelegatedAdmin',
  macie: 'macie2:EnableOrganizationAdminAccount, in each Region',
  detective: 'detective:EnableOrganizationAdminAccount, in each Region',
  inspector2: 'inspector2:EnableDelegatedAdminAccount, in each Region',
};

/** Words for the same services that people would try. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  guardDuty: 'guardduty',
  securityHub: 'securityhub',
  cloudTrail: 'cloudtrail',
  macie2: 'macie',
  inspector: 'inspector2',
};

const KEYS = DELEGATED_SERVICES.map(({ key }) => key);
const PRINCIPAL = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;

const service = z
  .string()
  .max(128)
  .superRefine((word, context) => {
    const refused = (message: string, hint: string): void =>
      context.addIssue({ code: 'custom', message: says(message, hint) });
    const own = ownCallOf(word);
    if (own !== undefined) {
      refused(
        'is registered through the service itself, which Organizations alone does not reach',
        `use its own call: ${own}`,
      );
    } else if (!KEYS.includes(word) && !PRINCIPAL.test(word)) {
      const near = suggestion(word, KEYS);
      const known = `write one of ${KEYS.join(', ')}, or a service principal such as ssm.amazonaws.com`;
      refused('is not a service', near === undefined ? known : `did you mean "${near}"?`);
    }
  });

function ownCallOf(word: string): string | undefined {
  const name = word.replace(/\.amazonaws\.com(\.cn)?$/, '');
  return OWN_CALL[OTHER_WORDS[name] ?? name.toLowerCase()];
}

const account = accountField('A member account by its key under `accounts`: `account:security`, or `security`.');

const administrators = z
  .union([
    z.literal('off'),
    account,
    z.array(account).refine((list) => list.length > 0, {
      error: says('is an empty list', 'write off where nobody is meant to be registered'),
    }),
  ])
  .describe(
    'Member accounts that administer the service for the organization; all of them: another one that is registered is deregistered. `off`: nobody.',
  );

export type DelegatedAdministrators = Readonly<Record<string, z.infer<typeof administrators>>>;

export const delegatedAdministrators: Section<DelegatedAdministrators> = {
  key: 'delegatedAdministrators',
  title:
    'Member accounts that administer a service for the organization, by service. A service that is not named is left as it is.',
  schema: z.record(service, administrators),
  check: checkTwice,
};

/** What an account is registered for; several where one word means several registrations. */
export function principalsOf(word: string): readonly string[] {
  return DELEGATED_SERVICES.find(({ key }) => key === word)?.principals ?? [word];
}

function* checkTwice(section: DelegatedAdministrators): Iterable<SectionFinding> {
  const first = new Map<string, string>();
  for (const word of Object.keys(section)) {
    for (const principal of principalsOf(word)) {
      const other = first.get(principal);
      if (other === undefined) first.set(principal, word);
      else yield { path: [word], first: [other], message: `speaks of ${principal} a second time`, hint: 'keep one' };
    }
  }
}
