import type { Json } from '../../../../model.js';
import { isObject, parseObject } from './json.js';
import { each, free, list, matches, node, oneOf, type Shape, value } from './shape.js';

/**
 * The documented syntax of each management policy type, from its page of the Organizations user guide. What a page
 * leaves open is free; a type without a page here is any tree of settings.
 */
const REGION = /^(ALL_SUPPORTED|[a-z]{2,3}(-[a-z]+)+-\d+)$/;
const regions = list((given) => REGION.test(String(given)));
const number = (min: number, max: number): Shape =>
  value((given) => /^-?\d+$/.test(String(given)) && Number(given) >= min && Number(given) <= max);
const text = value((given) => typeof given === 'string');
const texts = list((given) => typeof given === 'string');
const inRegions = node({ enable_in_regions: regions, disable_in_regions: regions });

const imageCriteria = node({
  allowed_image_providers: list((given) => /^(\d{12}|amazon|aws_marketplace|aws_backup_vault)$/.test(String(given))),
  image_names: list((given) => /^.{1,128}$/.test(String(given))),
  marketplace_product_codes: list((given) => /^[A-Za-z0-9]{1,25}$/.test(String(given))),
  creation_date_condition: node({ maximum_days_since_created: number(0, 2_147_483_647) }),
  deprecation_time_condition: node({ maximum_days_since_deprecated: number(0, 2_147_483_647) }),
});

const ec2 = node({
  exception_message: text,
  vpc_block_public_access: node({
    internet_gateway_block: node({
      mode: oneOf('off', 'block_ingress', 'block_bidirectional'),
      exclusions_allowed: oneOf('enabled', 'disabled'),
    }),
  }),
  serial_console_access: node({ status: oneOf('enabled', 'disabled') }),
  image_block_public_access: node({ state: oneOf('unblocked', 'block_new_sharing') }),
  snapshot_block_public_access: node({ state: oneOf('unblocked', 'block_new_sharing', 'block_all_sharing') }),
  allowed_images_settings: node({
    state: oneOf('enabled', 'disabled', 'audit_mode'),
    image_criteria: each(imageCriteria, { keyPattern: /^criteria_([1-9]|10)$/ }),
  }),
  instance_metadata_defaults: node({
    http_tokens: oneOf('no_preference', 'required', 'optional'),
    http_put_response_hop_limit: number(-1, 64),
    http_endpoint: oneOf('no_preference', 'enabled', 'disabled'),
    instance_metadata_tags: oneOf('no_preference', 'enabled', 'disabled'),
    http_tokens_enforced: oneOf('no_preference', 'enabled', 'disabled'),
  }),
});

const tagRule = node({
  tag_key: text,
  tag_value: list((given) => String(given).split('*').length <= 2),
  enforced_for: list((given) => /^[a-z0-9-]+:.+$/.test(String(given))),
  report_required_tag_for: list((given) => /^[a-z0-9-]+:.+$/.test(String(given))),
});

const backupRule: Shape = {
  is: 'node',
  keys: {
    schedule_expression: text,
    target_backup_vault_name: text,
    start_backup_window_minutes: number(60, Number.MAX_SAFE_INTEGER),
  },
  others: free,
};
const backupPlan = node({
  regions: list(),
  rules: each(backupRule),
  selections: free,
  advanced_backup_settings: free,
  backup_plan_tags: free,
});

const client = oneOf('enabled', 'disabled');
const channels = node({
  supported_channel_types: list((given) => given === 'public' || given === 'private'),
  supported_role_settings: list((given) => given === 'user_role' || given === 'channel_role'),
});
const chatbot = node({
  platforms: node({
    slack: node({ client, workspaces: texts, default: channels, overrides: each(channels, { most: 255 }) }),
    microsoft_teams: node({ client, tenants: each(texts, { most: 36 }), default: channels, overrides: each(free) }),
    chime: node({ client }),
  }),
  default: node({ client }),
});

