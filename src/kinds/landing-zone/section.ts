import { z } from 'zod';
import type { Section, SectionFinding } from '../../kind.js';
import { entryName, region, says } from '../../manifest/fields.js';

const account = (what: string) =>
  entryName
    .optional()
    .describe(`${what}: an account by its key under \`accounts\`. Control Tower takes accounts that exist.`);

const days = (what: string) =>
  z
    .union([z.int().min(1).max(3_650_000), z.null()])
    .optional()
    .describe(`Days that ${what} are kept; \`null\` = as Control Tower does without being told.`);

const retention = z
  .strictObject({ logs: days('logs'), accessLogs: days('the access logs of the log bucket') })
  .refine((value) => Object.keys(value).length > 0, { error: says('says nothing', 'write logs: or accessLogs:') })
  .optional();

const kmsKey = z
  .union([
    z
      .string()
      .max(2048)
      .regex(/^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, {
        error: says('is not the ARN of a KMS key', 'write arn:aws:kms:REGION:ACCOUNT:key/ID'),
      }),
    z.null(),
  ])
  .optional()
  .describe('ARN of the KMS key that encrypts it, whose policy lets Control Tower use it; `null` = none.');

const enabled = z.boolean().optional();

/** `true` and `false` stand for `enabled:` alone. */
const switchable = <Shape extends z.ZodRawShape>(shape: Shape) => z.union([z.boolean(), z.strictObject(shape)]);

const logging = (title: string, keeper: string) =>
  switchable({ enabled, account: account(keeper), retention, kmsKey })
    .optional()
    .describe(title);

const landingZone = z
  .strictObject({
    version: z
      .string()
      .regex(/^\d+\.\d+$/, { error: says('is not a landing zone version', 'write it in quotes: "4.0"') })
      .optional()
      .describe(
        'Pinned: the landing zone is never upgraded unless a newer version is written here and the guard `landing-zone-upgrade` is allowed. There is no way back.',
      ),
    regions: z
      .array(region)
      .min(1)
      .max(24)
      .optional()
      .describe('The Regions that Control Tower governs, the home Region among them; another one is governed no more.'),
    autoEnroll: z
      .boolean()
      .optional()
      .describe(
        'Accounts that move into a registered unit are enrolled, and unenrolled when they leave (remediation of inheritance drift).',
      ),
    accessManagement: z.boolean().optional().describe('Control Tower manages IAM Identity Center.'),
    centralizedLogging: logging('The organization’s CloudTrail trail and its log archive.', 'The log archive'),
    config: logging('AWS Config of the organization. Landing zone 4.0 and later.', 'Where Config is aggregated'),
    securityRoles: switchable({ enabled, account: account('The audit account') })
      .optional()
      .describe('Roles by which the audit account looks into all others. Can be switched since landing zone 4.0.'),
    backup: switchable({
      enabled,
      admin: account('The administrator of AWS Backup'),
      central: account('Home of the central backup vault'),
      kmsKey,
    })
      .optional()
      .describe('AWS Backup for the organization.'),
    onDrift: z
      .enum(['report', 'reset'])
      .optional()
      .describe(
        '`reset`: a landing zone that has drifted, or whose last operation failed, is reset (ResetLandingZone). Absent or `report`: it is only said, unless `--reset-drift` is given.',
      ),
  })
  .meta({ id: 'LandingZone' });

export type LandingZoneEntry = z.infer<typeof landingZone>;

export const landingZoneSection: Section<LandingZoneEntry> = {
  key: 'landingZone',
  title: 'The landing zone of AWS Control Tower. A field that is left out is left alone.',
  schema: landingZone,
  check: duplicates,
};

function* duplicates({ regions }: LandingZoneEntry): Iterable<SectionFinding> {
  for (const [index, name] of (regions ?? []).entries()) {
    const first = regions?.indexOf(name) ?? index;
    if (first === index) continue;
    yield {
      path: ['regions', index],
      first: ['regions', first],
      message: `the Region ${name} stands here a second time`,
      hint: 'keep one of the two',
    };
  }
}
