import type { PlanRun } from '../events.js';
import type { Style } from '../report/style.js';
import { textPlan } from '../report/text.js';
import { viewOf } from './view.js';

const STYLE: Style = { width: 120, colour: false, unicode: true };

/**
 * The whole plan for whoever must agree to it, as Markdown: nothing is cut or masked, since it lies in the run bucket
 * only.
 *
 * @param facts lines that stand before it.
 */
export function wholePlanText(run: PlanRun, facts: readonly string[]): string {
  const text = textPlan(viewOf(run), STYLE);
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${[...facts.map((fact) => `- ${fact}`), '', fence, text.trimEnd(), fence].join('\n')}\n`;
}
