import { randomUUID } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';
import type { Handler } from '../../src/events-function/handler.js';
import { MINUTE, recordOf } from './house.js';

interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
}

const WINDOW = 2 * MINUTE;
const VISIBLE_AGAIN_AFTER = 8 * MINUTE;
const MOST_RECEIVES = 5;
const BATCH = 40;

/** A standard queue with its mapping to a function: a window, batches side by side, redelivery, dead letters. */
export class EventQueue {
  readonly deadLetters: Message[] = [];
  readonly #messages: Message[] = [];
  readonly #handler: Handler;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  send(body: string, now: number, id: string = randomUUID()): void {
    this.#messages.push({ id, body, sentAt: now, visibleAt: now, receives: 0 });
  }

  get length(): number {
    return this.#messages.length;
  }

  /** Hands over what is visible, when the oldest of it has waited for the window. */
  async step(now: number): Promise<void> {
    const visible = this.#messages.filter(({ visibleAt }) => visibleAt <= now);
    if (!visible.some(({ visibleAt }) => now - visibleAt >= WINDOW)) return;
    const batches: Message[][] = [];
    for (let from = 0; from < visible.length; from += BATCH) batches.push(visible.slice(from, from + BATCH));
    await Promise.all(batches.map((batch) => this.#hand(batch, now)));
  }

  async #hand(batch: readonly Message[], now: number): Promise<void> {
    for (const message of batch) {
      message.receives += 1;
      message.visibleAt = now + VISIBLE_AGAIN_AFTER;
    }
    const Records: SQSEvent['Records'] = batch.map(({ id, body, sentAt, receives }) =>
      recordOf(id, body, sentAt, receives),
    );
    const { batchItemFailures } = await this.#handler({ Records });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of batch) {
      const isOver = !failed.has(message.id);
      if (!isOver && message.receives < MOST_RECEIVES) continue;
      this.#messages.splice(this.#messages.indexOf(message), 1);
      if (!isOver) this.deadLetters.push(message);
    }
  }
}
