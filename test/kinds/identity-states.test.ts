import type { RequestHandler } from '../../src/aws/session.js';
import type { JsonObject } from '../../src/model.js';
import { type Behaviour, unkind } from '../../src/simulator/index.js';
import { actions, Bench } from '../support/organization.js';
import { manifestWith, SEED, WHOLE } from './identity-world.js';

const IDENTITY = {
  permissionSets: WHOLE.permissionSets ?? '',
  groups: WHOLE.groups ?? '',
  assignments: WHOLE.assignments ?? '',
};
const KINDS = ['permission-set', 'directory-group', 'permission-assignment'];

function bench(identityCenter: JsonObject = {}, behaviour: Behaviour = unkind): Bench {
  return new Bench({ ...behaviour, seed: { identityCenter: { ...SEED.identityCenter, ...identityCenter } } });
}

test('a storm of throttling, at every read of Identity Center and its directory, ends in the same plan', async () => {
  const manifest = await manifestWith(IDENTITY);
  const calm = actions((await bench().plan(manifest)).plan);
  const stormy = bench();
  for (const operation of ['sso:*', 'identitystore:*']) {
    stormy.simulator.faults.add({ operation, code: 'ThrottlingException', times: 40 });
  }
  const { plan } = await stormy.plan(manifest);
  expect(actions(plan)).toEqual(calm);
  expect(plan.unknown).toEqual([]);
});

test('an instance elsewhere is not there: said once for all three kinds, with where to name it', async () => {
  const { plan } = await bench({ region: 'eu-central-1' }).plan(await manifestWith(IDENTITY));
  const said = plan.problems.filter(({ code }) => code === 'identity-center-missing');
  expect(said.map(({ message }) => message)).toEqual([
    'IAM Identity Center has no instance of the organization in ap-northeast-1',
  ]);
  expect(said[0]?.hint).toContain('identityCenter: { region: ... }');
  expect(plan.changes.filter(({ kind, action }) => KINDS.includes(kind) && action === 'remove')).toEqual([]);
});

/** ListInstances answers otherwise than the simulator does. */
const listing =
  (from: string, to: string) =>
  (handler: RequestHandler): RequestHandler =>
    ({
      ...handler,
      async handle(request: { headers: Record<string, string> }, options: never) {
        const answer = await (handler as unknown as Handler).handle(request, options);
        if (!request.headers['x-amz-target']?.endsWith('.ListInstances')) return answer;
        const text = new TextDecoder().decode(answer.response.body);
        answer.response.body = new TextEncoder().encode(text.replace(from, to));
        return answer;
      },
    }) as unknown as RequestHandler;

interface Handler {
  handle(request: unknown, options: unknown): Promise<{ response: { body: Uint8Array } }>;
}

test.each([
  [
    'one that an account has for itself is not the organization’s',
    listing('"OwnerAccountId":"123456789012"', '"OwnerAccountId":"300000000002"'),
    'IAM Identity Center has no instance of the organization in ap-northeast-1',
  ],
  [
    'one that is being made is not there yet',
    listing('"Status":"ACTIVE"', '"Status":"CREATE_IN_PROGRESS"'),
    'the instance of IAM Identity Center in ap-northeast-1 is CREATE_IN_PROGRESS',
  ],
])('of instances, %s', async (_, intercept, message) => {
  const b = bench();
  const { plan } = await b.plan(await manifestWith(IDENTITY), { aws: b.session(intercept) });
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  expect(errors.map((problem) => problem.message)).toEqual([message]);
});
