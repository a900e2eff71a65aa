import { accessDenied, handshakeConstraint, invalidInput, refuse } from '../faults.js';
import {
  asOfNow,
  checkTransition,
  existingHandshake,
  handshakeShape,
  openHandshake,
  openWith,
} from '../handshake-records.js';
import { Input, required } from '../input.js';
import { addManagedPolicies } from '../managed-policies.js';
import { join } from '../membership.js';
import { PATTERN } from '../names.js';
import { page } from '../pages.js';
import { DAY_MS, QUOTA } from '../quotas.js';
import type { HandshakeParty, HandshakeRecord } from '../records.js';
import { anyone, management, type Session } from '../session.js';
import { refuseWhileFinalizing } from './account-requests.js';
import { checkTagCount } from './tags.js';

/** Invitations and the change to all features, and what both parties do about a handshake. */

const NOTES = { max: 1_024 } as const;
const ACTIONS = ['INVITE', 'ENABLE_ALL_FEATURES', 'APPROVE_ALL_FEATURES', 'TRANSFER_RESPONSIBILITY'];

export function targetParty(input: Input): HandshakeParty {
  const raw = input.raw('Target');
  if (typeof raw !== 'object' || raw === null) throw required('Target');
  const target = new Input({ ...raw });
  const type = target.choice('Type', ['ACCOUNT', 'EMAIL', 'ORGANIZATION'] as const);
  if (!type) throw required('Target.Type');
  const id = target.text('Id', { min: 1, max: 64 });
  if (type === 'ORGANIZATION') {
    throw invalidInput('INVALID_PARTY_TYPE_TARGET', 'An invitation goes to an account or an email address.');
  }
  if (type === 'EMAIL' && !PATTERN.email.test(id)) {
    throw invalidInput('INVALID_EMAIL_ADDRESS_TARGET', 'You specified an invalid email address.');
  }
  if (type === 'ACCOUNT' && !PATTERN.account.test(id)) {
    throw invalidInput('INVALID_PATTERN_TARGET_ID', 'You specified an invalid account id.');
  }
  return { id, type };
}

const InviteAccountToOrganization = management((session, input) => {
  const to = targetParty(input);
  const notes = input.optional('Notes', NOTES);
  const tags = input.tags();
  checkTagCount(tags);
  refuseWhileFinalizing(session);
  const { store, now } = session;
  const isMember = store.get('accounts', to.id) ?? store.get('names', `email:${to.id.toLowerCase()}`);
  if (isMember !== undefined) {
    throw handshakeConstraint('ALREADY_IN_AN_ORGANIZATION', 'The account is already a member of an organization.');
  }
  if (openWith(store, 'INVITE', to.id, now)) {
    throw refuse('DuplicateHandshakeException', 'An invitation of the same account is open already.');
  }
  const today = store.list('handshakes').filter((id) => (store.get('handshakes', id)?.requestedAt ?? 0) > now - DAY_MS);
  if (today.length >= QUOTA.handshakes) {
    throw handshakeConstraint('HANDSHAKE_RATE_LIMIT_EXCEEDED', 'You have sent too many handshakes today.');
  }
  const handshake = openHandshake(session, { action: 'INVITE', state: 'OPEN', to, notes, tags });
  return { Handshake: handshakeShape(store.current, handshake) };
});

const EnableAllFeatures = management((session) => {
  const { store, organization, now } = session;
  if (organization.featureSet === 'ALL') {
    throw handshakeConstraint('ORGANIZATION_ALREADY_HAS_ALL_FEATURES', 'All features are enabled already.');
  }
  if (openWith(store, 'ENABLE_ALL_FEATURES', organization.id, now)) {
    throw handshakeConstraint(
      'ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION',
      'The change to all features is in progress already.',
    );
  }
  const to: HandshakeParty = { id: organization.id, type: 'ORGANIZATION' };
  const handshake = openHandshake(session, { action: 'ENABLE_ALL_FEATURES', state: 'OPEN', to, tags: {} });
  return { Handshake: handshakeShape(store.current, handshake) };
});

function isManagement({ store, callerId }: Session): boolean {
  return store.get('organizations', 'current')?.managementAccountId === callerId;
}

