import type { ConfigPort } from '../../aws/config.js';
import type { AccountDeploymentRecord, DeploymentStatusRecord } from '../../aws/config-records.js';
import { faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { NodeName } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { configPort, type Place } from './callers.js';
import { type Asked, laid, takenAway, type Whose } from './deployment.js';

type Context = StepContext<Surroundings>;

/** An organization rule or a conformance pack. */
type Laid = Place & { readonly name: string; readonly excluded: readonly NodeName[] };

/** In what the two differ: AWS Config lays, changes and takes away both alike. */
export interface Layer {
  readonly noun: string;
  /** The IAM action of a deletion. */
  readonly deletion: string;
  /** Seconds AWS usually takes: best, worst. */
  readonly takes: readonly [number, number];
  /** Seconds. */
  readonly patience: number;
  status(port: ConfigPort, name: string): Promise<DeploymentStatusRecord | undefined>;
  failures(port: ConfigPort, name: string): Promise<readonly AccountDeploymentRecord[]>;
  remove(port: ConfigPort, name: string): Promise<void>;
}

/** With what writes there, since it has just written: the role that reads may come with the same plan. */
export async function asked(context: Context, spec: Laid, layer: Layer): Promise<Asked> {
  const port = await configPort(context, spec, 'write');
  return {
    status: () => layer.status(port, spec.name),
    failures: () => {
      // Of this operation, not of the one before.
      port.forget();
      return layer.failures(port, spec.name);
    },
  };
}

export function whose({ aws, names }: Context, { excluded }: Laid): Whose {
  return { names, organization: aws.live.organization, excluded };
}

/** What a put is polled with. */
export function untilLaid(spec: Laid, layer: Layer): NonNullable<Step<Surroundings>['poll']> {
  return async (token, context) => laid(token, await asked(context, spec, layer), whose(context, spec));
}

export function takeAway(spec: Laid, layer: Layer): Step<Surroundings> {
  return {
    name: `take the ${layer.noun} away`,
    calls: [layer.deletion],
    takes: layer.takes,
    patience: layer.patience,
    async start(context) {
      try {
        await layer.remove(await configPort(context, spec, 'write'), spec.name);
      } catch (error) {
        if (faultOf(error).class !== 'gone') throw error;
        return { state: 'done' };
      }
      return { state: 'running', token: spec.name };
    },
    poll: async (token, context) => takenAway(token, await asked(context, spec, layer), whose(context, spec)),
  };
}
