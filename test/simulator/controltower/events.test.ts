import type { JsonObject } from '../../../src/model.js';
import {
  accountArn,
  addUnit,
  HOME,
  MANAGEMENT,
  move,
  POLLS,
  registration,
  type Tower,
  told,
  tower,
} from './support.js';

async function delivered({ simulator }: Tower): Promise<JsonObject[]> {
  const { body } = await simulator.handle({
    method: 'GET',
    path: '/_sandbox/events',
    query: {},
    headers: {},
    body: new Uint8Array(),
  });
  return (JSON.parse(String(body)) as { events: JsonObject[] }).events;
}

test('a lifecycle event is delivered in the home Region, in the envelope and the detail that AWS documents', async () => {
  const on = tower();
  const unit = await addUnit(on, 'Workloads');
  await move(on, '300000000005', unit.id);
  const { arn } = await on.call('EnableBaseline', await registration(on, unit.arn));
  const event = (await delivered(on)).find((each) => (each['detail'] as JsonObject)['eventName'] === 'EnableBaseline');
  expect(event).toMatchObject({
    version: '0',
    'detail-type': 'AWS Service Event via CloudTrail',
    source: 'aws.controltower',
    account: MANAGEMENT,
    time: '2026-01-01T00:00:00Z',
    region: HOME,
    resources: [],
  });
  expect(event?.['detail']).toMatchObject({
    eventVersion: '1.11',
    userIdentity: { accountId: MANAGEMENT, invokedBy: 'AWS Internal' },
    eventSource: 'controltower.amazonaws.com',
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    readOnly: false,
    requestParameters: null,
    responseElements: null,
    recipientAccountId: MANAGEMENT,
    eventCategory: 'Management',
    serviceEventDetails: {
      enableBaselineStatus: {
        enabledBaselineDetails: {
          parentIdentifier: arn,
          targetIdentifier: accountArn('300000000005'),
          baselineVersion: '5.0',
        },
        requestedTimestamp: '2026-01-01T00:00:00+0000',
        completedTimestamp: '2026-01-01T00:00:00+0000',
      },
    },
  });
  const [registered] = told(on, 'RegisterOrganizationalUnit');
  expect(registered).toMatchObject({
    eventVersion: '1.05',
    serviceEventDetails: {
      registerOrganizationalUnitStatus: {
        state: 'SUCCEEDED',
        message: 'AWS Control Tower successfully registered an organizational unit.',
        organizationalUnit: { organizationalUnitName: 'Workloads', organizationalUnitId: unit.id },
      },
    },
  });
});

test('a reset writes its two times in two forms, as AWS does', async () => {
  const on = tower();
  const unit = await addUnit(on, 'Workloads');
  await move(on, '300000000005', unit.id);
  const { arn } = await on.call('EnableBaseline', await registration(on, unit.arn));
  await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: arn ?? '' });
  expect(told(on, 'ResetEnabledBaseline')[0]?.['serviceEventDetails']).toMatchObject({
    resetEnabledBaselineStatus: {
      requestedTimestamp: expect.stringMatching(/Z$/),
      completedTimestamp: expect.stringMatching(/\+0000$/),
    },
  });
});

test('Organizations tells in us-east-1, whatever the home Region: writes, and what ends in the background', async () => {
  const on = tower(POLLS);
  const unit = await addUnit(on, 'Workloads');
  await move(on, '300000000005', unit.id);
  const made = await on.organizations.createAccount({ AccountName: 'new', Email: 'new@example.com' });
  const CreateAccountRequestId = made.CreateAccountStatus?.Id ?? '';
  for (let poll = 0; poll < 4; poll += 1)
    await on.organizations.describeCreateAccountStatus({ CreateAccountRequestId });
  const events = (await delivered(on)).filter((each) => each['source'] === 'aws.organizations');
  expect(events.map((each) => (each['detail'] as JsonObject)['eventName'])).toEqual([
    ...['CreateOrganizationalUnit', 'MoveAccount', 'CreateAccount', 'CreateAccountResult'],
  ]);
  expect(new Set(events.map((each) => each['region']))).toEqual(new Set(['us-east-1']));
  expect(events[1]).toMatchObject({
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventType: 'AwsApiCall',
      requestParameters: { accountId: '300000000005', sourceParentId: 'r-ex01', destinationParentId: unit.id },
      responseElements: null,
    },
  });
  expect(events[3]).toMatchObject({
    'detail-type': 'AWS Service Event via CloudTrail',
    detail: {
      serviceEventDetails: {
        createAccountStatus: {
          id: CreateAccountRequestId,
          state: 'SUCCEEDED',
          accountName: '****',
          accountId: expect.stringMatching(/^\d{12}$/),
          requestedTimestamp: 'Jan 1, 2026 12:00:00 AM',
        },
      },
    },
  });
});
