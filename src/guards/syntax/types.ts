import { isObject } from '../../iam/document.js';
import type { Json } from '../../model.js';
import { EC2 } from './ec2.js';
import { ALL_OPERATORS, fields, list, matching, type Operators, oneOf, open, type Shape, value } from './shape.js';

/** The documented syntax of a policy type, below its top-level key. */
export interface Syntax {
  readonly shape: Shape;
  readonly operators?: Operators;
  readonly source: string;
}

const guide = (page: string): string => `https://docs.aws.amazon.com/organizations/latest/userguide/${page}.html`;

const region = matching(/^(?:ALL_SUPPORTED|[a-z]{2,}(?:-[a-z]+)+-\d)$/, 'a Region or ALL_SUPPORTED');
const regions = { enable_in_regions: list(region), disable_in_regions: list(region) };
const bothRegions = fields(regions, { required: ['enable_in_regions', 'disable_in_regions'] });
const onOff = value(oneOf('enabled', 'disabled'));

/** `tag_key` must spell the policy key, whatever the case. */
function tagKeyDiffers(entry: Json, key: string): string | undefined {
  const setting = isObject(entry) ? entry['tag_key'] : undefined;
  const tagKey = isObject(setting) ? setting['@@assign'] : undefined;
  if (typeof tagKey !== 'string' || tagKey.toLowerCase() === key.toLowerCase()) return undefined;
  return `has tag_key "${tagKey}", which must be "${key}" in upper or lower case`;
}

const TAG: Shape = fields(
  {},
  {
    least: 1,
    also: tagKeyDiffers,
    others: fields({
      tag_key: value(matching(/^.{1,128}$/, '1 to 128 characters')),
      tag_value: list((given) => (String(given).split('*').length > 2 ? 'may hold one * at most' : undefined)),
      enforced_for: list(matching(/^[a-z0-9-]+:[A-Za-z0-9_*/-]+$/, 'service:type or service:ALL_SUPPORTED')),
      report_required_tag_for: list(matching(/^[a-z0-9-]+:[A-Za-z0-9_*/-]+$/, 'service:type or service:ALL_SUPPORTED')),
    }),
  },
);

const BACKUP: Shape = fields(
  {},
  {
    least: 1,
    others: fields(
      {
        rules: fields(
          {},
          {
            least: 1,
            most: 10,
            others: fields(
              {
                schedule_expression: value(),
                target_backup_vault_name: value(),
                start_backup_window_minutes: value((given) =>
                  Number(given) >= 60 ? undefined : 'must be 60 minutes or more',
                ),
              },
              { required: ['schedule_expression', 'target_backup_vault_name'], others: open },
            ),
          },
        ),
        regions: list(matching(/^[a-z]{2,}(?:-[a-z]+)+-\d$/, 'a Region')),
        selections: open,
        advanced_backup_settings: open,
        backup_plan_tags: open,
      },
      { required: ['rules', 'regions', 'selections'] },
    ),
  },
);

const AI_SERVICES =
  'default aiops aidevops awssupplychain chimesdkvoiceanalytics cloudwatch codeguruprofiler codewhisperer comprehend connect connectamd connectoptimization contactlens connectdecision datazone dms entityresolution frauddetector glue guardduty lex polly q quicksightq rekognition securitylake textract transcribe transform translate workspaces securityhub'.split(
    ' ',
  );

const optOut = fields({ opt_out_policy: value(oneOf('optOut', 'optIn')) }, { required: ['opt_out_policy'] });
const AI: Shape = fields(Object.fromEntries(AI_SERVICES.map((service) => [service, optOut])), { least: 1 });

const chatSettings = {
  supported_channel_types: list(oneOf('public', 'private')),
  supported_role_settings: list(oneOf('user_role', 'channel_role')),
};
const overrides = fields({}, { others: fields(chatSettings) });
const CHATBOT: Shape = fields({
  default: fields({ client: onOff }),
  platforms: fields({
    slack: fields({ client: onOff, workspaces: list(undefined, 255), default: fields(chatSettings), overrides }),
    microsoft_teams: fields({
      client: onOff,
      tenants: fields({}, { most: 36, others: list() }),
      default: fields(chatSettings),
      overrides: fields({}, { others: open }),
    }),
    chime: fields({ client: onOff }),
  }),
});

