import { createHash } from 'node:crypto';
import type { CloudFormationPort, StackInput, StackRecord } from '../../aws/cloudformation.js';
import { faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Change, Progress } from '../../model.js';
import { OWNER_TAG, ownershipTags } from '../ownership.js';
import { tagsOf } from '../stack-baseline/names.js';
import { resolveParameters } from '../stack-baseline/parameters.js';
import { hidden, templateSource } from '../stack-baseline/send.js';
import type { ManagementStackSpec } from '../stack-baseline/spec.js';
import { isMap, mapAt } from '../stack-baseline/template/fault.js';
import type { Surroundings } from '../surroundings.js';
import { isRunning, isStillborn } from './condition.js';

type Context = StepContext<Surroundings>;
type Spec = ManagementStackSpec;

/** Seconds: a handful of resources; an hour where one of them is slow. */
const STACK = { takes: [10, 300], patience: 7_200 } as const;
const AT_IT = 'CloudFormation is at it';

export function steps(change: Change<Spec>): Step<Surroundings>[] {
  const { address } = change;
  switch (change.action) {
    case 'create':
      return [create(address, change.to)];
    case 'update':
    case 'adopt':
      return [update(change.to)];
    case 'repair':
      return [clear(change.to), create(address, change.to)];
    case 'replace':
      return [...removal(change.from), create(address, change.to)];
    case 'wait':
      return [waitFor(change.to), clear(change.to), create(address, change.to)];
    case 'remove':
      return removal(change.from);
    default:
      return [];
  }
}

function removal(from: Spec): Step<Surroundings>[] {
  return from.retain === true
    ? [update(keeping(from), 'let the stack keep its resources'), remove(from)]
    : [remove(from)];
}

/** What the deletion leaves is said by each resource. A policy alone is no update for CloudFormation; metadata is. */
function keeping(spec: Spec): Spec {
  const { body: _body, ...rest } = spec;
  const resources = Object.entries(mapAt(spec.template, 'Resources')).map(([id, resource]) => [
    id,
    isMap(resource)
      ? { ...resource, DeletionPolicy: 'Retain', Metadata: { ...mapAt(resource, 'Metadata'), KeptBy: 'towerctl' } }
      : resource,
  ]);
  return { ...rest, template: { ...spec.template, Resources: Object.fromEntries(resources) } };
}

function portOf({ aws }: Context, { region }: Spec): CloudFormationPort {
  return aws.cloudFormationIn(region);
}

async function inputOf(context: Context, spec: Spec): Promise<Omit<StackInput, 'tags'>> {
  return {
    name: spec.stack,
    template: await templateSource(context, spec, spec.stack),
    parameters: await resolveParameters(context, spec.parameters),
    capabilities: spec.capabilities,
    clientToken: `towerctl-${createHash('sha256').update(context.clientToken).digest('hex').slice(0, 32)}`,
  };
}

function listed(tags: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** Made, or brought up to date where it is there already and ours: an answer that was lost, or a repair. */
function create(address: Address, spec: Spec): Step<Surroundings> {
  return {
    name: 'create the stack',
    calls: ['cloudformation:CreateStack'],
    ...STACK,
    async start(context) {
      const port = portOf(context, spec);
      const there = await port.stackNow(spec.stack);
      if (there) {
        const ours = tagsOf(there)[OWNER_TAG] === context.manifestName;
        return ours
          ? update(spec).start(context)
          : {
              state: 'failed',
              problem: `a stack ${spec.stack} exists by now that this manifest did not make; plan again`,
            };
      }
      const key = address.slice(address.indexOf(':') + 1).split('@')[0] ?? '';
      const tags = { ...ownershipTags(context.manifestName, key), ...spec.tags };
      const { stackId } = await port.createStack({ ...(await inputOf(context, spec)), tags: listed(tags) });
      return { state: 'running', token: stackId, detail: AT_IT };
    },
    poll: (token, context) => poll(token, context, spec),
  };
}

function update(spec: Spec, name = 'update the stack'): Step<Surroundings> {
  return {
    name,
    calls: ['cloudformation:UpdateStack'],
    ...STACK,
    async start(context) {
      const port = portOf(context, spec);
      const there = await port.stackNow(spec.stack);
      if (!there) return { state: 'failed', problem: `the stack ${spec.stack} is gone; plan again` };
      const input = await inputOf(context, spec);
      try {
        const { stackId } = await port.updateStack({
          ...input,
          parameters: [...input.parameters, ...hidden(spec.template, there)],
          // All tags are replaced by those that are sent.
          tags: listed({ ...tagsOf(there), ...spec.tags }),
        });
        return { state: 'running', token: stackId, detail: AT_IT };
      } catch (error) {
        // "No updates are to be performed": it is as declared.
        if (faultOf(error).class !== 'already-so') throw error;
        return { state: 'done', id: there.id };
      }
    },
    poll: (token, context) => poll(token, context, spec),
  };
}

/** What can only be deleted is deleted; anything else stays for the next step. */
function clear(spec: Spec): Step<Surroundings> {
  return {
    name: 'delete the stack that failed',
    calls: ['cloudformation:DeleteStack'],
    ...STACK,
    async start(context) {
      const there = await portOf(context, spec).stackNow(spec.stack);
      return there && isStillborn(there.status) ? begin(context, spec, there) : { state: 'done' };
    },
    poll: (token, context) => pollGone(token, context, spec),
  };
}

function remove(spec: Spec): Step<Surroundings> {
  return {
    name: 'delete the stack',
    calls: ['cloudformation:DeleteStack'],
    ...STACK,
    async start(context) {
      const there = await portOf(context, spec).stackNow(spec.stack);
      return there ? begin(context, spec, there) : { state: 'done' };
    },
    poll: (token, context) => pollGone(token, context, spec),
  };
}

async function begin(context: Context, spec: Spec, { id }: StackRecord): Promise<Progress> {
  const clientToken = createHash('sha256').update(context.clientToken).digest('hex').slice(0, 32);
  await portOf(context, spec).deleteStack(id, { clientToken: `towerctl-${clientToken}` });
  return { state: 'running', token: id, detail: AT_IT };
}

function waitFor(spec: Spec): Step<Surroundings> {
  const look = async (context: Context): Promise<Progress> => {
    const there = await portOf(context, spec).stackNow(spec.stack);
    return there && isRunning(there.status) ? { state: 'running', token: there.id, detail: AT_IT } : { state: 'done' };
  };
  return {
    name: 'wait for what is running',
    calls: [],
    ...STACK,
    start: look,
    poll: (_token, context) => look(context),
  };
}

async function poll(token: string, context: Context, spec: Spec): Promise<Progress> {
  const stack = await portOf(context, spec).stackNow(token);
  if (!stack) return { state: 'failed', problem: 'the stack is gone; plan again' };
  const { status, reason } = stack;
  if (isRunning(status)) return { state: 'running', token, detail: AT_IT };
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return { state: 'done', id: token };
  return { state: 'failed', problem: reason === undefined ? status : `${status}: ${reason}` };
}

async function pollGone(token: string, context: Context, spec: Spec): Promise<Progress> {
  const stack = await portOf(context, spec).stackNow(token);
  if (!stack || stack.status === 'DELETE_COMPLETE') return { state: 'done' };
  if (isRunning(stack.status)) return { state: 'running', token, detail: AT_IT };
  return { state: 'failed', problem: stack.reason === undefined ? stack.status : `${stack.status}: ${stack.reason}` };
}
