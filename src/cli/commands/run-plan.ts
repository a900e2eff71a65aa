import { EXIT } from '../../errors.js';
import { maskAccountData } from '../../report/mask.js';
import { problemLine } from '../../report/problems.js';
import { sanitizeText } from '../../report/sanitize.js';
import type { Planned, PlanStage } from '../../stages/plan.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { ManifestOptions } from '../options.js';
import { exitOfPlan, runConnected, unlessInterrupted } from '../running-command.js';
import { leaveEnv, type RunOptions, stageContext } from '../stage-context.js';

export interface RunPlanOptions extends ManifestOptions, RunOptions {
  readonly source: 'pipeline' | 'lifecycle';
  readonly commit?: string;
  readonly author?: string;
  readonly events?: boolean;
  /** A run id, or `none`. */
  readonly eventsOf?: string;
  readonly releasePipeline?: string;
  readonly pipeline?: string;
  readonly execution?: string;
}

/** Exit 0 also where parts are unknown: whether a person must look at that is a rule of the manifest. */
export function runPlan(options: RunPlanOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const manifest = await readManifest(options, host);
    const { planStage } = await import('../../stages/plan.js');
    const stage: PlanStage = { ...stageContext(context, options), manifest, ...asked(options) };
    const planned = await unlessInterrupted(context.engine.signal, () => planStage(stage));
    context.progress.close();
    host.stdout.write(`${lines(planned).map(sanitizeText).join('\n')}\n`);
    await leaveEnv(options, host, {
      RUN_ID: planned.runId,
      PLAN_DIGEST: planned.digest,
      PLAN_CHANGES: String(planned.changes),
      PLAN_SUMMARY: planned.summary,
      PLAN_APPROVAL: planned.reasons.length > 0 ? 'required' : 'none',
      PLAN_URL: planned.url,
    });
    return planned.isRefused && planned.run ? exitOfPlan(planned.run.plan) : EXIT.done;
  });
}

type Asked = Omit<PlanStage, keyof ReturnType<typeof stageContext> | 'manifest'>;

/** What is empty was a variable of a build that has no value. */
function asked(options: RunPlanOptions): Asked {
  const { source, commit = '', author = '', events, eventsOf = 'none', releasePipeline = '', wait } = options;
  const { pipeline, execution } = options;
  return {
    source,
    ...(commit !== '' && { commit }),
    ...(author !== '' && { author }),
    ...(events === true ? { events: 'take' } : eventsOf !== 'none' && eventsOf !== '' && { events: { of: eventsOf } }),
    ...(releasePipeline !== '' && { releasePipeline }),
    ...(pipeline !== undefined && execution !== undefined && { execution: { pipeline, id: execution } }),
    ...(wait !== undefined && { wait }),
  };
}

/** For the log of the build, which more people read than the bucket: masked, and without the changes. */
function lines({ runId, run, digest, summary, url, isRefused, handedTo }: Planned): string[] {
  const problems = run?.plan.problems ?? [];
  return [
    `Run ${runId}: ${summary}`,
    ...(digest === 'none' ? [] : [`Plan digest ${digest}`]),
    ...problems.map((problem) => maskAccountData(`${problem.severity}: ${problemLine(problem)}`)),
    ...(isRefused ? ['Refused: the plan has errors.'] : []),
    ...(handedTo === undefined ? [] : [`What waits for a person was handed over to the release pipeline: ${handedTo}`]),
    `The whole plan: ${url}`,
  ];
}
