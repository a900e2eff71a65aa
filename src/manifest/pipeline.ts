import { z } from 'zod';
import { region, says, targetsField } from './fields.js';

const branch = z.string().min(1).max(255).default('main').describe('Merges into it are applied.');
const paths = z
  .array(z.string().min(1).max(255))
  .min(1)
  .max(8)
  .optional()
  .describe('Only commits that touch one of these paths start a run; absent = any.');

const connected = z.strictObject({
  connection: z
    .string()
    .regex(/^arn:[a-z-]+:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/.+$/, {
      error: says('is not the ARN of a connection', 'copy it from Developer Tools, Connections'),
    })
    .describe('The ARN of a CodeConnections connection to GitHub, GitLab or Bitbucket.'),
  repository: z
    .string()
    .regex(/^[^/\s]+(\/[^/\s]+)+$/, {
      error: says('is not a repository', 'write OWNER/NAME, as the provider spells it'),
    })
    .describe('`owner/name`, spelled as the provider does.'),
  branch,
  paths,
});
const codeCommit = z.strictObject({
  codecommit: z
    .string()
    .regex(/^[\w.-]{1,100}$/, { error: says('is not the name of a CodeCommit repository') })
    .describe('The name of a CodeCommit repository in the deployment account.'),
  branch,
});
const zipped = z.strictObject({
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: says('is not the name of a bucket') })
    .describe('A versioned bucket in the deployment account.'),
  key: z.string().min(1).describe('The ZIP file with the manifest’s folder.'),
});

/** Which plans a person must agree to. */
export const APPROVAL_RULES = [
  'always',
  'removals',
  'replacements',
  'policies',
  'administrator-access',
  'unknown',
] as const;

const approvalRule = z.union([
  z.enum(APPROVAL_RULES),
  z.strictObject({ kinds: z.array(z.string().min(1)).min(1).describe('Any change of these kinds.') }),
  z.strictObject({
    targets: targetsField(
      'Any change that acts on these or below them, or reaches them from above: `Workloads/Prod/**`.',
    ),
  }),
  z.strictObject({ changes: z.int().min(1).describe('So many changes or more.') }),
]);

export type ApprovalRule = z.infer<typeof approvalRule>;

const email = z
  .string()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@.]+$/, { error: says('is not an email address') });
const days = (fallback: number): z.ZodDefault<z.ZodInt> => z.int().min(1).max(3_653).default(fallback);

