import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { loadManifest } from '../../src/manifest/load.js';
import { isActive } from '../../src/plan/order.js';
import { Bench, ENGINE_VERSION, SECTIONS } from '../support/organization.js';

const READS = /\.(List|Describe|Get)[A-Z]\w*$/;
/** Control Tower and its catalog tell their operations by the path; tags and objects in S3 are read by GET. */
const REST_READS = /^(POST \/(list|get)-[a-z-]+|GET \/.+)$/;
/** CloudFormation, IAM and STS name theirs in the form that they post; a role is assumed to read, not to write. AssumeRoot is none of a plan's. */
const QUERY_READS = /^(List|Describe|Get)[A-Z]\w*$|^AssumeRole$/;

/** Lets reads through and throws at anything else, before the simulator sees it. Answers what was asked for. */
function readOnly({ simulator }: Bench): string[] {
  const seen: string[] = [];
  const handle = simulator.handle.bind(simulator);
  jest.spyOn(simulator, 'handle').mockImplementation((request, options) => {
    const rest = `${request.method} ${request.path}`;
    const form = /(?:^|&)Action=(\w+)/.exec(new TextDecoder().decode(request.body))?.[1];
    const named = request.headers['x-amz-target'];
    const target = named ?? form ?? rest;
    const reads = named !== undefined ? READS : form !== undefined ? QUERY_READS : REST_READS;
    seen.push(target);
    if (!reads.test(target)) throw new Error(`a plan must not call ${target}`);
    return handle(request, options);
  });
  return seen;
}

it('a plan of the worked example only reads', async () => {
  const bench = new Bench();
  const manifest = await loadManifest(join(import.meta.dirname, '../../manifest/manifest.yaml'), {
    sections: SECTIONS,
    engineVersion: ENGINE_VERSION,
  });
  const seen = readOnly(bench);
  const { plan } = await bench.plan(manifest);
  expect(plan.changes.filter(isActive).length).toBeGreaterThan(10);
  expect(seen.length).toBeGreaterThan(20);
  expect(bench.simulator.calls.writes).toBe(0);
});

it('and the transport that proves it does refuse a write', async () => {
  const bench = new Bench();
  readOnly(bench);
  const { organizations } = bench.session();
  const { id } = await organizations.root();
  await expect(organizations.createUnit(id, 'X', {})).rejects.toThrow(
    'a plan must not call AWSOrganizationsV20161128.CreateOrganizationalUnit',
  );
  await expect(bench.session().cloudFormationIn('us-east-1').deleteStack('x', { clientToken: 'y' })).rejects.toThrow(
    'a plan must not call DeleteStack',
  );
  expect(bench.simulator.calls.writes).toBe(0);
});
