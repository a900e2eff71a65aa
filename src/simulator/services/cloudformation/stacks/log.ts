import type { EventRow, ResourceRow, StackRow } from '../state.js';

/** The events of one change, oldest first. Stacks of StackSets are many: of theirs, single resources are told only where they failed. */
export class Log {
  readonly #stack: StackRow;
  readonly #at: number;
  readonly #token: string | undefined;
  readonly #events: EventRow[] = [];

  /** `at`: clock milliseconds. */
  constructor(stack: StackRow, at: number, token?: string) {
    this.#stack = stack;
    this.#at = at;
    this.#token = token;
  }

  stack(status: string, reason?: string): void {
    const { id, name } = this.#stack;
    this.#add({ logicalId: name, physicalId: id, type: 'AWS::CloudFormation::Stack', status }, reason);
  }

  resource(row: ResourceRow, status: string, reason?: string): void {
    if (this.#stack.ofStackSet && !status.endsWith('_FAILED')) return;
    const { logicalId, physicalId, type, properties } = row;
    this.#add({ logicalId, physicalId, type, status, properties }, reason);
  }

  /** After those that the stack has. */
  events(): EventRow[] {
    return [...this.#stack.events, ...this.#events];
  }

  #add(event: Omit<EventRow, 'at'>, reason: string | undefined): void {
    this.#events.push({
      at: this.#at,
      ...event,
      ...(reason === undefined ? {} : { reason }),
      ...(this.#token === undefined ? {} : { token: this.#token }),
    });
  }
}
