import { eventRules } from '../../src/lifecycle/patterns.js';
import { OWN_ROLES } from '../../src/lifecycle/scope.js';
import type { JsonObject } from '../../src/model.js';
import { baseline, drift, managedAccount } from './control-tower-events.js';
import { call, envelope, result, through, UNIT } from './events.js';
import { matches } from './matching.js';

const RULES = eventRules(OWN_ROLES);
const rulesFor = (event: JsonObject): string[] =>
  RULES.filter(({ pattern }) => matches(pattern, event)).map(({ name }) => name);

test.each([
  ['control-tower', managedAccount('CreateManagedAccount')],
  ['control-tower', baseline('DisableBaseline')],
  ['control-tower', drift('SCP_UPDATED')],
  ['control-tower', envelope('aws.controltower', 'AWS Service Event via CloudTrail', { eventName: 'OfTomorrow' })],
  ['control-tower-calls', call('controltower', 'ResetLandingZone', {})],
  ['organizations', result('CreateAccountResult', 'createAccountStatus', {})],
  ['organizations-calls', call('organizations', 'MoveAccount', {})],
  ['organizations-calls', call('organizations', 'OfTomorrow', {})],
  ['root-access', call('iam', 'EnableOrganizationsRootSessions', null)],
  ['identity-center', call('sso', 'CreateAccountAssignment', {})],
  ['identity-center', call('sso-directory', 'CreateGroupMembership', {})],
  ['identity-center', call('identitystore', 'DeleteGroup', {})],
])('%s takes what is its own, and no other rule does', (name, event) => {
  expect(rulesFor(event)).toEqual([name]);
});

test.each([
  ['a call of ours', call('organizations', 'MoveAccount', {}, { userIdentity: through('TowerctlApply') })],
  ['the rest of IAM', call('iam', 'CreateRole', {})],
  ['reads of Identity Center', call('sso', 'ListInstances', {})],
  ['signing in', call('sso', 'Authenticate', {})],
  ['another service', call('ec2', 'RunInstances', {})],
])('%s comes through no rule', (_, event) => {
  expect(rulesFor(event)).toEqual([]);
});

test('callers without a role, and calls of services, come through', () => {
  const user = { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/bob' };
  expect(rulesFor(call('organizations', 'DetachPolicy', { targetId: UNIT }, { userIdentity: user }))).toHaveLength(1);
  const service = { type: 'AWSService', invokedBy: 'controltower.amazonaws.com' };
  expect(rulesFor(call('organizations', 'MoveAccount', {}, { userIdentity: service }))).toHaveLength(1);
});

test('what EventBridge takes: names, sizes, one source of truth for our roles', () => {
  const rules = eventRules(['arn:aws:iam::123456789012:role/path/Mine']);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  for (const { name, pattern } of rules) {
    expect(name).toMatch(/^[a-z-]{1,50}$/);
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(4_096);
  }
  const organizations = rules.find(({ name }) => name === 'organizations-calls');
  expect(JSON.stringify(organizations?.pattern)).toContain('{"anything-but":["Mine"]}');
});
