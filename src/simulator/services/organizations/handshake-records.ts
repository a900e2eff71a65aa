import { refuse } from './faults.js';
import type { Input } from './input.js';
import { arnOf, newId, PATTERN } from './names.js';
import { DAY_MS, QUOTA } from './quotas.js';
import type { HandshakeParty, HandshakeRecord } from './records.js';
import type { Member } from './session.js';
import type { Store, View } from './store.js';

/** Handshakes: an offer of one party that the other accepts, declines or lets run out. */

/** An offer that nobody answered in time has run out; nothing needs to happen for that. */
export function asOfNow(handshake: HandshakeRecord, now: number): HandshakeRecord {
  const isOpen = handshake.state === 'REQUESTED' || handshake.state === 'OPEN';
  return isOpen && now >= handshake.expiresAt ? { ...handshake, state: 'EXPIRED' } : handshake;
}

export function existingHandshake(store: Store, input: Input, now: number): HandshakeRecord {
  const id = input.text('HandshakeId', { max: 34, pattern: PATTERN.handshake });
  const handshake = store.get('handshakes', id);
  if (!handshake) throw refuse('HandshakeNotFoundException', "You specified a handshake that doesn't exist.");
  return asOfNow(handshake, now);
}

/** Only an open handshake can become something else, and only once. */
export function checkTransition(handshake: HandshakeRecord, to: HandshakeRecord['state']): void {
  if (handshake.state === to) {
    throw refuse('HandshakeAlreadyInStateException', `The handshake is already in the state ${to}.`);
  }
  if (handshake.state !== 'REQUESTED' && handshake.state !== 'OPEN') {
    throw refuse(
      'InvalidHandshakeTransitionException',
      `A handshake in the state ${handshake.state} cannot become ${to}.`,
    );
  }
}

interface Offer {
  readonly action: HandshakeRecord['action'];
  readonly state: HandshakeRecord['state'];
  readonly to: HandshakeParty;
  readonly notes?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly transferId?: string;
}

export function openHandshake({ store, random, now, organization }: Member, offer: Offer): HandshakeRecord {
  const { notes, ...rest } = offer;
  const handshake: HandshakeRecord = {
    ...rest,
    ...(notes === undefined ? {} : { notes }),
    id: newId(random, 'h-', 10),
    from: { id: organization.id, type: 'ORGANIZATION' },
    requestedAt: now,
    expiresAt: now + QUOTA.handshakeDays * DAY_MS,
  };
  store.put('handshakes', handshake.id, handshake);
  store.append('handshakes', handshake.id);
  return handshake;
}

/** Open handshakes of the same kind with the same party. */
export function openWith(store: Store, action: HandshakeRecord['action'], party: string, now: number): boolean {
  return store.list('handshakes').some((id) => {
    const row = store.get('handshakes', id);
    if (!row || row.action !== action || row.to.id !== party) return false;
    return ['REQUESTED', 'OPEN'].includes(asOfNow(row, now).state);
  });
}

export function handshakeShape(view: View, handshake: HandshakeRecord): Record<string, unknown> {
  const { id, action, from, to } = handshake;
  return {
    Id: id,
    Arn: arnOf(view, 'handshake', action.toLowerCase(), id),
    Parties: [from, to].map((party) => ({ Id: party.id, Type: party.type })),
    State: handshake.state,
    RequestedTimestamp: new Date(handshake.requestedAt),
    ExpirationTimestamp: new Date(handshake.expiresAt),
    Action: action,
    Resources: [
      { Type: 'ORGANIZATION', Value: from.id },
      ...(to.type === 'ORGANIZATION' ? [] : [{ Type: to.type, Value: to.id }]),
      ...(handshake.notes === undefined ? [] : [{ Type: 'NOTES', Value: handshake.notes }]),
      ...(handshake.transferId === undefined ? [] : [{ Type: 'RESPONSIBILITY_TRANSFER', Value: handshake.transferId }]),
    ],
  };
}
