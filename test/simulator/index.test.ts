import { DescribeOrganizationCommand, ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { VirtualClock } from '../../src/clock.js';
import { createSimulator, inProcess, kind, type Simulator, unkind } from '../../src/simulator/index.js';

function client(simulator: Simulator): OrganizationsClient {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return new OrganizationsClient({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials,
    requestHandler: inProcess(simulator),
  });
}

test('the default seed is a landing zone of the standard account', async () => {
  const simulator = createSimulator({ ...kind, clock: new VirtualClock() });
  const { Organization } = await client(simulator).send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ MasterAccountId: '123456789012', FeatureSet: 'ALL' });
});

test('without a seed there is one account, of the given number, in no organization', async () => {
  const simulator = createSimulator({ clock: new VirtualClock(), seed: 'none', accountId: '210987654321' });
  await expect(client(simulator).send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: 'AWSOrganizationsNotInUseException',
  });
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sts = new STSClient({ region: 'eu-west-1', credentials, requestHandler: inProcess(simulator) });
  expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('210987654321');
});

test('a seed that is none is an error at once', () => {
  expect(() => createSimulator({ seed: { nonsense: true } })).toThrow(/nonsense/);
});

test('the unkind preset pages by two, leaves pages empty and throttles, reproducibly', async () => {
  const run = async (): Promise<string[]> => {
    const simulator = createSimulator({ ...unkind, clock: new VirtualClock() });
    const seen: string[] = [];
    let token: string | undefined;
    do {
      try {
        const page = await client(simulator).send(new ListAccountsCommand(token ? { NextToken: token } : {}));
        seen.push(...(page.Accounts ?? []).map(({ Id }) => Id ?? ''), `page of ${page.Accounts?.length}`);
        token = page.NextToken;
      } catch (error) {
        seen.push((error as Error).name);
      }
    } while (token);
    return seen;
  };
  const seen = await run();
  expect(seen).toEqual(expect.arrayContaining(['page of 2', 'page of 0', 'TooManyRequestsException', '300000000001']));
  expect(new Set(seen.filter((each) => /^\d{12}$/.test(each))).size).toBe(
    seen.filter((each) => /^\d{12}$/.test(each)).length,
  );
  expect(await run()).toEqual(seen);
});

test('several simulators in one process know nothing of each other', async () => {
  const [first, second] = [createSimulator({ seed: 'none' }), createSimulator()];
  await expect(client(first).send(new ListAccountsCommand({}))).rejects.toMatchObject({
    name: 'AWSOrganizationsNotInUseException',
  });
  await expect(client(second).send(new ListAccountsCommand({}))).resolves.toBeDefined();
});

test('a saved state is loaded as if it had never stopped', async () => {
  const first = createSimulator({ clock: new VirtualClock(), seed: 'none' });
  const text = JSON.stringify(createSimulator({ clock: new VirtualClock() }).saveState());
  first.loadState(JSON.parse(text));
  const { Accounts } = await client(first).send(new ListAccountsCommand({}));
  expect(Accounts?.length).toBeGreaterThan(5);
});
