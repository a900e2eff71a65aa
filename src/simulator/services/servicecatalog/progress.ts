import type { Deed } from '../../service.js';
import type { Pace, World } from '../../world.js';
import {
  EXECUTION_ROLE,
  enrolmentOf,
  pollEnrolment,
  startEnrolment,
  tellManagedAccount,
  unenrol,
} from '../controltower/account-factory.js';
import { roleExists } from '../iam/for-services.js';
import { createMember } from '../organizations/create-member.js';
import { accountOf, memberIds, moveAccount, organizationOf, parentOf } from '../organizations/for-services.js';
import { letOwnerIn } from '../sso/for-services.js';
import { unitFrom } from './parameters.js';
import { type ProvisionedRow, type RecordRow, serviceCatalogState, unfinishedRecords } from './state.js';

/** How records go on: the account is made, or found, moved to its unit and enrolled there. */

const keyOf = ({ id }: RecordRow): string => `servicecatalog/${id}`;

/** Minutes that making an account was seen to take, before it is enrolled. */
const OBSERVED_MS = 10 * 60_000;

export function begin(world: World, record: RecordRow): void {
  const { pace, durations } = world.settings;
  const observed: Pace = { kind: 'time', ms: OBSERVED_MS };
  world.startOperation(keyOf(record), pace.kind === 'time' && durations === 'observed' ? observed : pace);
}

/** One poll: of one record, or of all that are under way. */
export function poll(world: World, id?: string): void {
  for (const record of unfinishedRecords(world)) {
    if (id !== undefined && record.id !== id) continue;
    if (record.enrolment === undefined) world.operation(keyOf(record))?.done();
    else pollEnrolment(world, record.enrolment);
  }
  settle(world);
}

/** Takes every record as far as it has come. Called around every call. */
export function settle(world: World): void {
  for (const record of unfinishedRecords(world)) advance(world, record);
}

function advance(world: World, record: RecordRow): void {
  const row = serviceCatalogState(world).provisioned[record.provisionedId];
  const failure = row ? goOn(world, row, record) : 'The provisioned product no longer exists.';
  if (failure !== undefined) fail(world, record, row, failure);
}

/** As far as it has come; answers why it has failed, where it has. */
function goOn(world: World, row: ProvisionedRow, record: RecordRow): string | undefined {
  if (record.enrolment !== undefined) return endEnrolment(world, row, record);
  record.status = 'IN_PROGRESS';
  if (!(world.operation(keyOf(record))?.isDone() ?? true)) return undefined;
  world.endOperation(keyOf(record));
  if (record.refusal !== undefined) return record.refusal;
  if (record.type !== 'TERMINATE_PROVISIONED_PRODUCT') return provide(world, row, record);
  terminate(world, row, record);
  return undefined;
}

/** The account is there, and on its way into its unit; or it is said why not. */
function provide(world: World, row: ProvisionedRow, record: RecordRow): string | undefined {
  const { outcome, parameters } = record;
  if (outcome?.withoutAccount) return outcome.message;
  const found = row.accountId ?? accountFor(world, parameters);
  if (typeof found === 'object') return found.failure;
  row.accountId = found;
  if (accountOf(world, found)?.state !== 'ACTIVE') return `The account ${found} is not active in the organization.`;
  if (outcome) return outcome.message;
  try {
    const unit = unitFrom(world, parameters['ManagedOrganizationalUnit'] ?? '');
    const from = parentOf(world, found) ?? organizationOf(world)?.rootId ?? '';
    moveAccount(world, found, unit);
    record.enrolment = startEnrolment(world, found, from, unit);
  } catch (error) {
    // The unit was deregistered meanwhile.
    return error instanceof Error ? error.message : String(error);
  }
  return endEnrolment(world, row, record);
}

/** An account of this email and name that is a member already, or a new one. */
function accountFor(world: World, parameters: RecordRow['parameters']): string | { readonly failure: string } {
  const [name = '', email = ''] = [parameters['AccountName'], parameters['AccountEmail']];
  const member = memberIds(world)
    .flatMap((id) => accountOf(world, id) ?? [])
    .find((account) => account.email.toLowerCase() === email.toLowerCase());
  if (!member) {
    const made = createMember(world, { name, email, roleName: EXECUTION_ROLE });
    return (
      made.accountId ?? { failure: `The account could not be created: ${made.failureReason ?? 'INTERNAL_FAILURE'}` }
    );
  }
  if (member.name !== name) return { failure: 'The account could not be created: EMAIL_ALREADY_EXISTS' };
  if (!roleExists(world, member.id, EXECUTION_ROLE))
    return {
      failure: `AWS Control Tower cannot assume the role ${EXECUTION_ROLE} in the account ${member.id}. Create the role and try again.`,
    };
  return member.id;
}

function endEnrolment(world: World, row: ProvisionedRow, record: RecordRow): string | undefined {
  const { status, message } = enrolmentOf(world, record.enrolment ?? '', row.accountId ?? '');
  if (status === 'IN_PROGRESS') return undefined;
  if (status === 'FAILED') return message ?? 'The account could not be enrolled.';
  const isRetry = record.type === 'UPDATE_PROVISIONED_PRODUCT';
  finish(world, record);
  row.status = 'AVAILABLE';
  row.parameters = record.parameters;
  row.lastSuccess = record.id;
  record.outputs = {
    AccountId: row.accountId ?? '',
    AccountEmail: record.parameters['AccountEmail'] ?? '',
    SSOUserEmail: record.parameters['SSOUserEmail'] ?? '',
  };
  const { SSOUserEmail: email = '', SSOUserFirstName: first = '', SSOUserLastName: last = '' } = record.parameters;
  letOwnerIn(world, row.accountId ?? '', { email, first, last });
  tellManagedAccount(world, row.accountId ?? '', { isRetry, startedAt: record.createdAt });
  return undefined;
}

/** The account stays where its life goes on: in the root, and not closed. */
function terminate(world: World, row: ProvisionedRow, record: RecordRow): void {
  const { provisioned } = serviceCatalogState(world);
  const rootId = organizationOf(world)?.rootId;
  const { accountId } = row;
  if (accountId !== undefined && rootId !== undefined && parentOf(world, accountId) !== undefined) {
    unenrol(world, accountId);
    moveAccount(world, accountId, rootId);
  }
  finish(world, record);
  delete provisioned[row.id];
}

function finish(world: World, record: RecordRow): void {
  record.status = 'SUCCEEDED';
  record.updatedAt = world.clock.now();
}

/** What never worked is in ERROR; what did once is TAINTED. */
function fail(world: World, record: RecordRow, row: ProvisionedRow | undefined, message: string): void {
  record.status = 'FAILED';
  record.updatedAt = world.clock.now();
  record.error = { code: 'INTERNAL_FAILURE', message };
  if (!row) return;
  row.status = row.lastSuccess === undefined ? 'ERROR' : 'TAINTED';
  row.message = message;
}

/** An account that leaves, or is closed, taints what provisioned it. */
export function react(world: World, { service, operation, input }: Deed): void {
  if (service !== 'organizations') return;
  const leaves = operation === 'RemoveAccountFromOrganization' || operation === 'CloseAccount';
  if (!leaves) return;
  for (const row of Object.values(serviceCatalogState(world).provisioned)) {
    if (row.accountId !== input['AccountId'] || row.status === 'UNDER_CHANGE') continue;
    row.status = 'TAINTED';
    row.message = `The account ${row.accountId} ${operation === 'CloseAccount' ? 'has been closed' : 'is no longer in the organization'}.`;
  }
}
