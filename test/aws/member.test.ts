import { describe, expect, it } from '@jest/globals';
import type { HttpRequest } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';
import { faultOf } from '../../src/aws/faults.js';
import { Bench } from '../support/organization.js';

const assumed = (bench: Bench): number =>
  bench.simulator.calls.counts().find(({ api }) => api === 'sts:AssumeRole')?.calls ?? 0;

describe('entering an account', () => {
  it('asks for credentials once, again when they are about to run out, and never for its own account', async () => {
    const bench = new Bench({});
    const aws = bench.session();
    await (await aws.inAccount('300000000002')).iam.createAlias('bank-dev');
    aws.forget();
    expect(await (await aws.inAccount('300000000002')).iam.alias()).toBe('bank-dev');
    expect(assumed(bench)).toBe(1);
    await bench.clock.sleep(3_400_000);
    aws.forget();
    expect(await (await aws.inAccount('300000000002')).iam.alias()).toBe('bank-dev');
    expect(assumed(bench)).toBe(2);
    expect(await (await aws.inAccount('123456789012')).iam.alias()).toBeUndefined();
    expect(assumed(bench)).toBe(2);
  });

  it('an account that does not let us in is an access that was denied, and may let us in later', async () => {
    const bench = new Bench({});
    const aws = bench.session();
    bench.simulator.faults.add({ operation: 'sts:AssumeRole', code: 'AccessDenied', status: 403 });
    const refused = await aws.inAccount('300000000002').catch((error: unknown) => faultOf(error));
    expect(refused).toMatchObject({ class: 'denied', code: 'AccessDenied' });
    expect((await aws.inAccount('300000000002')).id).toBe('300000000002');
  });

  it('a session that is held to some actions is another one, and says so to STS', async () => {
    const bench = new Bench({});
    const policies: (string | null)[] = [];
    const aws = bench.session((handler) => ({
      ...handler,
      handle: (request: HttpRequest, options?: HttpHandlerOptions) => {
        const form = new URLSearchParams(String(request.body));
        if (form.get('Action') === 'AssumeRole') policies.push(form.get('Policy'));
        return handler.handle(request, options);
      },
    }));
    await aws.inAccount('300000000002');
    await aws.inAccount('300000000002', { only: ['cloudformation:DescribeStacks'] });
    await aws.inAccount('300000000002', { only: ['cloudformation:DescribeStacks'] });
    expect(policies).toEqual([
      null,
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:DescribeStacks"],"Resource":"*"}]}',
    ]);
  });
});
