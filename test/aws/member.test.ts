import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { HttpRequest } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';
import { faultOf } from '../../src/aws/faults.js';
import { openSession } from '../../src/aws/session.js';
import { realClock } from '../../src/clock.js';
import { Bench } from '../support/organization.js';

const assumed = (bench: Bench): number =>
  bench.simulator.calls.counts().find(({ api }) => api === 'sts:AssumeRole')?.calls ?? 0;

/** What STS answers. */
const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>x</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

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

  it('reads and writes by the roles that the manifest names, or the usual ones', async () => {
    const bench = new Bench({});
    const asked: (string | null)[] = [];
    const aws = bench.session((handler) => ({
      ...handler,
      handle: (request: HttpRequest, options?: HttpHandlerOptions) => {
        asked.push(new URLSearchParams(String(request.body)).get('RoleArn'));
        return handler.handle(request, options);
      },
    }));
    const named = aws.inHomeRegion('us-east-1', { read: 'Auditor', write: 'Deployer' });
    for (const enter of [named.readIn, named.inAccount, aws.readIn, aws.inAccount])
      await enter('300000000002').catch(() => undefined);
    expect(asked.filter((arn) => arn !== null)).toEqual([
      'arn:aws:iam::300000000002:role/Auditor',
      'arn:aws:iam::300000000002:role/Deployer',
      'arn:aws:iam::300000000002:role/towerctl-read',
      'arn:aws:iam::300000000002:role/AWSControlTowerExecution',
    ]);
  });

  it('accounts share the connections to a host', async () => {
    const sockets = new Set<number>();
    const asked = new Set<string>();
    const server = createServer((request, response) => {
      sockets.add(request.socket.remotePort ?? 0);
      asked.add(String(request.headers['x-amz-target'] ?? 'AssumeRole'));
      const isConfig = request.headers['x-amz-target'] !== undefined;
      response.writeHead(200, { 'content-type': isConfig ? 'application/x-amz-json-1.1' : 'text/xml' });
      response.end(isConfig ? '{"ConfigurationRecorders":[]}' : ASSUMED);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const aws = openSession({
        clock: realClock,
        pace: 'off',
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      });
      // Nobody asks Organizations whose account that is.
      const organization = async () => ({ id: 'o-exampleorg1', managementAccountId: '123456789012' });
      Object.assign(aws.organizations, { organization });
      for (const id of ['300000000001', '300000000002', '300000000003', '300000000004']) {
        const member = await aws.readIn(id);
        for (const region of ['eu-west-1', 'us-east-1']) expect(await member.config(region).recorder()).toBeUndefined();
      }
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    expect([...asked]).toEqual(['AssumeRole', 'StarlingDoveService.DescribeConfigurationRecorders']);
    expect(sockets.size).toBe(1);
  });
});
