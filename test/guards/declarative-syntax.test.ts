import { POLICY_TYPES } from '../../src/facts/policy-types.js';
import { declarativeSyntax } from '../../src/guards/declarative-syntax.js';
import { SYNTAX } from '../../src/guards/syntax/types.js';
import type { JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { planOf, SMALL } from '../support/picture.js';

const plan = (type: string, document: JsonObject) => planOf(SMALL, { ...SMALL, policies: { [`${type}/p`]: document } });
const said = (type: string, document: JsonObject) =>
  sayings(declarativeSyntax, plan(type, document)).map((line) => line.replace(`policy:${type}/p: `, ''));
const set = (value: string | number | string[]): JsonObject => ({ '@@assign': value });
const regions = (...names: string[]): JsonObject => set(names);

const GOOD: [string, JsonObject][] = [
  [
    'declarative-ec2',
    {
      ec2_attributes: {
        '@@operators_allowed_for_child_policies': ['@@none'],
        exception_message: set('ask #cloud'),
        vpc_block_public_access: {
          internet_gateway_block: { mode: set('block_ingress'), exclusions_allowed: set('enabled') },
        },
        instance_metadata_defaults: { http_tokens: set('required'), http_put_response_hop_limit: set('2') },
        allowed_images_settings: {
          state: set('audit_mode'),
          image_criteria: { criteria_1: { allowed_image_providers: { '@@append': ['amazon', '123456789012'] } } },
        },
      },
    },
  ],
  [
    'tag',
    {
      tags: {
        costcenter: { tag_key: set('CostCenter'), tag_value: set(['10*']), enforced_for: set(['ec2:instance']) },
      },
    },
  ],
  [
    'backup',
    {
      plans: {
        daily: {
          regions: regions('ap-northeast-1'),
          rules: {
            r: {
              schedule_expression: set('cron(0 5 ? * * *)'),
              target_backup_vault_name: set('v'),
              start_backup_window_minutes: set('60'),
            },
          },
          selections: { tags: {} },
        },
      },
    },
  ],
  [
    'ai-opt-out',
    {
      services: {
        default: { opt_out_policy: { '@@assign': 'optOut', '@@operators_allowed_for_child_policies': ['@@none'] } },
      },
    },
  ],
  [
    'chatbot',
    {
      chatbot: {
        platforms: { slack: { client: set('enabled'), workspaces: set(['T1']) } },
        default: { client: set('disabled') },
      },
    },
  ],
  ['security-hub', { securityhub: { enable_in_regions: regions('ALL_SUPPORTED'), disable_in_regions: regions() } }],
  ['inspector', { inspector: { enablement: { ec2_scanning: { enable_in_regions: regions('us-east-1') } } } }],
  [
    'bedrock',
    {
      bedrock: {
        guardrail_inference: {
          'us-east-1': {
            config_1: {
              identifier: set('arn:aws:bedrock:us-east-1:123456789012:guardrail/abc:1'),
              input_tags: set('honor'),
            },
          },
        },
      },
    },
  ],
  ['s3', { s3_attributes: { public_access_block_configuration: set('all') } }],
  [
    'upgrade-rollout',
    {
      upgrade_rollout: {
        default: { patch_order: 'last' },
        tags: { stage: { tag_values: { dev: { patch_order: set('first') } } } },
      },
    },
  ],
  [
    'network-security-director',
    {
      network_security_director: { enablement: { network_security_scan: { enable_in_regions: regions('us-east-1') } } },
    },
  ],
  [
    'guardduty',
    {
      guardduty: {
        enablement: {
          default: { foundational: { status: set('enabled') }, s3_data_events: { status: set('enabled') } },
        },
      },
    },
  ],
];

describe('declarative-syntax', () => {
  test('every type of settings that is known has a syntax and an example here', () => {
    const types = POLICY_TYPES.filter(({ language }) => language === 'tree').map(({ name }) => name);
    expect(Object.keys(SYNTAX).sort()).toEqual([...types].sort());
    expect(GOOD.map(([type]) => type).sort()).toEqual([...types].sort());
  });

  test.each(GOOD)('%s: a documented example passes', (type, document) => {
    expect(said(type, document)).toEqual([]);
  });

  test.each<[string, string, JsonObject, string]>([
    ['wrong top', 'tag', { tag: {} }, 'error tag cannot stand at the top of a tag policy'],
    [
      'misspelt key',
      'declarative-ec2',
      { ec2_attributes: { vpc_block_public_acces: {} } },
      'error ec2_attributes.vpc_block_public_acces is no setting of this policy type',
    ],
    [
      "internet_gateway as the guide's list calls it",
      'declarative-ec2',
      { ec2_attributes: { vpc_block_public_access: { internet_gateway: { mode: set('off') } } } },
      'error ec2_attributes.vpc_block_public_access.internet_gateway is no setting of this policy type',
    ],
    [
      'hyphens of the EC2 API',
      'declarative-ec2',
      { ec2_attributes: { image_block_public_access: { state: set('block-new-sharing') } } },
      'error ec2_attributes.image_block_public_access.state.@@assign is "block-new-sharing", must be one of unblocked, block_new_sharing',
    ],
    [
      'number for text',
      'declarative-ec2',
      { ec2_attributes: { instance_metadata_defaults: { http_put_response_hop_limit: set(2) } } },
      'error ec2_attributes.instance_metadata_defaults.http_put_response_hop_limit.@@assign is 2, must be text: "-1" (no preference) or "1" to "64"',
    ],
    [
      'no operator',
      's3',
      { s3_attributes: { public_access_block_configuration: 'all' } },
      'error s3_attributes.public_access_block_configuration is "all" without an operator',
    ],
    [
      'append to one value',
      's3',
      { s3_attributes: { public_access_block_configuration: { '@@append': 'all' } } },
      'error s3_attributes.public_access_block_configuration.@@append works on lists only, this setting has one value',
    ],
    [
      'operator that AI opt-out lacks',
      'ai-opt-out',
      { services: { lex: { opt_out_policy: { '@@remove': 'optOut' } } } },
      'error services.lex.opt_out_policy.@@remove is no operator of this policy type',
    ],
    [
      'case of optOut',
      'ai-opt-out',
      { services: { lex: { opt_out_policy: set('optout') } } },
      'error services.lex.opt_out_policy.@@assign is "optout", must be one of optOut, optIn',
    ],
    [
      'child control',
      'ai-opt-out',
      { services: { '@@operators_allowed_for_child_policies': ['@@all'], lex: { opt_out_policy: set('optOut') } } },
      'error services.@@operators_allowed_for_child_policies[0] is "@@all", must be one of @@assign, @@none',
    ],
    [
      'a list that is none',
      'tag',
      { tags: { a: { tag_value: set('x') } } },
      'error tags.a.tag_value.@@assign is "x", must be a list',
    ],
    [
      'two stars',
      'tag',
      { tags: { a: { tag_value: set(['*x*']) } } },
      'error tags.a.tag_value.@@assign[0] is "*x*", may hold one * at most',
    ],
    [
      'tag_key',
      'tag',
      { tags: { a: { tag_key: set('B') } } },
      'error tags.a has tag_key "B", which must be "a" in upper or lower case',
    ],
    [
      'missing region list',
      'security-hub',
      { securityhub: { enable_in_regions: regions() } },
      'error securityhub lacks disable_in_regions',
    ],
    [
      'missing vault',
      'backup',
      { plans: { p: { regions: regions(), selections: {}, rules: { r: { schedule_expression: set('x') } } } } },
      'error plans.p.rules.r lacks target_backup_vault_name',
    ],
    [
      'short window',
      'backup',
      {
        plans: {
          p: {
            regions: regions(),
            selections: {},
            rules: {
              r: {
                schedule_expression: set('x'),
                target_backup_vault_name: set('v'),
                start_backup_window_minutes: set('30'),
              },
            },
          },
        },
      },
      'error plans.p.rules.r.start_backup_window_minutes.@@assign is "30", must be 60 minutes or more',
    ],
    [
      'draft guardrail',
      'bedrock',
      {
        bedrock: {
          guardrail_inference: {
            'us-east-1': {
              config_1: { identifier: set('arn:aws:bedrock:us-east-1:123456789012:guardrail/abc:DRAFT') },
            },
          },
        },
      },
      'error bedrock.guardrail_inference.us-east-1.config_1.identifier.@@assign is "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc:DRAFT", must be a guardrail ARN with a version number',
    ],
    [
      'region',
      'guardduty',
      { guardduty: { enablement: { 'us-moon': { foundational: { status: set('enabled') } } } } },
      'error guardduty.enablement.us-moon "us-moon" must be a Region or ALL_SUPPORTED',
    ],
    [
      'foundational',
      'guardduty',
      { guardduty: { enablement: { default: { s3_data_events: { status: set('enabled') } } } } },
      'error guardduty.enablement.default enables s3_data_events without foundational',
    ],
    ['nothing in it', 'declarative-ec2', { ec2_attributes: {} }, 'error ec2_attributes is empty, needs at least 1'],
  ])('%s', (_name, type, document, expected) => {
    expect(said(type, document)).toContain(expected);
  });

  test('a misspelt key is answered with the nearest', () => {
    const [finding] = declarativeSyntax.check(
      plan('declarative-ec2', { ec2_attributes: { serial_console_acess: {} } }),
    );
    expect(finding?.hint).toBe('Did you mean serial_console_access?');
  });

  test('a type that is not known yet is a warning, whatever it holds', () => {
    expect(said('securityhub-cspm', { anything: 1 })).toEqual([
      'warning document is of type SECURITYHUB_CSPM_POLICY, whose syntax this version does not know: checked as JSON and by size only',
    ]);
  });

  test('an allowance lets it pass', () => {
    expect(leftAfterAllowing(declarativeSyntax, plan('s3', { s3_attributes: { new_setting: set('x') } }))).toEqual([]);
  });
});
