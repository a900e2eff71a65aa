import { expect, it } from '@jest/globals';
import { undoPlan } from '../../src/engine.js';
import { actions, Bench, manifestOf } from '../support/organization.js';
import { worldText } from '../support/world-text.js';

const ALLOW =
  'guards: { maxRemovals: 99, allow: [{ code: loss-of-protection, at: "*", reason: test }, { code: unit-reparent, at: "*", reason: test }] }';
const DOCUMENT = '{ Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "s3:DeleteBucket", Resource: "*" }] }';

/** From the first manifest to the second and back: the world and the first manifest's plan are as before. */
async function thereAndBack(first: string, second: string): Promise<string[]> {
  const bench = new Bench();
  await bench.converge(await manifestOf(`${first}\n${ALLOW}`));
  const before = await worldText(bench);
  const { plan } = await bench.converge(await manifestOf(`${second}\n${ALLOW}`));
  const undo = undoPlan(plan);
  const { state } = await bench.apply(undo);
  expect(state).toBe('complete');
  expect(await worldText(bench)).toBe(before);
  expect(actions((await bench.plan(await manifestOf(`${first}\n${ALLOW}`))).plan)).toEqual([]);
  return actions(undo);
}

it('a renamed policy has its old name and its old key again', async () => {
  const undo = await thereAndBack(
    `policies: { deny: { type: scp, document: ${DOCUMENT}, targets: [] } }`,
    `policies: { refuse: { was: deny, type: scp, document: ${DOCUMENT}, targets: [] } }`,
  );
  expect(undo).toEqual(['update policy:scp/refuse']);
});

it('a unit that was replaced under another parent stands where it stood, and nowhere else', async () => {
  const undo = await thereAndBack(
    'organizationalUnits: { Apps: { children: { Prod: {} } } }',
    'organizationalUnits: { Apps: {}, Prod: { was: Apps/Prod } }',
  );
  expect(undo).toEqual(['create unit:Apps/Prod', 'remove unit:Prod']);
});

it('an attachment comes back although nothing else of its policy was in the plan', async () => {
  const undo = await thereAndBack(
    `policies: { deny: { type: scp, document: ${DOCUMENT}, targets: [root] } }`,
    `policies: { deny: { type: scp, document: ${DOCUMENT}, targets: [] } }`,
  );
  expect(undo).toEqual(['create policy-attachment:scp/deny@root']);
});
