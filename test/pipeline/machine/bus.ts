import { randomUUID } from 'node:crypto';
import { createHandler, type Handler } from '../../../src/events-function/handler.js';
import { settingsFrom } from '../../../src/events-function/settings.js';
import type { JsonObject } from '../../../src/model.js';
import { recordOf } from '../../events/house.js';
import { matches } from '../../lifecycle/matching.js';
import type { Accounts } from './account.js';
import type { Rule } from './deployment.js';

/** What the rules of the deployment lead to, by the ARN of the target. */
export interface Targets {
  readonly publish: (topic: string, message: string) => Promise<void>;
  readonly build: (project: string) => Promise<void>;
}

/** EventBridge, the queue and its function: what a rule of the templates lets through reaches what the rule names. */
export class Bus {
  /** Lines of the function's log. */
  readonly lines: string[] = [];
  readonly #accounts: Accounts;
  readonly #targets: Targets;
  readonly #queue: string[] = [];

  constructor(accounts: Accounts, targets: Targets) {
    this.#accounts = accounts;
    this.#targets = targets;
  }

  /** Something that happened in the deployment account. */
  async own(source: string, detailType: string, detail: JsonObject): Promise<void> {
    const { account, region } = this.#accounts.deployed.template;
    const event = { version: '0', id: randomUUID(), source, 'detail-type': detailType, account, region, detail };
    for (const rule of this.#rules((bus) => bus === undefined)) await this.#through(rule, event);
  }

  /** Something that happened in the management account: it is forwarded from its Region, or not. */
  async forwarded(event: JsonObject): Promise<void> {
    const { deployed } = this.#accounts;
    for (const rule of deployed.forwarding.get(String(event['region'])) ?? []) {
      if (!isMatched(rule, event)) continue;
      const buses = rule.Targets.map(({ Arn }) => Arn.slice(Arn.lastIndexOf('/') + 1));
      for (const name of buses) {
        for (const next of this.#rules((bus) => bus === name)) await this.#through(next, event);
      }
    }
  }

  /** What rules start by the clock, once. */
  async tick(): Promise<void> {
    const { account, region } = this.#accounts.deployed.template;
    const event = { ...{ version: '0', id: randomUUID(), account, region }, source: 'aws.events', detail: {} };
    for (const rule of this.#rules((bus) => bus === undefined)) {
      if (rule.ScheduleExpression !== undefined) await this.#to(rule, { ...event, 'detail-type': 'Scheduled Event' });
    }
  }

  /** What lies in the queue, batch by batch. @returns how many messages came back. */
  async deliver(): Promise<number> {
    const handler = await this.#function();
    const { batch } = this.#accounts.deployed.events;
    let failed = 0;
    for (const messages = this.#queue.splice(0); messages.length > 0; ) {
      const bodies = messages.splice(0, batch);
      const records = bodies.map((body) => recordOf(randomUUID(), body, this.#accounts.clock.now(), 1));
      failed += (await handler({ Records: records })).batchItemFailures.length;
    }
    return failed;
  }

  #rules(isMeant: (bus: string | undefined) => boolean): Rule[] {
    return this.#accounts.deployed.rules.filter(({ EventBusName }) => isMeant(EventBusName));
  }

  async #through(rule: Rule, event: JsonObject): Promise<void> {
    if (isMatched(rule, event)) await this.#to(rule, event);
  }

  async #to(rule: Rule, event: JsonObject): Promise<void> {
    for (const { Arn, InputTransformer: transformer } of rule.Targets) {
      const service = Arn.split(':')[2];
      if (service === 'sqs') this.#queue.push(JSON.stringify(event));
      else if (service === 'codebuild') await this.#targets.build(Arn.slice(Arn.lastIndexOf('/') + 1));
      else if (service === 'sns') {
        const told = transformer ? transformed(transformer, event) : JSON.stringify(event);
        await this.#targets.publish(Arn, told);
      } else throw new Error(`the rule ${rule.Name} has a target that nobody plays here: ${Arn}`);
    }
  }

  async #function(): Promise<Handler> {
    const { clock, deployed } = this.#accounts;
    const { role, variables } = deployed.events;
    const settings = settingsFrom(variables);
    const runner = this.#accounts
      .session(await this.#accounts.as(role, 'towerctl-events'))
      .runner(settings.place.region);
    return createHandler({ runner, settings, clock, write: (line) => this.lines.push(line) });
  }
}

const isMatched = ({ EventPattern: pattern }: Rule, event: JsonObject): boolean =>
  pattern !== undefined && matches(pattern as Parameters<typeof matches>[0], event);

function transformed(
  { InputPathsMap: paths, InputTemplate }: NonNullable<Rule['Targets'][number]['InputTransformer']>,
  event: JsonObject,
): string {
  return InputTemplate.replace(/<(\w+)>/g, (_, name: string) => {
    const path = (paths[name] ?? '').split('.').slice(1);
    return String(path.reduce((value: unknown, key) => Object(value)[key], event));
  });
}
