import { faultOf } from '../../aws/faults.js';
import { TowerctlError } from '../../errors.js';
import { acceptsReset } from '../../facts/controls.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Change, Json, Progress } from '../../model.js';
import { OWNER_TAG, ownershipTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { sameParameters } from './canonical.js';
import { requireHome, unitArn } from './home.js';
import { identifierOf } from './identify.js';
import { controlNames } from './names.js';
import { findEnabled } from './shows.js';
import { type EnabledControlSpec, partsOf } from './spec.js';

type Context = StepContext<Surroundings>;

/** Seconds: about one minute was seen; ten run at a time, and what AWS has queued counts as running. */
const TAKES = [30, 180] as const;
/** Seconds: a control over a thousand accounts takes long, and giving up on one that goes on helps nobody. */
const PATIENCE = 3_600;
const AT_IT = 'Control Tower is at it';

export function steps(change: Change<EnabledControlSpec>): Step<Surroundings>[] {
  const { address } = change;
  switch (change.action) {
    case 'create':
      return [enable(change.to)];
    case 'update':
      return [update(address, change.to)];
    case 'adopt':
      return [tag(address), ...updateIfOther(address, change.from, change.to)];
    case 'remove':
      return [disable(address)];
    case 'wait':
      return [waitFor(change.to, change.token)];
    case 'repair':
      return repair(change);
    default:
      return [];
  }
}

/**
 * What failed takes a new set of parameters, or is made anew where it has none. What drifted is reset, and only where
 * AWS does not do that (and the manifest agrees) made anew. What is mended is ours from then on.
 */
function repair(change: Change<EnabledControlSpec> & { readonly action: 'repair' }): Step<Surroundings>[] {
  const { address, from, to, why } = change;
  const anew = [disable(address), enable(to)];
  if (why === 'failed') return to.parameters === undefined ? anew : [update(address, to), tag(address)];
  return acceptsReset(to.control) ? [reset(address), tag(address), ...updateIfOther(address, from, to)] : anew;
}

function updateIfOther(address: Address, from: EnabledControlSpec, to: EnabledControlSpec): Step<Surroundings>[] {
  return sameParameters(from, to) ? [] : [update(address, to)];
}

function enable(spec: EnabledControlSpec): Step<Surroundings> {
  return {
    name: 'enable',
    calls: ['controltower:EnableControl'],
    takes: TAKES,
    patience: PATIENCE,
    async start(context) {
      const { aws, names, manifestName } = context;
      const home = await requireHome(aws);
      const known = await controlNames(context, home, [spec.control], []);
      const control = identifierOf(spec.control, home, known);
      if (control === undefined)
        throw new TowerctlError('failed', `there is no control "${spec.control}" in the catalog`);
      try {
        const { operationId, arn } = await aws.controlTower.enableControl({
          controlIdentifier: control,
          targetArn: unitArn(home, aws.live.organization.id, names.idOf(spec.target as Address)),
          parameters: parameterList(spec, context),
          tags: ownershipTags(manifestName, spec.control),
        });
        return running(operationId, arn);
      } catch (error) {
        if (!isEnabledAlready(error)) throw error;
        return whose(context, spec);
      }
    },
    poll: (token, context) => (token === LOOK ? whose(context, spec) : poll(token, context)),
  };
}

/** An answer that was lost: it is enabled and ours, or somebody was faster. */
async function whose(context: Context, spec: EnabledControlSpec): Promise<Progress> {
  context.aws.controlTower.forget();
  const record = await findEnabled(context, spec);
  if (!record) return { state: 'running', token: LOOK, detail: 'AWS has it, and does not list it yet' };
  const tags = await context.aws.controlTower.tags(record.arn);
  if (tags[OWNER_TAG] !== context.manifestName) {
    return {
      state: 'failed',
      problem: `${spec.control} was enabled on ${spec.target} by somebody else meanwhile; plan again`,
    };
  }
  if (record.status === 'UNDER_CHANGE') return { state: 'running', token: LOOK, detail: AT_IT };
  if (record.status === 'FAILED') return { state: 'failed', problem: 'enabling it failed; run again to repair it' };
  return { state: 'done', id: record.arn };
}

function update(address: Address, spec: EnabledControlSpec): Step<Surroundings> {
  return {
    name: 'update its parameters',
    calls: ['controltower:UpdateEnabledControl'],
    takes: TAKES,
    patience: PATIENCE,
    async start(context) {
      const { aws, names } = context;
      const arn = names.idOf(address);
      try {
        return running((await aws.controlTower.updateEnabledControl(arn, parameterList(spec, context))).operationId);
      } catch (error) {
        // Parameters that are so already are refused: an answer was lost, and the read decides.
        if (faultOf(error).code !== 'ValidationException' || !(await hasParameters(context, arn, spec))) throw error;
        return { state: 'done' };
      }
    },
    poll,
  };
}

async function hasParameters({ aws, names }: Context, arn: string, spec: EnabledControlSpec): Promise<boolean> {
  aws.controlTower.forget();
  const { status, parameters } = await aws.controlTower.enabledControl(arn);
  const live = Object.fromEntries(parameters.map(({ key, value }) => [key, value]));
  const wanted = JSON.parse(names.concrete(JSON.stringify(spec))) as EnabledControlSpec;
  return status === 'SUCCEEDED' && sameParameters({ ...spec, parameters: live }, wanted);
}

function reset(address: Address): Step<Surroundings> {
  return {
    name: 'reset',
    calls: ['controltower:ResetEnabledControl'],
    takes: TAKES,
    patience: PATIENCE,
    start: async ({ aws, names }) =>
      running((await aws.controlTower.resetEnabledControl(names.idOf(address))).operationId),
    poll,
  };
}

/** By its own ARN: the only way that works for what a moved account took along, too. */
function disable(address: Address): Step<Surroundings> {
  return {
    name: 'disable',
    calls: ['controltower:DisableControl'],
    takes: TAKES,
    patience: PATIENCE,
    async start({ aws, names }) {
      try {
        return running((await aws.controlTower.disableControl(names.idOf(address))).operationId);
      } catch (error) {
        if (faultOf(error).class !== 'gone') throw error;
        return { state: 'done' };
      }
    },
    poll,
  };
}

function tag(address: Address): Step<Surroundings> {
  return {
    name: 'tag as ours',
    calls: ['controltower:TagResource'],
    async start({ aws, names, manifestName }) {
      await aws.controlTower.tag(names.idOf(address), ownershipTags(manifestName, partsOf(address).control));
      return { state: 'done' };
    },
  };
}

const LOOK = 'look';

/** Somebody's operation that is running already. AWS does not always say which: then the control itself is looked at. */
function waitFor(spec: EnabledControlSpec, token: string | undefined): Step<Surroundings> {
  return {
    name: 'wait for the operation that is running',
    calls: [],
    takes: TAKES,
    patience: PATIENCE,
    start: async () => ({ state: 'running', token: token ?? LOOK, detail: AT_IT }),
    poll: (asked, context) => (asked === LOOK ? look(context, spec) : poll(asked, context)),
  };
}

async function look(context: Context, spec: EnabledControlSpec): Promise<Progress> {
  context.aws.controlTower.forget();
  const record = await findEnabled(context, spec);
  if (record?.status === 'UNDER_CHANGE') return { state: 'running', token: LOOK, detail: AT_IT };
  if (record?.status === 'FAILED') return { state: 'failed', problem: 'the operation failed; run again to repair it' };
  return { state: 'done' };
}

/** The token holds the operation and, for what is new, the ARN that it will have. */
function running(operationId: string, arn?: string): Progress {
  return { state: 'running', token: arn === undefined ? operationId : `${operationId} ${arn}`, detail: AT_IT };
}

async function poll(token: string, { aws }: Context): Promise<Progress> {
  const [operationId = '', arn] = token.split(' ');
  const { status, message } = await aws.controlTower.controlOperation(operationId);
  if (status === 'IN_PROGRESS') return { state: 'running', token, detail: AT_IT };
  if (status === 'FAILED')
    return { state: 'failed', problem: message ?? 'Control Tower says no more than that it failed' };
  return { state: 'done', ...(arn !== undefined && { id: arn }) };
}

function parameterList({ parameters }: EnabledControlSpec, { names }: Context): { key: string; value: Json }[] {
  const concrete = JSON.parse(names.concrete(JSON.stringify(parameters ?? {}))) as { readonly [key: string]: Json };
  return Object.entries(concrete).map(([key, value]) => ({ key, value }));
}

/** A ValidationException like any other but for its text, whichever form of identifier it was enabled with. */
function isEnabledAlready(error: unknown): boolean {
  const { code, message } = faultOf(error);
  return (code === 'ValidationException' || code === 'ConflictException') && /already enabled/i.test(message);
}
