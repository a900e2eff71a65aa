import { constraint, invalidInput, refuse } from '../faults.js';
import type { Input } from '../input.js';
import { newId, PATTERN } from '../names.js';
import { page } from '../pages.js';
import { begin, inProgress, pollOne } from '../pending.js';
import { QUOTA } from '../quotas.js';
import type { CreateRequestRecord } from '../records.js';
import { type Member, management, reader } from '../session.js';
import { createStatusShape } from '../shapes.js';
import { checkTagCount } from './tags.js';

/** Accounts in the making: a request is answered at once, the account comes later, under the root. */

function request(session: Member, input: Input, govCloud: boolean): Record<string, unknown> {
  const email = input.text('Email', { min: 6, max: 64, pattern: PATTERN.email });
  const accountName = input.text('AccountName', { min: 1, max: 50, pattern: PATTERN.accountName });
  const roleName = input.optional('RoleName', {
    max: 64,
    pattern: PATTERN.roleName,
    patternReason: 'INVALID_ROLE_NAME',
  });
  input.choice('IamUserAccessToBilling', ['ALLOW', 'DENY']);
  const tags = input.tags();
  checkTagCount(tags);
  refuseWhileFinalizing(session);
  const { store, now, random } = session;
  const id = newId(random, 'car-', 32);
  const failsWith = session.outcome?.['failureReason'];
  const row: CreateRequestRecord = {
    id,
    state: 'IN_PROGRESS',
    accountName,
    email,
    ...(roleName === undefined ? {} : { roleName }),
    requestedAt: now,
    govCloud,
    tags,
    ...(typeof failsWith === 'string' ? { failsWith } : {}),
  };
  store.put('createRequests', id, admitted(session, row));
  store.append('create-requests', id);
  const answer = store.get('createRequests', id);
  if (answer?.state === 'IN_PROGRESS') begin(session, { kind: 'create-account', subject: id });
  return { CreateAccountStatus: createStatusShape(store.get('createRequests', id) ?? row) };
}

/** AWS takes a request over the limit of accounts in progress and lets it fail. */
function admitted({ store, now }: Member, row: CreateRequestRecord): CreateRequestRecord {
  if (inProgress(store, 'create-account') < QUOTA.createAccountsInProgress) return row;
  return { ...row, state: 'FAILED', completedAt: now, failureReason: 'CONCURRENT_ACCOUNT_MODIFICATION' };
}

/** A new organization is not ready for accounts at once: up to an hour on AWS, the world's pace here. */
export function refuseWhileFinalizing(session: Member): void {
  if (pollOne(session, { kind: 'finalize', subject: session.organization.id })) return;
  throw refuse(
    'FinalizingOrganizationException',
    'AWS Organizations is still setting up your organization. Try again later.',
  );
}

const CreateAccount = management((session, input) => request(session, input, false));

const CreateGovCloudAccount = management((session, input) => {
  if (session.organization.featureSet !== 'ALL') {
    throw constraint('ORGANIZATION_NOT_IN_ALL_FEATURES_MODE', 'The organization does not have all features enabled.');
  }
  return request(session, input, true);
});

const DescribeCreateAccountStatus = reader(
  ({ store }, input) => {
    const id = input.text('CreateAccountRequestId', { max: 36, pattern: PATTERN.createRequest });
    const row = store.get('createRequests', id);
    if (!row) {
      throw refuse(
        'CreateAccountStatusNotFoundException',
        "You specified a request to create an account that doesn't exist.",
      );
    }
    return { CreateAccountStatus: createStatusShape(row) };
  },
  { polls: ['create-account'] },
);

const STATES = ['IN_PROGRESS', 'SUCCEEDED', 'FAILED'];

const ListCreateAccountStatus = reader(
  (session, input) => {
    const raw = input.raw('States');
    const states = Array.isArray(raw) ? raw.map(String) : [];
    if (states.some((state) => !STATES.includes(state))) {
      throw invalidInput('INVALID_ENUM', 'You specified an invalid value for States.');
    }
    const { listed } = session;
    const ids = listed.list('create-requests').filter((id) => {
      const state = listed.get('createRequests', id)?.state;
      return state !== undefined && (states.length === 0 || states.includes(state));
    });
    const list = `ListCreateAccountStatus ${states.join(',')}`;
    const { items, ...next } = page(session, input, list, ids, (id) => {
      const row = listed.get('createRequests', id);
      return row && createStatusShape(row);
    });
    return { CreateAccountStatuses: items, ...next };
  },
  { polls: ['create-account'] },
);

export const accountRequestOperations = {
  CreateAccount,
  CreateGovCloudAccount,
  DescribeCreateAccountStatus,
  ListCreateAccountStatus,
};