const INSPECTOR: Shape = fields({
  enablement: fields({
    ec2_scanning: fields(regions),
    ecr_scanning: fields(regions),
    lambda_standard_scanning: fields({ ...regions, lambda_code_scanning: fields(regions) }),
    code_repository_scanning: fields(regions),
  }),
});

const BEDROCK: Shape = fields({
  guardrail_inference: fields(
    {},
    {
      keys: (key) => region(key),
      others: fields({
        config_1: fields(
          {
            identifier: value(
              matching(
                /^arn:[^:]+:bedrock:[^:]+:\d{12}:guardrail\/[^:]+:\d+$/,
                'a guardrail ARN with a version number',
              ),
            ),
            input_tags: value(oneOf('honor', 'ignore')),
          },
          { required: ['identifier'], others: open },
        ),
      }),
    },
  ),
});

/** AWS's examples write the order with and without @@assign. */
const order: Shape = { is: 'value', plain: true, check: oneOf('first', 'second', 'last') };
const patch = fields({ patch_order: order }, { required: ['patch_order'] });
const UPGRADE: Shape = fields({
  default: patch,
  tags: fields({}, { others: fields({ tag_values: fields({}, { others: patch }) }) }),
});

const status = fields({ status: onOff });
const features = fields(
  {
    foundational: status,
    s3_data_events: status,
    eks_audit_logs: status,
    ebs_malware_protection: status,
    rds_login_events: status,
    lambda_network_logs: status,
    ai_protection: status,
    runtime_monitoring: fields({
      status: onOff,
      additional_configuration: fields({
        eks_addon_management: status,
        ec2_agent_management: status,
        ecs_fargate_agent_management: status,
      }),
    }),
  },
  { least: 1 },
);
const GUARDDUTY: Shape = fields({
  enablement: fields({ default: features }, { least: 1, keys: (key) => region(key), others: features }),
});

export const SYNTAX: Readonly<Record<string, Syntax>> = {
  'declarative-ec2': { shape: EC2, source: guide('orgs_manage_policies_declarative_syntax') },
  tag: { shape: TAG, source: guide('orgs_manage_policies_example-tag-policies') },
  backup: { shape: BACKUP, source: guide('orgs_manage_policies_backup_syntax') },
  'ai-opt-out': {
    shape: AI,
    operators: { setting: ['@@assign'], forChildren: ['@@assign', '@@none'] },
    source: guide('orgs_manage_policies_ai-opt-out_syntax'),
  },
  chatbot: { shape: CHATBOT, source: guide('orgs_manage_policies_chatbot_syntax') },
  'security-hub': { shape: bothRegions, source: guide('orgs_manage_policies_security_hub_syntax') },
  inspector: { shape: INSPECTOR, source: guide('orgs_manage_policies_inspector_syntax') },
  bedrock: { shape: BEDROCK, source: guide('orgs_manage_policies_bedrock_syntax') },
  s3: {
    shape: fields({ public_access_block_configuration: value(oneOf('all', 'none')) }, { least: 1 }),
    source: guide('orgs_manage_policies_s3_syntax'),
  },
  'upgrade-rollout': { shape: UPGRADE, source: guide('orgs_manage_policies_upgrade_syntax') },
  'network-security-director': {
    shape: fields({ enablement: fields({ network_security_scan: fields(regions) }) }),
    source: guide('orgs_manage_policies_network_security_director_syntax'),
  },
  guardduty: { shape: GUARDDUTY, source: guide('orgs_manage_policies_guardduty_syntax') },
};

export const operatorsOf = (syntax: Syntax): Operators => syntax.operators ?? ALL_OPERATORS;
