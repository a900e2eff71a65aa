/**
 * What AWS Config takes.
 *
 * Sources: AWS Config API reference 2014-11-12 (PutOrganizationConfigRule and the three kinds of metadata; the service model of
 * botocore where a page says something else: 1,024 characters of parameters and not 2,048);
 * https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html (November 2026).
 */
export const CONFIG_LIMITS = {
  /** Rules of an account in a Region, organization rules and those of conformance packs among them. */
  rules: 1_000,
  /** Characters. */
  description: 256,
  /** Characters of all parameters as one JSON text. */
  parameters: 1_024,
  /** Characters of a rule in Guard. */
  policy: 10_000,
  resourceTypes: 100,
} as const;

/** Names of organization rules; most 64 characters. */
export const RULE_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** AWS's own rules: `S3_BUCKET_SSL_REQUESTS_ONLY`. There are some 500, and more every month. */
export const MANAGED_RULE = /^[A-Z0-9][A-Z0-9_]{1,255}$/;

/** How often a periodic rule runs. AWS's own default is the last. */
export const FREQUENCIES = ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'] as const;
export const DEFAULT_FREQUENCY = 'TwentyFour_Hours';

/** What makes AWS Config run a rule of one's own; a rule in Guard knows no schedule. */
export const TRIGGERS = [
  'ConfigurationItemChangeNotification',
  'OversizedConfigurationItemChangeNotification',
  'ScheduledNotification',
] as const;

/** The only runtime of rules in Guard. */
export const GUARD_RUNTIME = 'guard-2.x.x';

/** What records in an account; without one every rule fails there. */
export const RECORDER_RESOURCE = 'AWS::Config::ConfigurationRecorder';