/** Where and how towerctl runs by itself. Read by `towerctl bootstrap`, `towerctl run` and the stages of the pipeline. */
export const pipelineSchema = z.strictObject({
  account: z
    .string()
    .regex(/^(management|account:.+|\d{12})$/, {
      error: says('is not an account', 'write account:NAME, twelve digits, or "management"'),
    })
    .describe('Where the pipeline runs: `account:NAME`, an account id, or `management`.'),
  region: region.optional().describe('Where it runs; absent = the home Region.'),
  source: z.union([connected, codeCommit, zipped]).describe('Where merged manifests come from.'),
  manifest: z
    .string()
    .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./@+-]+$/, {
      error: says('is not a path inside the source', 'write it as manifest/manifest.yaml'),
    })
    .default('manifest/manifest.yaml')
    .describe('The manifest, inside the source.'),
  approval: z
    .strictObject({
      when: z
        .array(approvalRule)
        .default(['always'])
        .describe('Plans that match one of these wait for a person; [] = none.'),
      timeoutHours: z.int().min(1).max(1_440).default(72).describe('How long a run waits for an answer.'),
    })
    .prefault({})
    .describe('Which plans need a person; absent = each that changes something.'),
  notify: z
    .strictObject({
      emails: z.array(email).default([]).describe('Each gets a mail from AWS first, and must confirm it.'),
      slack: z
        .strictObject({
          workspace: z
            .string()
            .regex(/^T[A-Z0-9]+$/, { error: says('is not the id of a workspace', 'write it as T0123456789') })
            .describe('T0123456789; authorized in Amazon Q Developer (AWS Chatbot) before.'),
          channel: z
            .string()
            .regex(/^[CG][A-Z0-9]+$/, {
              error: says(
                'is not the id of a channel',
                'write it as C0123456789: it stands below the channel’s details',
              ),
            })
            .describe('C0123456789'),
        })
        .optional()
        .describe('A channel of Slack, through Amazon Q Developer in chat applications; absent = none.'),
    })
    .prefault({})
    .describe('Who hears of failures, waiting approvals, drift and unknown events.'),
  drift: z
    .strictObject({
      schedule: z
        .string()
        .regex(/^(off|daily|rate\(.+\)|cron\(.+\))$/, {
          error: says('is not a schedule', 'write daily, off, rate(12 hours) or cron(0 6 * * ? *)'),
        })
        .default('daily')
        .describe('daily, off, or an EventBridge schedule (UTC).'),
      heal: z
        .array(z.string().min(1))
        .default([])
        .describe('Kinds whose drift is mended without asking; never by a removal.'),
    })
    .prefault({})
    .describe('How often it is looked for what others changed.'),
  lifecycle: z
    .union([
      z.literal('off'),
      z.strictObject({
        unattended: z
          .array(z.enum(['create', 'update']))
          .default(['create', 'update'])
          .describe('What accounts that have just come get without a person. Removals always wait for one.'),
        window: z
          .int()
          .min(1)
          .max(300)
          .default(120)
          .describe('Seconds in which a burst of events is gathered into one run.'),
        driftTopic: z
          .string()
          .regex(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:.+$/, {
            error: says('is not the ARN of a topic', 'write arn:aws:sns:REGION:ACCOUNT:NAME'),
          })
          .optional()
          .describe(
            'Landing zone 3.x: the ARN of aws-controltower-AggregateSecurityNotifications in the audit account.',
          ),
      }),
    ])
    .prefault({})
    .describe('Runs that events start.'),
  pullRequests: z
    .strictObject({
      token: z
        .string()
        .regex(/^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/, {
          error: says('is not the ARN of a secret', 'the token itself never stands in a manifest'),
        })
        .optional()
        .describe('ARN of a secret with a token that may comment; with it CodeBuild checks pull requests.'),
      provider: z
        .enum(['github', 'gitlab', 'bitbucket'])
        .optional()
        .describe('What the connection leads to: github (unless told), gitlab or bitbucket.'),
      githubActions: z
        .strictObject({
          repository: z
            .string()
            .regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, { error: says('is not a repository', 'write OWNER/NAME') })
            .describe('`owner/name`.'),
          ownerId: z
            .string()
            .regex(/^\d+$/, { error: says('is not an id', 'write its digits, in quotes') })
            .optional()
            .describe('With `repositoryId`: for subjects that carry ids (repositories made since July 2026).'),
          repositoryId: z
            .string()
            .regex(/^\d+$/, { error: says('is not an id', 'write its digits, in quotes') })
            .optional()
            .describe('See `ownerId`.'),
          oidcProvider: z
            .enum(['create', 'existing'])
            .optional()
            .describe(
              'An account has one provider of GitHub’s tokens: `existing` where there is one already; it is made unless told.',
            ),
        })
        .refine(({ ownerId, repositoryId }) => (ownerId === undefined) === (repositoryId === undefined), {
          error: says('has one of ownerId and repositoryId', 'write both, or neither'),
        })
        .optional()
        .describe('A repository whose GitHub Actions may plan, by OIDC.'),
    })
    .optional()
    .describe('The check of pull requests; absent = none is deployed.'),
  keep: z
    .strictObject({
      logs: days(400).describe('Days that logs of builds are kept.'),
      runs: days(3_650).describe('Days that records and plans are kept.'),
      artifacts: days(90).describe('Days that sources and old versions are kept.'),
    })
    .prefault({})
    .describe('Retention, in days.'),
});

/** With everything filled in that the manifest leaves out. */
export type PipelineSection = z.infer<typeof pipelineSchema>;
