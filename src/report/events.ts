import type { EngineEvent } from '../events.js';
import { ACTION_WORDS, count, duration, elapsed } from './words.js';

type EventMap = { readonly [Event in EngineEvent as Event['code']]: Event };
export type EventCode = keyof EventMap;

/** Every engine event and the line it becomes in a log: the one place where events turn into words. */
export const EVENT_LINES: { readonly [Code in EventCode]: (event: EventMap[Code]) => string } = {
  'read-started': ({ kind }) => `reading ${kind}`,
  'read-finished': ({ kind, found }) => `read ${kind}: ${found} found`,
  'plan-ready': ({ changes }) => `plan ready: ${count(changes, 'change')}`,
  'undo-written': ({ file }) => `undo plan written: ${file}`,
  'apply-started': ({ changes }) => `applying ${count(changes, 'change')}`,
  'change-started': ({ change }) => `${ACTION_WORDS[change.action]} ${change.address}: started`,
  'step-started': ({ address, step }) => `${address}: ${step}`,
  'step-waiting': ({ address, step, detail }) =>
    `${address}: ${step}: waiting${detail === undefined ? '' : `, ${detail}`}`,
  retrying: ({ address, step, because, inMs }) => `${address}: ${step}: again in ${duration(inMs / 1000)}, ${because}`,
  'change-finished': ({ change, outcome, done, of }) => {
    const took =
      outcome.startedAt === undefined || outcome.endedAt === undefined
        ? ''
        : ` after ${elapsed(outcome.endedAt - outcome.startedAt)}`;
    const problem = outcome.problem === undefined ? '' : `: ${outcome.problem}`;
    return `[${done}/${of}] ${ACTION_WORDS[change.action]} ${change.address}: ${outcome.state}${took}${problem}`;
  },
  settling: ({ addresses }) => `waiting until AWS shows ${count(addresses.length, 'change')}`,
  'root-task': ({ task, account, target, by, state, problem }) =>
    `${task} as root of ${account}${target === undefined ? '' : `, ${target}`}, by ${by}: ${state}${problem === undefined ? '' : `: ${problem}`}`,
  'lease-waiting': ({ holder, source, since }) =>
    `waiting for the lease: run ${holder} (${source}) has it since ${since}`,
  'lease-taken': ({ fence, from, reason }) =>
    `lease taken, fence ${fence}${from === undefined ? '' : `, from run ${from}: ${reason ?? ''}`}`,
  'lease-lost': ({ because }) => `lease lost: ${because}; nothing more is written`,
  'apply-finished': ({ result }) => `apply ${result.state}`,
};

function lineFor<Code extends EventCode>(code: Code, event: EventMap[Code]): string {
  return EVENT_LINES[code](event);
}

export function eventLine(event: EngineEvent): string {
  return lineFor(event.code, event);
}
