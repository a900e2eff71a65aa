import { handshakeConstraint, invalidInput, refuse } from '../faults.js';
import { handshakeShape, openHandshake, openWith } from '../handshake-records.js';
import { type Input, required } from '../input.js';
import { arnOf, newId, PATTERN } from '../names.js';
import { page } from '../pages.js';
import type { TransferRecord } from '../records.js';
import { type Member, management } from '../session.js';
import type { Store, View } from '../store.js';
import { targetParty } from './handshakes.js';
import { checkTagCount } from './tags.js';

/** One organization takes over another's bill. Months are calendar months in UTC. */

const NAME = { min: 1, max: 128, pattern: PATTERN.transferName } as const;

function participant(view: View, accountId: string): Record<string, unknown> {
  const email = view.get('accounts', accountId)?.email;
  return { ManagementAccountId: accountId, ...(email === undefined ? {} : { ManagementAccountEmail: email }) };
}

function shape(view: View, transfer: TransferRecord): Record<string, unknown> {
  return {
    Arn: arnOf(view, 'transfer', 'billing', transfer.direction, transfer.id),
    Name: transfer.name,
    Id: transfer.id,
    Type: 'BILLING',
    Status: transfer.status,
    Source: participant(view, transfer.sourceAccountId),
    Target: participant(view, transfer.targetAccountId),
    StartTimestamp: new Date(transfer.startsAt),
    ...(transfer.endsAt === undefined ? {} : { EndTimestamp: new Date(transfer.endsAt) }),
    ActiveHandshakeId: transfer.handshakeId,
  };
}

function time(input: Input, member: string): Date | undefined {
  const raw = input.raw(member);
  if (raw === undefined || raw === null) return undefined;
  return raw instanceof Date ? raw : new Date(Number(raw) * 1_000);
}

function existing(store: Store, input: Input): TransferRecord {
  const id = input.text('Id', { pattern: PATTERN.transfer });
  const transfer = store.get('transfers', id);
  if (!transfer) {
    throw refuse('ResponsibilityTransferNotFoundException', "You specified a transfer that doesn't exist.");
  }
  return transfer;
}

function startOf(input: Input, now: number): number {
  const start = time(input, 'StartTimestamp');
  if (!start) throw required('StartTimestamp');
  const at = start.getTime();
  if (Number.isNaN(at)) throw invalidInput('INVALID_START_DATE', 'You specified an invalid start.');
  if (at % 86_400_000 !== 0) {
    throw invalidInput('START_DATE_NOT_BEGINNING_OF_DAY', 'A transfer starts at the beginning of a day.');
  }
  if (start.getUTCDate() !== 1) {
    throw invalidInput('START_DATE_NOT_BEGINNING_OF_MONTH', 'A transfer starts on the first day of a month.');
  }
  if (at <= now) throw invalidInput('START_DATE_TOO_EARLY', 'A transfer starts in the future.');
  return at;
}

const InviteOrganizationToTransferResponsibility = management((session, input) => {
  const { store, now, random, organization } = session;
  checkType(input);
  const to = targetParty(input);
  const notes = input.optional('Notes', { max: 1_024 });
  const name = input.text('SourceName', NAME);
  const startsAt = startOf(input, now);
  const tags = input.tags();
  checkTagCount(tags);
  if (to.id === organization.managementAccountId) {
    throw handshakeConstraint('SOURCE_AND_TARGET_CANNOT_MATCH', 'An organization cannot take over its own bill.');
  }
  if (openWith(store, 'TRANSFER_RESPONSIBILITY', to.id, now)) {
    throw refuse('DuplicateHandshakeException', 'An invitation of the same organization is open already.');
  }
  const transferId = newId(random, 'rt-', 10);
  const action = 'TRANSFER_RESPONSIBILITY' as const;
  const handshake = openHandshake(session, { action, state: 'REQUESTED', to, notes, tags, transferId });
  store.put('transfers', transferId, {
    id: transferId,
    name,
    direction: 'inbound',
    status: 'REQUESTED',
    sourceAccountId: to.id,
    targetAccountId: organization.managementAccountId,
    startsAt,
    handshakeId: handshake.id,
  });
  store.append('transfers', transferId);
  if (Object.keys(tags).length > 0) store.put('tags', transferId, tags);
  return { Handshake: handshakeShape(store.current, handshake) };
});

function checkType(input: Input): void {
  if (input.choice('Type', ['BILLING'] as const) === undefined) throw required('Type');
}

const DescribeResponsibilityTransfer = management(({ store }, input) => ({
  ResponsibilityTransfer: shape(store.current, existing(store, input)),
}));

const UpdateResponsibilityTransfer = management(({ store }, input) => {
  const transfer = existing(store, input);
  const renamed = { ...transfer, name: input.text('Name', NAME) };
  store.put('transfers', transfer.id, renamed);
  return { ResponsibilityTransfer: shape(store.current, renamed) };
});

const TerminateResponsibilityTransfer = management(({ store, now }, input) => {
  const transfer = existing(store, input);
  if (transfer.status === 'WITHDRAWN') {
    throw refuse('ResponsibilityTransferAlreadyInStatusException', 'The transfer has been terminated already.');
  }
  if (transfer.status !== 'ACCEPTED') {
    throw refuse(
      'InvalidResponsibilityTransferTransitionException',
      `A transfer in the status ${transfer.status} cannot be terminated.`,
    );
  }
  const end = time(input, 'EndTimestamp') ?? endOfMonth(now);
  if (Number.isNaN(end.getTime())) throw invalidInput('INVALID_END_DATE', 'You specified an invalid end.');
  if (end.getTime() < now) throw invalidInput('END_DATE_TOO_EARLY', 'A transfer ends in the future.');
  if (end.getTime() !== endOfMonth(end.getTime()).getTime()) {
    throw invalidInput('END_DATE_NOT_END_OF_MONTH', 'A transfer ends with the last second of a month.');
  }
  const ended: TransferRecord = { ...transfer, status: 'WITHDRAWN', endsAt: end.getTime() };
  store.put('transfers', transfer.id, ended);
  return { ResponsibilityTransfer: shape(store.current, ended) };
});

/** The last whole second of the month. */
function endOfMonth(ms: number): Date {
  const day = new Date(ms);
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1) - 1_000);
}

function list(session: Member, input: Input, direction: TransferRecord['direction']): Record<string, unknown> {
  checkType(input);
  const { listed } = session;
  const only = input.raw('Id') === undefined ? undefined : existing(session.store, input).id;
  const ids = listed
    .list('transfers')
    .filter((id) => listed.get('transfers', id)?.direction === direction && (only === undefined || only === id));
  const { items, ...next } = page(session, input, `List ${direction} ${only ?? ''}`, ids, (id) => {
    const row = listed.get('transfers', id);
    return row && shape(listed, row);
  });
  return { ResponsibilityTransfers: items, ...next };
}

const ListInboundResponsibilityTransfers = management((session, input) => list(session, input, 'inbound'));
const ListOutboundResponsibilityTransfers = management((session, input) => list(session, input, 'outbound'));

export const responsibilityTransferOperations = {
  InviteOrganizationToTransferResponsibility,
  DescribeResponsibilityTransfer,
  UpdateResponsibilityTransfer,
  TerminateResponsibilityTransfer,
  ListInboundResponsibilityTransfers,
  ListOutboundResponsibilityTransfers,
};
