import type { ApplyResult, CallCount, Outcome, OutcomeState } from '../model.js';
import { flow, wrap } from './layout.js';
import { sanitize } from './sanitize.js';
import { glyphsOf, paintOf, type Render, type Style } from './style.js';
import { totalCalls } from './view.js';
import { ACTION_WORDS, count, duration } from './words.js';

export interface ResultView {
  readonly result: ApplyResult;
  readonly calls?: readonly CallCount[];
  /** Where the inverse plan was written. */
  readonly undoFile?: string;
  /** The command that continues what was left. */
  readonly again?: string;
}

const STATE_WORDS: { readonly [State in OutcomeState]: string } = {
  done: 'done',
  'already-so': 'already so',
  failed: 'failed',
  skipped: 'skipped',
  interrupted: 'interrupted',
  settling: 'not shown by AWS yet',
};

const MOST_SKIPPED = 20;

/** What became of an apply: counts, then every change that is not done, with its reason. */
export const textResult: Render<ResultView> = (given, style) => {
  const view = sanitize(given);
  const { outcomes, state, startedAt, endedAt } = view.result;
  const paint = paintOf(style);
  const colour = state === 'complete' ? paint.green : paint.red;
  const counts = STATES.flatMap((name) => {
    const number = outcomes.filter((outcome) => outcome.state === name).length;
    return number === 0 ? [] : [`${number} ${STATE_WORDS[name]}`];
  });
  const took = `in ${duration((endedAt - startedAt) / 1000)}`;
  const calls = view.calls === undefined ? [] : [count(totalCalls(view.calls), 'call')];
  const dot = ` ${glyphsOf(style).dot} `;
  const head = [colour(`Apply ${state}`), counts.join(dot) || 'nothing to do', [took, ...calls].join(', ')];
  const open = outcomes.filter(
    ({ state, problem }) =>
      state === 'failed' || state === 'interrupted' || (state === 'done' && problem !== undefined),
  );
  const skipped = outcomes.filter((outcome) => outcome.state === 'skipped');
  const settling = outcomes.filter((outcome) => outcome.state === 'settling');
  return [
    ...flow('', head, { width: style.width, indent: 3, gap: 3 }),
    ...[...open, ...settling, ...skipped.slice(0, MOST_SKIPPED)].flatMap((outcome) => outcomeLines(outcome, style)),
    ...outcomes.flatMap((outcome) => noteLines(outcome, style)),
    ...(skipped.length > MOST_SKIPPED ? [`   and ${skipped.length - MOST_SKIPPED} more skipped`] : []),
    ...footer(view, style),
  ].join('\n');
};

const STATES: readonly OutcomeState[] = ['done', 'already-so', 'failed', 'skipped', 'interrupted', 'settling'];

function outcomeLines(outcome: Outcome, style: Style): string[] {
  const paint = paintOf(style);
  const { failed, dot } = glyphsOf(style);
  const sign = outcome.state === 'failed' ? paint.red(failed) : paint.yellow(dot);
  const head = ` ${sign} ${ACTION_WORDS[outcome.action]} ${paint.bold(outcome.address)}: `;
  const problem = outcome.problem === undefined ? '' : ` (${outcome.problem})`;
  return wrap(`${STATE_WORDS[outcome.state]}${problem}`, { width: style.width, indent: 5, head });
}

function noteLines({ address, note }: Outcome, style: Style): string[] {
  if (note === undefined) return [];
  const paint = paintOf(style);
  return wrap(note, {
    width: style.width,
    indent: 5,
    head: ` ${paint.green(glyphsOf(style).done)} ${paint.bold(address)}: `,
  });
}

function footer(view: ResultView, style: Style): string[] {
  const size = { width: style.width, indent: 3 };
  const lines: string[] = [];
  if (view.result.state === 'incomplete' && view.again !== undefined) {
    lines.push(...wrap(`To go on, run ${view.again} again: it continues from what is live.`, { ...size, head: '' }));
  }
  if (view.undoFile !== undefined) lines.push(`To take it back: towerctl undo ${view.undoFile}`);
  return lines;
}
