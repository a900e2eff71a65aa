import { faultOf } from '../aws/faults.js';
import { count } from '../report/words.js';
import { tell } from './notice.js';
import type { Proposal } from './planning.js';
import type { StageContext } from './stage.js';

export interface HandOver extends StageContext {
  readonly left: NonNullable<Proposal['left']>;
  /** Where the plan of it all is to be seen. */
  readonly link: string;
  /** Absent = people are told, and nothing is started. */
  readonly releasePipeline?: string;
}

/**
 * What waits for a person goes to the release pipeline, where one can be asked: here it would hold up the next account.
 *
 * @returns the execution that asks; undefined where none could be started, which people are told.
 */
export async function handOver(stage: HandOver): Promise<string | undefined> {
  const { left, runId, link, releasePipeline } = stage;
  const execution = releasePipeline === undefined ? undefined : await start(stage, releasePipeline);
  const reasons = [...new Set(left.waiting.map(({ because }) => because))];
  const asks =
    execution === undefined
      ? `Start the release pipeline with EVENTS_OF=${runId} to plan it and be asked.`
      : `The release pipeline plans it and asks: execution ${execution}.`;
  const lines = [
    ...(left.waiting.length > 0 ? [`${count(left.waiting.length, 'change')} waiting: ${reasons.join('; ')}.`] : []),
    ...(left.further.length > 0
      ? [`${count(left.further.length, 'change')} reaching further than what the events name.`]
      : []),
    `Left by run ${runId}. ${asks}`,
  ];
  try {
    await tell(stage, `towerctl: changes wait for a person (${runId})`, lines, link);
  } catch (error) {
    // The approval tells of itself; where nothing was started, this was the only word of it.
    if (execution === undefined) throw error;
    stage.say(`Nobody could be told on the topic: ${error instanceof Error ? error.message : String(error)}`);
  }
  return execution;
}

/** 50 executions may be under way; more are refused, and that must not stop what new accounts need. */
async function start({ runner, runId, say }: HandOver, name: string): Promise<string | undefined> {
  try {
    return await runner.codePipeline.start({ name, variables: { EVENTS_OF: runId }, token: runId });
  } catch (error) {
    if (faultOf(error).code !== 'ConcurrentPipelineExecutionsLimitExceededException') throw error;
    say(`${name} has as many executions under way as it may have`);
    return undefined;
  }
}
