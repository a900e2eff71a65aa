import type { Kind, Step } from '../../kind.js';
import type { JsonObject } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { countOf } from './cells.js';
import { callOn } from './instance-steps.js';
import { LANES, stackBaseline } from './kind.js';
import { setNow } from './look.js';
import { begin, follow, timeFor } from './operation.js';
import type { StackBaselineSpec } from './spec.js';

const kind: Kind<StackBaselineSpec, Surroundings> = {
  ...stackBaseline,
  steps: (change) => ('to' in change ? [detect(change.to)] : []),
  lanes: () => LANES,
};

/** The same kind for a run that changes nothing: its only step looks for drift in every instance of a set. */
export const detection: Kind<JsonObject, Surroundings> = kind;

function detect(spec: StackBaselineSpec): Step<Surroundings> {
  return {
    name: 'detect drift',
    calls: ['cloudformation:DetectStackSetDrift'],
    ...timeFor(countOf(spec.instances)),
    async start(context) {
      if (!(await setNow(context, spec))) return { state: 'done' };
      return begin(context, spec, (clientToken) =>
        context.aws.cloudFormation.detectStackSetDrift(callOn(spec, clientToken)),
      );
    },
    poll: (token, context) => follow(token, context, spec),
  };
}