/** Whether the caller is the one the handshake is addressed to. An email address may be anybody outside. */
function isAddressee(session: Session, { to }: HandshakeRecord): boolean {
  if (to.type === 'ORGANIZATION') return isManagement(session);
  if (to.type === 'ACCOUNT') return to.id === session.callerId;
  return session.store.get('parents', session.callerId) === undefined;
}

function settleHandshake(session: Session, handshake: HandshakeRecord, state: HandshakeRecord['state']) {
  const { store } = session;
  checkTransition(handshake, state);
  const settled: HandshakeRecord = { ...handshake, state };
  store.put('handshakes', handshake.id, settled);
  const transfer = handshake.transferId === undefined ? undefined : store.get('transfers', handshake.transferId);
  if (transfer && (state === 'ACCEPTED' || state === 'DECLINED' || state === 'CANCELED')) {
    store.put('transfers', transfer.id, { ...transfer, status: state });
  }
  return { Handshake: handshakeShape(store.current, settled) };
}

const AcceptHandshake = anyone((session, input) => {
  const { store, now, callerId } = session;
  const handshake = existingHandshake(store, input, now);
  if (!isAddressee(session, handshake)) throw accessDenied();
  const answer = settleHandshake(session, handshake, 'ACCEPTED');
  const organization = store.get('organizations', 'current');
  if (organization && handshake.action === 'ENABLE_ALL_FEATURES') {
    store.put('organizations', 'current', { ...organization, featureSet: 'ALL' });
    addManagedPolicies(store);
  }
  if (handshake.action === 'INVITE') {
    const email = handshake.to.type === 'EMAIL' ? handshake.to.id : `account-${callerId}@example.com`;
    const account = { id: callerId, name: callerId, email, joinedAt: now };
    join(store, { ...account, state: 'ACTIVE', joinedMethod: 'INVITED' }, handshake.tags);
  }
  return answer;
});

const DeclineHandshake = anyone((session, input) => {
  const handshake = existingHandshake(session.store, input, session.now);
  if (!isAddressee(session, handshake)) throw accessDenied();
  return settleHandshake(session, handshake, 'DECLINED');
});

const CancelHandshake = anyone((session, input) => {
  const handshake = existingHandshake(session.store, input, session.now);
  if (!isManagement(session)) throw accessDenied();
  return settleHandshake(session, handshake, 'CANCELED');
});

const DescribeHandshake = anyone((session, input) => {
  const handshake = existingHandshake(session.store, input, session.now);
  if (!isManagement(session) && !isAddressee(session, handshake)) throw accessDenied();
  return { Handshake: handshakeShape(session.store.current, handshake) };
});

function listHandshakes(session: Session, input: Input, list: string, mine: (handshake: HandshakeRecord) => boolean) {
  const { store, now } = session;
  const raw = input.raw('Filter');
  const filter = new Input(typeof raw === 'object' && raw !== null ? { ...raw } : {});
  const action = filter.optional('ActionType');
  if (action !== undefined && !ACTIONS.includes(action)) {
    throw invalidInput('INVALID_ENUM', 'You specified an invalid value for ActionType.');
  }
  const view = store.lagged;
  const ids = view.list('handshakes').filter((id) => {
    const row = view.get('handshakes', id);
    return row !== undefined && mine(row) && (action === undefined || row.action === action);
  });
  const { items, ...next } = page(session, input, `${list} ${action ?? ''}`, ids, (id) => {
    const row = view.get('handshakes', id);
    return row && handshakeShape(view, asOfNow(row, now));
  });
  return { Handshakes: items, ...next };
}

const ListHandshakesForAccount = anyone((session, input) =>
  listHandshakes(session, input, 'ListHandshakesForAccount', (row) => isAddressee(session, row)),
);

const ListHandshakesForOrganization = management((session, input) =>
  listHandshakes(session, input, 'ListHandshakesForOrganization', () => true),
);

export const handshakeOperations = {
  InviteAccountToOrganization,
  EnableAllFeatures,
  AcceptHandshake,
  DeclineHandshake,
  CancelHandshake,
  DescribeHandshake,
  ListHandshakesForAccount,
  ListHandshakesForOrganization,
};
