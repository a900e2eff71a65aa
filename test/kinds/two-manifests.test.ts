import { unkind } from '../../src/simulator/index.js';
import { identityLines } from '../support/identity-text.js';
import { actions, Bench, manifestOf } from '../support/organization.js';
import { laid, manifestWith, NOTHING, named, SEED, WHOLE } from './identity-world.js';

const UNIT = 'organizationalUnits: { Sandbox: { existing: true } }\nguards: { maxRemovals: 9 }\n';

describe('two manifests in one organization', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await laid(new Bench({ ...unkind, seed: SEED }));
  });

  test('the second one takes nothing away that is the first one’s, however empty its sections are', async () => {
    const { plan } = await bench.plan(await manifestWith(NOTHING, 'second', ''));
    expect(actions(plan)).toEqual([]);
    expect(plan.problems).toEqual([]);
  });

  test('the same names in both are problems, one each, and nothing of the first one’s is written', async () => {
    const same = Object.entries(WHOLE).filter(([key]) => !['groups', 'delegatedAdministrators'].includes(key));
    const inUnit = same.map(([key, text]) => [key, text.replaceAll(/account:[\w-]+/g, 'Sandbox')]);
    const sections = { ...Object.fromEntries(inUnit), assignments: '[]' };
    const { plan } = await bench.plan(await manifestWith(sections, 'second', UNIT));
    expect(actions(plan)).toEqual([]);
    const errors = plan.problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, address }) => `${code} ${address}`)).toEqual([
      'not-ours config-rule:tls@ap-northeast-1',
      'not-ours conformance-pack:pci@ap-northeast-1',
      'not-ours config-aggregator:everything',
      'not-ours permission-set:Developer',
      'not-ours permission-set:Emergency',
    ]);
  });

  test('a set of the first one’s is assigned by the second as somebody else’s, and that alone goes again', async () => {
    const b = await laid(new Bench({ ...unkind, seed: SEED }));
    const before = identityLines(b.simulator);
    const borrowed = (state: string) => {
      const assignments = `[{ user: mia, permissionSet: Emergency, targets: [Sandbox]${state} }]`;
      return manifestWith({ permissionSets: '{ Emergency: { existing: true } }', assignments }, 'second', UNIT);
    };
    const given = await b.converge(await borrowed(''));
    const granted = actions(given.plan);
    expect(granted).toContain('create assignment:user/mia->Emergency@account:payments-prod');
    expect(granted.filter((action) => !action.startsWith('create assignment:user/mia->Emergency@'))).toEqual([]);
    expect(actions((await b.plan(await manifestWith(WHOLE))).plan)).toEqual([]);
    const taken = await b.converge(await borrowed(', state: off'));
    expect(actions(taken.plan)).toEqual(granted.map((action) => action.replace('create', 'remove')));
    expect(identityLines(b.simulator)).toEqual(before);
  });

  test('assignments without permissionSets say nothing of who may have the sets: nobody loses one', async () => {
    const { plan } = await bench.plan(await manifestOf('assignments: []\n', {}, named('test')));
    expect(actions(plan)).toEqual([]);
  });

  test('an account under another key is the same account', async () => {
    const renamed = (text = ''): string =>
      text.replaceAll('payments-dev', 'shop-dev').replaceAll('payments-prod', 'shop');
    const sections = Object.fromEntries(Object.entries(WHOLE).map(([key, value]) => [key, renamed(value)]));
    const accounts =
      'accounts:\n  shop-dev: { id: "300000000002", existing: true }\n  shop: { id: "300000000001", existing: true }\n';
    const { plan } = await bench.plan(await manifestWith(sections, 'test', accounts));
    expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(actions(plan).filter((action) => !action.includes(' account:'))).toEqual([]);
  });
});