const status = node({ status: oneOf('enabled', 'disabled') });
const guardDutyFeature = node({
  status: oneOf('enabled', 'disabled'),
  additional_configuration: each(status),
});

const patchOrder: Shape = {
  is: 'value',
  bare: true,
  allows: (given) => ['first', 'second', 'last'].includes(String(given)),
};

const SHAPES: Readonly<Record<string, { readonly key: string; readonly shape: Shape }>> = {
  DECLARATIVE_POLICY_EC2: { key: 'ec2_attributes', shape: ec2 },
  TAG_POLICY: { key: 'tags', shape: each(tagRule) },
  BACKUP_POLICY: { key: 'plans', shape: each(backupPlan) },
  AISERVICES_OPT_OUT_POLICY: {
    key: 'services',
    shape: each(node({ opt_out_policy: oneOf('optOut', 'optIn') }), { keyPattern: /^[a-z0-9]+$/ }),
  },
  CHATBOT_POLICY: { key: 'chatbot', shape: chatbot },
  SECURITYHUB_POLICY: {
    key: 'securityhub',
    shape: node(
      { enable_in_regions: regions, disable_in_regions: regions },
      { required: ['enable_in_regions', 'disable_in_regions'] },
    ),
  },
  INSPECTOR_POLICY: {
    key: 'inspector',
    shape: node({
      enablement: node({
        ec2_scanning: inRegions,
        ecr_scanning: inRegions,
        code_repository_scanning: inRegions,
        lambda_standard_scanning: node({
          enable_in_regions: regions,
          disable_in_regions: regions,
          lambda_code_scanning: inRegions,
        }),
      }),
    }),
  },
  BEDROCK_POLICY: {
    key: 'bedrock',
    shape: node({
      guardrail_inference: each(node({ config_1: node({ identifier: text, input_tags: oneOf('honor', 'ignore') }) }), {
        keyPattern: REGION,
      }),
    }),
  },
  S3_POLICY: { key: 's3_attributes', shape: node({ public_access_block_configuration: oneOf('all', 'none') }) },
  UPGRADE_ROLLOUT_POLICY: {
    key: 'upgrade_rollout',
    shape: node({
      default: node({ patch_order: patchOrder }),
      tags: each(node({ tag_values: each(node({ patch_order: patchOrder })) })),
    }),
  },
  NETWORK_SECURITY_DIRECTOR_POLICY: {
    key: 'network_security_director',
    shape: node({ enablement: node({ network_security_scan: inRegions }) }),
  },
  GUARDDUTY_POLICY: {
    key: 'guardduty',
    shape: node({
      enablement: each(each(guardDutyFeature, { keyPattern: /^[a-z0-9_]+$/ }), {
        keyPattern: /^(default|[a-z]{2,3}(-[a-z]+)+-\d+)$/,
      }),
    }),
  },
};

/** A tag policy's key is its tag key, but for the case of the letters. */
function tagKeysAgree(tags: Json | undefined): boolean {
  if (!isObject(tags)) return true;
  return Object.entries(tags).every(([key, rule]) => {
    const assigned = isObject(rule) && isObject(rule['tag_key']) ? rule['tag_key']['@@assign'] : undefined;
    return assigned === undefined || String(assigned).toLowerCase() === key.toLowerCase();
  });
}

/** AI opt-out policies know @@assign and @@none as child controls only. */
function controlsAreNarrow(text: string): boolean {
  return !/"@@(append|remove|all)"/.test(text);
}

/** Whether AWS would take the text as a policy of this type. */
export function isSettingsDocument(text: string, type: string): boolean {
  const document = parseObject(text);
  if (!document) return false;
  const known = SHAPES[type];
  if (!known) return matches(free, document);
  if (Object.keys(document).length !== 1) return false;
  if (!isObject(document[known.key]) || !matches(known.shape, document[known.key])) return false;
  if (type === 'TAG_POLICY') return tagKeysAgree(document['tags']);
  return type !== 'AISERVICES_OPT_OUT_POLICY' || controlsAreNarrow(text);
}
