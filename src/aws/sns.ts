import type * as Sdk from '@aws-sdk/client-sns';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface SnsSdk {
  readonly client: Sdk.SNSClient;
  readonly sdk: typeof Sdk;
}

export interface Notice {
  /** What a mail has in its subject line; SNS takes up to 100 characters of one line, and of ASCII. */
  readonly subject: string;
  /** Some hundred KB at most. */
  readonly message: string;
}

const SUBJECT_LENGTH = 100;
/** SNS takes 262,144 bytes, of JSON in which a line break takes two, and the beginning is sent once more for the chat. */
const MESSAGE_BYTES = 120_000;
/** What a chat shows at most. */
const CHAT_LENGTH = 8_000;

/**
 * The form of a message that Slack shows, through Amazon Q Developer in chat applications: text alone is dropped there.
 * Source: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatMessage(title: string, description: string): string {
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    content: { textType: 'client-markdown', title, description: description.slice(0, CHAT_LENGTH) },
  });
}

/** Amazon SNS as far as people are told of a run. Source: SNS API reference, 2010-03-31. */
export class SnsPort {
  readonly #client: () => Promise<SnsSdk>;
  readonly #throttle: Throttle;
  readonly #place: string;

  constructor(client: () => Promise<SnsSdk>, throttle: Throttle, place: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#place = place;
  }

  /** What is too long for SNS is cut, and what it does not take in a subject is replaced: a notice is better short than not sent. */
  async publish(topicArn: string, { subject, message }: Notice): Promise<void> {
    const { client, sdk } = await this.#client();
    const text = asMessage(message);
    // Mails get the text; a chat listens by https.
    const forms = { default: text, https: chatMessage(asSubject(subject), text) };
    const command = () =>
      new sdk.PublishCommand({
        TopicArn: topicArn,
        Subject: asSubject(subject),
        Message: JSON.stringify(forms),
        MessageStructure: 'json',
      });
    await this.#throttle.call('sns', 'Publish', () => client.send(command()), {
      place: this.#place,
      ofTheRunItself: true,
    });
  }
}

/** Begins with a letter, a digit or a mark, and holds no line breaks and no control characters. */
function asSubject(text: string): string {
  const plain = text
    .replace(/\s+/g, ' ')
    .replace(/[^ -~]/g, '?')
    .trim();
  if (plain === '') return 'towerctl';
  return plain.length <= SUBJECT_LENGTH ? plain : `${plain.slice(0, SUBJECT_LENGTH - 3)}...`;
}

/** SNS refuses an empty one too. */
function asMessage(text: string): string {
  if (text === '') return '(no text)';
  const bytes = Buffer.from(text);
  if (bytes.byteLength <= MESSAGE_BYTES) return text;
  // A character that the cut went through is left out.
  const kept = bytes
    .subarray(0, MESSAGE_BYTES)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return `${kept}\n(cut: the whole is too long for a notice)`;
}
