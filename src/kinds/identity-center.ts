import { z } from 'zod';
import type { InstanceRecord } from '../aws/identity-center.js';
import type { LiveContext, ManifestView, Section } from '../kind.js';
import { region } from '../manifest/fields.js';
import type { Surroundings } from './surroundings.js';

/** Where Identity Center lives: what the kinds of permission sets, groups and assignments have in common. */
export const identityCenter: Section<{ readonly region: string }> = {
  key: 'identityCenter',
  title: 'Where IAM Identity Center lives.',
  supplement: true,
  schema: z.strictObject({
    region: region.describe(
      'The Region of the organization’s instance; without this section it is looked for in the home Region.',
    ),
  }),
};

/** Undefined = the home Region. */
export function identityCenterRegion(manifest: ManifestView): string | undefined {
  return manifest.section(identityCenter)?.region;
}

/** AWS's own words, and what they mean where they do not say it. */
export function reasonsText(reasons: readonly string[]): string {
  const told = [...new Set(reasons)].map((reason) => reason.replace(/\.$/, '')).join('; ');
  return /not supported policy/i.test(told) ? `${told} ${NO_SUCH_POLICY}` : told;
}

const NO_SUCH_POLICY =
  '(an account has no policy of that name and path: lay it there first, with a baseline for example, or take it out of the set)';

/** The kinds that stand on it: the first that has something declared says what is wrong with it. */
const KINDS = ['permission-set', 'directory-group', 'permission-assignment'] as const;

/**
 * The organization's instance. Undefined: there is none to be used, and that is said once, unless the landing zone of
 * this plan brings it.
 */
export async function openIdentityCenter(
  context: LiveContext<Surroundings>,
  kind: (typeof KINDS)[number],
): Promise<InstanceRecord | undefined> {
  const center = context.aws.identityCenter();
  const instance = await center.instance();
  if (instance?.status === 'ACTIVE') return instance;
  const comes = [...context.declaredOf('landing-zone').values()].some(({ spec }) => spec['accessManagement'] === true);
  if (comes && instance === undefined) return undefined;
  const says = KINDS.find((each) => context.declaredOf(each).size > 0);
  if (says !== kind) return undefined;
  context.problem(
    instance === undefined
      ? {
          code: 'identity-center-missing',
          message: `IAM Identity Center has no instance of the organization in ${center.region}`,
          hint: 'if it lives in another Region, name it: identityCenter: { region: ... }; else enable it in the console, or with accessManagement of the landing zone',
        }
      : {
          code: 'identity-center-missing',
          message: `the instance of IAM Identity Center in ${center.region} is ${instance.status}`,
          hint: 'wait until it is ACTIVE and plan again',
        },
  );
  return undefined;
}
