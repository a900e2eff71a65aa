import { z } from 'zod';
import type { JsonObject } from '../../../../model.js';
import { validation } from '../errors.js';
import { isFrom } from '../versions.js';

/**
 * The landing zone manifest, by version. AWS publishes it in the user guide only (landing-zone-schemas), and checks it at
 * once: nothing that it does not know, nothing missing.
 */
const accountId = z.string().regex(/^\d{12}$/);
const kmsKeyArn = z.string().min(1).max(2048);
const retention = z.strictObject({ retentionDays: z.number().min(1).optional() }).optional();
const logging = {
  loggingBucket: retention,
  accessLoggingBucket: retention,
  kmsKeyArn: kmsKeyArn.optional(),
};
const ofAccount = z.strictObject({ accountId });
const backupConfigurations = z.strictObject({ backupAdmin: ofAccount, centralBackup: ofAccount, kmsKeyArn });
const governedRegions = z
  .array(z.string().regex(/^[a-z]{2}-[a-z-]*-[0-9]{1}$/))
  .min(1)
  .max(24)
  .optional();
const unitName = z.strictObject({ name: z.string().min(1).max(120) });

const before4 = z.strictObject({
  governedRegions,
  organizationStructure: z.strictObject({
    security: unitName,
    sandbox: z.strictObject({ name: z.string() }).optional(),
  }),
  centralizedLogging: z.strictObject({
    accountId,
    enabled: z.boolean().optional(),
    configurations: z.strictObject(logging).optional(),
  }),
  securityRoles: ofAccount,
  accessManagement: z.strictObject({ enabled: z.boolean() }).optional(),
  backup: withEnabled(
    z.strictObject({ enabled: z.boolean().optional(), configurations: backupConfigurations.optional() }),
    ['configurations'],
  ).optional(),
});

const switched = { enabled: z.boolean(), accountId: accountId.optional() };

const from4 = z.strictObject({
  governedRegions,
  accessManagement: z.strictObject({ enabled: z.boolean() }).optional(),
  backup: withEnabled(z.strictObject({ enabled: z.boolean(), configurations: backupConfigurations.optional() }), [
    'configurations',
  ]).optional(),
  centralizedLogging: withEnabled(z.strictObject({ ...switched, configurations: z.strictObject(logging).optional() }), [
    'accountId',
  ]).optional(),
  // The one place where the schema lets unknown members pass.
  config: withEnabled(z.strictObject({ ...switched, configurations: z.looseObject(logging).optional() }), [
    'accountId',
  ]).optional(),
  securityRoles: withEnabled(z.strictObject(switched), ['accountId']).optional(),
});

/** Members that must be there when the integration is enabled. */
function withEnabled<Shape extends z.ZodType<{ enabled?: boolean | undefined }>>(
  schema: Shape,
  needed: readonly string[],
) {
  return schema.superRefine((value, context) => {
    if (value.enabled !== true) return;
    for (const name of needed) {
      const given = Object.entries(value).find(([key]) => key === name)?.[1];
      if (given === undefined) {
        context.addIssue({
          code: 'invalid_type',
          expected: 'object',
          input: undefined,
          path: [name],
          message: MISSING,
        });
      }
    }
  });
}

const MISSING = 'is required when enabled is true';
const FORMAT =
  'For information about formatting, see https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-launch.html.';

/** @throws ServiceError ValidationException in AWS's words for the kind of problem, then every place in ours. */
export function checkManifest(version: string, manifest: JsonObject): void {
  const schema = isFrom(version, '4.0') ? from4 : before4;
  const parsed = schema.safeParse(manifest);
  if (parsed.success) return;
  const { issues } = parsed.error;
  const places = issues.map(({ path, message }) => `${path.join('.') || 'the manifest'}: ${message}`).join('; ');
  throw validation(`The LandingZoneManifest that you provided ${kindOf(issues)} ${FORMAT} (${places})`);
}

function kindOf(issues: readonly z.core.$ZodIssue[]): string {
  if (issues.some(({ code }) => code === 'unrecognized_keys')) return 'contains fields that are not recognized.';
  const missing = issues.some(({ code, message }) => code === 'invalid_type' && /undefined|is required/.test(message));
  return missing ? 'is missing some required manifest fields.' : 'contains values that are not valid.';
}
