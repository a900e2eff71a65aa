import { faultOf } from '../../aws/faults.js';
import type { Step } from '../../kind.js';
import type { Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { isAtIt, isSkipped } from './instances.js';
import { byPlace, rowKey, rowsNow } from './look.js';
import { type Context, follow, idsOf, running, timeFor } from './operation.js';
import type { StackBaselineSpec } from './spec.js';

/** Somebody's operation is under way; whichever way it ends, the next steps look. */
export function waitFor(spec: StackBaselineSpec, token: string | undefined): Step<Surroundings> {
  const ended = async (context: Context): Promise<Progress> => {
    if (token === undefined) return { state: 'done' };
    try {
      const progress = await follow(token, context, spec);
      return progress.state === 'running' ? progress : { state: 'done' };
    } catch (error) {
      // Operations are forgotten after a while; what is there is looked at all the same.
      if (faultOf(error).class !== 'gone') throw error;
      return { state: 'done' };
    }
  };
  return {
    name: 'wait for the running operation',
    calls: [],
    ...timeFor(0),
    start: ended,
    poll: (_token, context) => ended(context),
  };
}

/** AWS deploys to accounts that have joined a unit. It does so after the move, in its own time. */
export function awaitInstances(spec: StackBaselineSpec): Step<Surroundings> {
  const look = async (context: Context): Promise<Progress> => {
    const there = byPlace(await rowsNow(context, spec, Object.keys(spec.instances)));
    const { ids } = idsOf(Object.keys(spec.instances), context);
    const open = ids.flatMap((id) =>
      (spec.instances[context.names.nameOf(id) ?? ''] ?? [])
        .map((region) => there.get(rowKey(id, region)))
        .filter((row) => row === undefined || isAtIt(row) || (row.stackId === undefined && !isSkipped(row))),
    );
    if (open.length === 0) return { state: 'done' };
    const failed = open.filter((row) => row !== undefined && !isAtIt(row));
    if (failed.length === open.length) {
      const [first] = failed;
      return {
        state: 'failed',
        problem: `AWS has tried and failed: ${first?.reason ?? first?.detailedStatus ?? 'it gives no reason'}; run again to try once more`,
      };
    }
    return running('instances', `AWS deploys to accounts that moved, ${open.length} to come`);
  };
  return {
    name: 'wait for automatic deployment',
    calls: [],
    takes: [60, 900],
    patience: 7_200,
    start: look,
    poll: (_token, context) => look(context),
  };
}
