import type { RequestContext } from '../../src/iam/condition.js';

/** Who calls, as AWS describes it in the request: what the example's policies are asked about. */
export const ORGANIZATION = 'o-exampleorg1';
export const role = (path: string, more: RequestContext = {}): RequestContext => ({
  'aws:principalarn': `arn:aws:iam::300000000001:role/${path}`,
  'aws:principalaccount': '300000000001',
  'aws:principalorgid': ORGANIZATION,
  'aws:principalisawsservice': 'false',
  'aws:assumedroot': null,
  'aws:securetransport': 'true',
  ...more,
});
export const root = (more: RequestContext = {}): RequestContext =>
  role('x', { 'aws:principalarn': 'arn:aws:iam::300000000001:root', ...more });
export const inRegion = (region: string): RequestContext => ({ 'aws:requestedregion': region });
export const outsider = (accountId: string): RequestContext =>
  role('x', {
    'aws:principalarn': `arn:aws:iam::${accountId}:role/x`,
    'aws:principalaccount': accountId,
    'aws:principalorgid': null,
  });
export const nobody: RequestContext = {
  'aws:principalarn': null,
  'aws:principalaccount': null,
  'aws:principalorgid': null,
  'aws:principalisawsservice': null,
  'aws:sourceaccount': null,
  'aws:sourceorgid': null,
  'aws:securetransport': 'true',
};
export const service = (more: RequestContext): RequestContext => ({
  ...nobody,
  'aws:principalisawsservice': 'true',
  ...more,
});
export const developer = role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_0123456789abcdef');
export const incident = role(
  'aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_IncidentResponse_0123456789abcdef',
);
