import { queueArn } from './state.js';

type Input = Readonly<Record<string, unknown>>;

/** The ARN of the queue that a call names by URL, or by name and owner; undefined when it names none. */
export function arnIn(input: Input, { accountId, region }: { readonly accountId: string; readonly region: string }) {
  const { QueueUrl: url, QueueName: name, QueueOwnerAWSAccountId: owner } = input;
  if (typeof url === 'string') {
    const [, inUrl, queue] = /\/(\d{12})\/([\w.-]+)$/.exec(url) ?? [];
    return inUrl === undefined || queue === undefined ? undefined : queueArn({ accountId: inUrl, region }, queue);
  }
  if (typeof name !== 'string') return undefined;
  return queueArn({ accountId: owner === undefined ? accountId : String(owner), region }, name);
}
