import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ControlTowerClient, EnableControlCommand, UntagResourceCommand } from '../../src/aws/controltower-commands.js';

const received: { line: string; body: string }[] = [];

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

describe('Control Tower commands over a socket', () => {
  let server: Server;
  let client: ControlTowerClient;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      received.push({ line: `${request.method} ${request.url}`, body: await textOf(request) });
      if (request.method === 'DELETE') response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"operationIdentifier":"ö"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new ControlTowerClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}/base`,
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    });
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('go out as text in UTF-8, below the path of the endpoint, and come back so', async () => {
    const input = { controlIdentifier: 'arn:aws:controlcatalog:::control/x', targetIdentifier: 'ou-ü' };
    const answer = await client.send(new EnableControlCommand(input));
    expect(answer.operationIdentifier).toBe('ö');
    expect(answer.$metadata.httpStatusCode).toBe(200);
    await client.send(new UntagResourceCommand({ resourceArn: 'arn:x/y', tagKeys: ['a', 'b'] }));
    expect(received).toEqual([
      { line: 'POST /base/enable-control', body: JSON.stringify(input) },
      { line: 'DELETE /base/tags/arn%3Ax%2Fy?tagKeys=a&tagKeys=b', body: '' },
    ]);
  });
});
