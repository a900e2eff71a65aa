import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { JsonObject } from '../../../src/model.js';
import { type Seed, unkind } from '../../../src/simulator/index.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';
import { HOME, writesOf } from './simulated.js';

const GOVERNED = parse(readFileSync(new URL('../../scenarios/seeds/governed.yaml', import.meta.url), 'utf8')) as Seed;
const UNITS =
  'organizationalUnits: { Sandbox: { existing: true }, Workloads: { existing: true, children: { Prod: { existing: true } } } }\n';

const topic = (name: string, more: JsonObject = {}): string =>
  JSON.stringify({
    Resources: { Alarms: { Type: 'AWS::SNS::Topic', Properties: { TopicName: name, ...more } } },
    Outputs: { Topic: { Value: { Ref: 'Alarms' } } },
  });

const FILES = {
  't/network.json': topic('alarms'),
  't/titled.json': topic('alarms', { DisplayName: 'Alarms' }),
  't/renamed.json': topic('other-alarms'),
  't/reader.json': JSON.stringify({
    Parameters: { Topic: { Type: 'String' } },
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Topic' } } } },
  }),
};

const baselines = (network: string, reader = '') =>
  manifestOf(
    `${UNITS}accounts: { card: { id: "300000000003", adopt: true } }
stackBaselines:
  network: { template: t/${network}.json, targets: [Sandbox], regions: [${HOME}] }
  reader:
    template: t/reader.json
    targets: [Workloads/Prod]
    regions: [${HOME}]
    parameters: { Topic: ${reader === '' ? OUTPUT : 'none'} }
    ${reader}
`,
    FILES,
  );

const OUTPUT = `{ output: network.Topic, account: payments-dev, region: ${HOME} }`;
const OVERRIDE = `overrides: [{ targets: [account:card], parameters: { Topic: ${OUTPUT} } }]`;

describe('a baseline that reads an output', () => {
  it('comes after what may change it, and is not updated where the value is the same', async () => {
    const at = await laid('network');
    const manifest = await baselines('titled');
    const { plan } = await at.plan(manifest);
    expect(actions(plan)).toEqual(['update stack-baseline:network', 'repair stack-baseline:reader']);
    expect(await writesOf(at, () => at.converge(manifest))).toEqual(['UpdateStackSet']);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });

  it('is updated in the same plan where the value is another one', async () => {
    const at = await laid('network');
    const manifest = await baselines('renamed');
    expect(await writesOf(at, () => at.converge(manifest))).toEqual(['UpdateStackSet', 'UpdateStackSet']);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });

  it('for one account alone is updated in that account alone', async () => {
    const at = await laid('network', OVERRIDE);
    const manifest = await baselines('renamed', OVERRIDE);
    expect(await writesOf(at, () => at.converge(manifest))).toEqual(['UpdateStackSet', 'UpdateStackInstances']);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });

  it('is left out of a plan in which what it reads does not change', async () => {
    const at = await laid('network');
    expect(actions((await at.plan(await baselines('network'))).plan)).toEqual([]);
  });
});

async function laid(network: string, reader = ''): Promise<Bench> {
  // What reads an output enters the account that has it: it has to be enrolled.
  const at = new Bench({ ...unkind, seed: GOVERNED });
  await at.converge(await baselines(network, reader));
  return at;
}
