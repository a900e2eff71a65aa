import type { WorldSettings } from '../../world.js';
import { arnOf, pathOf, policyArn, targetArn } from './names.js';
import type { AccountRecord, CreateRequestRecord, PolicyRecord } from './records.js';
import type { View } from './store.js';

/** Rows in the shapes of the service's API model. */

/** The retired `Status` knows three values only. */
function statusOf(state: AccountRecord['state']): string {
  if (state === 'CLOSED') return 'SUSPENDED';
  return state === 'PENDING_ACTIVATION' ? 'ACTIVE' : state;
}

/** The members that Account and DelegatedAdministrator share. */
export function memberShape(view: View, account: AccountRecord, settings: WorldSettings): Record<string, unknown> {
  return {
    Id: account.id,
    Arn: targetArn(view, account.id),
    Email: account.email,
    Name: account.name,
    ...(settings.emitStatus ? { Status: statusOf(account.state) } : {}),
    State: account.state,
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joinedAt),
  };
}

export function accountShape(view: View, id: string, settings: WorldSettings): Record<string, unknown> | undefined {
  const account = view.get('accounts', id);
  if (!account) return undefined;
  return { ...memberShape(view, account, settings), ...(settings.emitPaths ? { Paths: [pathOf(view, id)] } : {}) };
}

export function unitShape(view: View, id: string, settings: WorldSettings): Record<string, unknown> | undefined {
  const unit = view.get('units', id);
  if (!unit) return undefined;
  return {
    Id: id,
    Arn: targetArn(view, id),
    Name: unit.name,
    ...(settings.emitPaths ? { Path: pathOf(view, id) } : {}),
  };
}

export function policySummaryShape(view: View, id: string): Record<string, unknown> | undefined {
  const policy = view.get('policies', id);
  return policy && summaryOf(view, policy);
}

function summaryOf(view: View, policy: PolicyRecord): Record<string, unknown> {
  return {
    Id: policy.id,
    Arn: policyArn(view, policy),
    Name: policy.name,
    Description: policy.description,
    Type: policy.type,
    AwsManaged: policy.awsManaged,
  };
}

export function policyShape(view: View, policy: PolicyRecord): Record<string, unknown> {
  return { PolicySummary: summaryOf(view, policy), Content: policy.content };
}

export function rootShape(view: View): Record<string, unknown> {
  const rootId = view.get('organizations', 'current')?.rootId ?? '';
  const types = view.list('types').map((type) => ({ Type: type, Status: view.get('policyTypes', type)?.status }));
  return { Id: rootId, Arn: arnOf(view, 'root', rootId), Name: 'Root', PolicyTypes: types };
}

export function createStatusShape(request: CreateRequestRecord): Record<string, unknown> {
  return {
    Id: request.id,
    AccountName: request.accountName,
    State: request.state,
    RequestedTimestamp: new Date(request.requestedAt),
    ...(request.completedAt === undefined ? {} : { CompletedTimestamp: new Date(request.completedAt) }),
    ...(request.accountId === undefined ? {} : { AccountId: request.accountId }),
    ...(request.govCloudAccountId === undefined ? {} : { GovCloudAccountId: request.govCloudAccountId }),
    ...(request.failureReason === undefined ? {} : { FailureReason: request.failureReason }),
  };
}
