import { eventsIn } from '../../src/lifecycle/event.js';
import { scopeWords, takeIn } from '../../src/lifecycle/intake.js';
import { OWN_ROLES } from '../../src/lifecycle/scope.js';
import type { JsonObject } from '../../src/model.js';
import { baseline, control, driftMessage, managedAccount, notification } from './control-tower-events.js';
import { call, LAB, PAYMENTS, through, UNIT } from './events.js';

const context = { ownRoles: OWN_ROLES };
const queued = (body: unknown): JsonObject => ({
  messageId: 'm',
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('what holds events', () => {
  const event = managedAccount('CreateManagedAccount');
  const message = notification(driftMessage('SCP_UPDATED'));
  test.each([
    ['an event', event, [event]],
    ['a list', [event, message], [event, message]],
    ['a batch of SQS', { Records: [queued(event), queued(message)] }, [event, message]],
    ['a batch whose message is a list', { Records: [queued([event, event])] }, [event, event]],
    ['a batch of SNS', { Records: [{ EventSource: 'aws:sns', Sns: message }] }, [message]],
    ['an event by way of a topic', { Records: [queued({ ...message, Message: JSON.stringify(event) })] }, [event]],
    ['what the events queue kept', { format: 1, messageId: 'm', why: 'new', event }, [event]],
    ['text that is JSON', JSON.stringify(event), [event]],
    ['text that is none', 'garbage', ['garbage']],
    ['a message that is none', { Records: [queued('{"a":'), queued(event)] }, ['{"a":', event]],
    ['a record of something else', { Records: [{ s3: {} }] }, [{ s3: {} }]],
    ['nothing', null, [null]],
  ])('%s', (_, value, expected) => {
    expect(eventsIn(value)).toEqual(expected);
  });

  test('lists in lists end somewhere', () => {
    let deep: unknown = event;
    for (let depth = 0; depth < 5_000; depth += 1) deep = [deep];
    expect(takeIn(deep, context).unknown).toHaveLength(1);
  });
});

test('a burst with repeats, garbage and our own calls is one run; nothing is lost', () => {
  const accounts = Array.from({ length: 50 }, (_, index) => String(400_000_000_001 + index));
  const made = accounts.map((id) => managedAccount('CreateManagedAccount', 'SUCCEEDED', id));
  const own = call('organizations', 'MoveAccount', { accountId: PAYMENTS }, { userIdentity: through('TowerctlApply') });
  const detached = call('organizations', 'DetachPolicy', { policyId: 'p-12345678', targetId: UNIT });
  const records = [...made, ...made.slice(0, 20), own, detached, detached].map(queued);
  const intake = takeIn({ Records: [queued('garbage'), ...records.reverse()] }, context);
  expect(intake.run).toMatchObject({ kind: 'scope', scope: accounts.map((id) => `account:${id}`), fresh: accounts });
  expect(intake.fresh).toEqual(accounts);
  expect(intake.notices).toHaveLength(1);
  expect(intake.unknown).toHaveLength(1);
  expect(intake.judged.find(({ scope }) => scope.kind === 'unknown')?.event).toBe('garbage');
  expect(intake).toMatchObject({ ignored: 1, repeats: 21 });
  expect(intake.judged).toHaveLength(53);
});

test('a hundred accounts of one control are each the unit around; both names of it come to one run', () => {
  const { run } = takeIn(
    [control('EnableControl'), control('EnableControl', LAB), baseline('EnableBaseline')],
    context,
  );
  expect(run).toMatchObject({ scope: [`account:${PAYMENTS}`, `unit-of:${PAYMENTS}`, `unit-of:${LAB}`] });
  expect(run && scopeWords(run)).toBe(`account:${PAYMENTS}, the unit of ${PAYMENTS}, the unit of ${LAB}`);
});

test('a full run does not hide who has just come', () => {
  const event = call('organizations', 'DeleteOrganizationalUnit', { organizationalUnitId: UNIT });
  const intake = takeIn([event, managedAccount('CreateManagedAccount')], context);
  expect(intake.run?.kind).toBe('full');
  expect(intake.run && scopeWords(intake.run)).toBe('everything');
  expect(intake.fresh).toEqual([PAYMENTS]);
});

test('times, names and ids are told as they are known', () => {
  const [one, two] = takeIn([managedAccount('CreateManagedAccount'), 'x'], context).judged;
  expect(one).toMatchObject({
    name: 'CreateManagedAccount',
    source: 'aws.controltower',
    at: Date.UTC(2025, 1, 10, 17, 14, 57),
    id: expect.stringMatching(/^366911a2-/),
  });
  expect(two).toEqual({ name: '', source: '', event: 'x', scope: expect.objectContaining({ kind: 'unknown' }) });
});
