import { isIamDocument } from '../../../src/simulator/services/organizations/documents/iam.js';
import { isSettingsDocument } from '../../../src/simulator/services/organizations/documents/settings.js';
import { newPolicy, sandbox } from './support.js';

const SCP = 'SERVICE_CONTROL_POLICY';
const RCP = 'RESOURCE_CONTROL_POLICY';
const document = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const deny = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
const assign = (value: unknown) => ({ '@@assign': value });

test('AWS tells no more than that a document is malformed', async () => {
  const { aws } = sandbox();
  await expect(newPolicy(aws, 'bad', '{')).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: 'The provided policy document does not meet the requirements of the specified policy type.',
  });
});

describe('service control policies', () => {
  test.each<[string, string]>([
    ['conditions with Allow', document({ ...deny, Effect: 'Allow', Condition: { StringLike: { 'aws:x': ['a'] } } })],
    ['NotAction with Allow', document({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' })],
    ['ARNs with Allow', document({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::x/*' })],
    ['NotResource', document({ Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::x/*'] })],
    ['wildcards anywhere in an action', document({ ...deny, Action: ['ec2:*Vpc*', 's3:Get?bject'] })],
    ['one statement without a list', JSON.stringify({ Version: '2012-10-17', Statement: deny })],
    ['set operators', document({ ...deny, Condition: { 'ForAnyValue:StringNotLikeIfExists': { 'aws:x': 'a' } } })],
    ['Null', document({ ...deny, Condition: { Null: { 'aws:AssumedRoot': 'true' } } })],
  ])('take %s', (_what, text) => expect(isIamDocument(text, SCP)).toBe(true));

  test.each<[string, string]>([
    ['a principal', document({ ...deny, Principal: '*' })],
    ['an old version', document(deny).replace('2012-10-17', '2008-10-17')],
    ['no version', JSON.stringify({ Statement: [deny] })],
    ['no resource', document({ Effect: 'Deny', Action: 's3:*' })],
    ['Resource and NotResource', document({ ...deny, NotResource: '*' })],
    ['Action and NotAction', document({ ...deny, NotAction: 'iam:*' })],
    ['no statements', document()],
    ['a service prefix in capitals', document({ ...deny, Action: 'S3:GetObject' })],
    ['an action without a service', document({ ...deny, Action: 'GetObject' })],
    ['an empty list of actions', document({ ...deny, Action: [] })],
    ['an effect in small letters', document({ ...deny, Effect: 'deny' })],
    ['an operator that there is not', document({ ...deny, Condition: { StringIs: { 'aws:x': 'a' } } })],
    ['an unknown element', document({ ...deny, Actions: 's3:*' })],
    ['two Statement elements', `{"Version":"2012-10-17","Statement":[],"Statement":[${JSON.stringify(deny)}]}`],
    ['two documents', document(deny) + document(deny)],
    ['a list', '[]'],
  ])('refuse %s', (_what, text) => expect(isIamDocument(text, SCP)).toBe(false));
});

describe('resource control policies', () => {
  const good = { ...deny, Principal: '*' };

  test('take Deny for everybody on actions of a service', () => {
    expect(isIamDocument(document(good), RCP)).toBe(true);
    expect(isIamDocument(document({ ...good, Action: ['sts:Assume*', 'kms:?'] }), RCP)).toBe(true);
  });

  test.each<[string, object]>([
    ['Allow', { ...good, Effect: 'Allow' }],
    ['no principal', deny],
    ['a principal but everybody', { ...good, Principal: { AWS: '*' } }],
    ['every action of every service', { ...good, Action: '*' }],
    ['NotAction', { Effect: 'Deny', Principal: '*', NotAction: 's3:*', Resource: '*' }],
    ['NotPrincipal', { ...deny, NotPrincipal: '*' }],
    ['no resource', { Effect: 'Deny', Principal: '*', Action: 's3:*' }],
  ])('refuse %s', (_what, statement) => expect(isIamDocument(document(statement), RCP)).toBe(false));
});

describe('policies of settings', () => {
  const ec2 = (attributes: object) => JSON.stringify({ ec2_attributes: attributes });
  const regions = { enable_in_regions: assign(['ALL_SUPPORTED']), disable_in_regions: assign([]) };
  const status = { status: assign('enabled') };

  test.each<[string, string]>([
    ['DECLARATIVE_POLICY_EC2', ec2({ serial_console_access: status.status && { status: assign('disabled') } })],
    ['DECLARATIVE_POLICY_EC2', ec2({ instance_metadata_defaults: { http_put_response_hop_limit: assign('-1') } })],
    ['TAG_POLICY', JSON.stringify({ tags: { costcenter: { tag_key: assign('CostCenter'), tag_value: assign([]) } } })],
    ['BACKUP_POLICY', JSON.stringify({ plans: { daily: { regions: { '@@append': ['us-east-1'] } } } })],
    ['AISERVICES_OPT_OUT_POLICY', JSON.stringify({ services: { default: { opt_out_policy: assign('optOut') } } })],
    ['CHATBOT_POLICY', JSON.stringify({ chatbot: { platforms: { chime: { client: assign('disabled') } } } })],
    ['SECURITYHUB_POLICY', JSON.stringify({ securityhub: regions })],
    ['INSPECTOR_POLICY', JSON.stringify({ inspector: { enablement: { ec2_scanning: regions } } })],
    ['S3_POLICY', JSON.stringify({ s3_attributes: { public_access_block_configuration: assign('all') } })],
    ['UPGRADE_ROLLOUT_POLICY', JSON.stringify({ upgrade_rollout: { default: { patch_order: 'last' } } })],
    ['GUARDDUTY_POLICY', JSON.stringify({ guardduty: { enablement: { default: { foundational: status } } } })],
    ['SECURITYHUB_CSPM_POLICY', JSON.stringify({ anything: { at: { all: assign(['x']) } } })],
  ])('%s takes %s', (type, text) => expect(isSettingsDocument(text, type)).toBe(true));

  test.each<[string, string]>([
    ['DECLARATIVE_POLICY_EC2', ec2({ vpc_block_public_access: { internet_gateway: { mode: assign('off') } } })],
    ['DECLARATIVE_POLICY_EC2', ec2({ image_block_public_access: { state: assign('block-new-sharing') } })],
    ['DECLARATIVE_POLICY_EC2', ec2({ serial_console_access: { status: 'disabled' } })],
    ['DECLARATIVE_POLICY_EC2', ec2({ instance_metadata_defaults: { http_put_response_hop_limit: assign('65') } })],
    ['DECLARATIVE_POLICY_EC2', JSON.stringify({ ec2_attributes: {}, more: {} })],
    ['TAG_POLICY', JSON.stringify({ tags: { costcenter: { tag_key: assign('Owner') } } })],
    ['TAG_POLICY', JSON.stringify({ tags: { owner: { tag_value: assign(['a*b*']) } } })],
    ['BACKUP_POLICY', '{"plans":{"a":{"regions":{"@@assign":["us-east-1"]}},"a":{}}}'],
    [
      'BACKUP_POLICY',
      JSON.stringify({ plans: { a: { rules: { r: { start_backup_window_minutes: assign('59') } } } } }),
    ],
    ['AISERVICES_OPT_OUT_POLICY', JSON.stringify({ services: { default: { opt_out_policy: assign('optout') } } })],
    [
      'AISERVICES_OPT_OUT_POLICY',
      JSON.stringify({ services: { default: { opt_out_policy: { '@@append': ['optOut'] } } } }),
    ],
    ['SECURITYHUB_POLICY', JSON.stringify({ securityhub: { enable_in_regions: assign([]) } })],
    ['S3_POLICY', JSON.stringify({ s3_attributes: { public_access_block_configuration: assign('some') } })],
    ['GUARDDUTY_POLICY', JSON.stringify({ guardduty: { enablement: { somewhere: { foundational: status } } } })],
    [
      'INSPECTOR_POLICY',
      JSON.stringify({ inspector: { enablement: { ec2_scanning: { enable_in_regions: assign(['x']) } } } }),
    ],
    [
      'TAG_POLICY',
      JSON.stringify({ tags: { a: { tag_key: { '@@operators_allowed_for_child_policies': ['@@some'] } } } }),
    ],
  ])('%s refuses %s', (type, text) => expect(isSettingsDocument(text, type)).toBe(false));
});
