import { faultOf } from '../../aws/faults.js';
import type { Step } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { ownershipTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { awaitEnrolment, checkAccounts } from './accounts.js';
import {
  alreadyEnabled,
  BASELINE_OPERATION,
  follow,
  followOrLook,
  lookAt,
  parametersOf,
  present,
  running,
  settled,
  unitArn,
  versionFor,
} from './operation.js';
import type { EnabledBaselineSpec } from './spec.js';

export function steps(change: Change<EnabledBaselineSpec>): Step<Surroundings>[] {
  const { address } = change;
  switch (change.action) {
    case 'create':
      return [enable(address, change.to), checkAccounts(change.to)];
    case 'update':
      return [update(address, change.to), checkAccounts(change.to)];
    case 'adopt':
      return [
        tag(address, change.to),
        ...(differs(change) ? [update(address, change.to), checkAccounts(change.to)] : []),
      ];
    case 'repair':
      return [
        differs(change) ? update(address, change.to) : reset(address),
        tag(address, change.to),
        checkAccounts(change.to),
      ];
    case 'wait':
      return [settle(change.to), bring(address, change.to), checkAccounts(change.to)];
    case 'expect':
      return [awaitEnrolment(change.to, change.needs)];
    case 'remove':
      return [disable(address)];
    default:
      return [];
  }
}

function differs({ from, to }: { readonly from: EnabledBaselineSpec; readonly to: EnabledBaselineSpec }): boolean {
  return to.version !== undefined && from.version !== to.version;
}

function enable(address: Address, spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'enable',
    calls: ['controltower:EnableBaseline'],
    ...BASELINE_OPERATION,
    async start(context) {
      const { aws, manifestName } = context;
      const baselines = await aws.controlTower.baselines();
      const baselineArn = baselines.get(spec.baseline);
      if (baselineArn === undefined)
        return {
          state: 'failed',
          problem: `Control Tower lists no baseline ${spec.baseline} here: ${[...baselines.keys()].join(', ')}`,
        };
      try {
        const { operationId, arn } = await aws.controlTower.enableBaseline({
          baselineArn,
          version: await versionFor(context, spec),
          targetArn: unitArn(context, spec.target, baselineArn),
          parameters: await parametersOf(context, spec),
          tags: ownershipTags(manifestName, keyOf(address)),
        });
        return running(operationId, arn);
      } catch (error) {
        // An answer that was lost, or somebody who was faster.
        if (!alreadyEnabled(error)) throw error;
        return present(context, spec);
      }
    },
    poll: (token, context) => followOrLook(token, context, spec),
  };
}

function update(address: Address, spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'update',
    calls: ['controltower:UpdateEnabledBaseline'],
    ...BASELINE_OPERATION,
    async start(context) {
      const { aws, names } = context;
      const arn = names.idOf(address);
      // Parameters are sent again with every update: whether AWS keeps those that are left out is not documented.
      const { operationId } = await aws.controlTower.updateEnabledBaseline(arn, {
        version: await versionFor(context, spec),
        parameters: await parametersOf(context, spec),
      });
      return running(operationId, arn);
    },
    poll: (token, context) => follow(token, context),
  };
}

function reset(address: Address): Step<Surroundings> {
  return {
    name: 'reset',
    calls: ['controltower:ResetEnabledBaseline'],
    ...BASELINE_OPERATION,
    async start({ aws, names }) {
      const arn = names.idOf(address);
      const { operationId } = await aws.controlTower.resetEnabledBaseline(arn);
      return running(operationId, arn);
    },
    poll: (token, context) => follow(token, context),
  };
}

/** What was repaired need not have been ours; that it is, is written only where it is not yet. */
function tag(address: Address, spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'tag as ours',
    calls: ['controltower:TagResource'],
    async start(context) {
      const { aws, names, manifestName } = context;
      const arn = names.tryIdOf(address) ?? (await lookAt(context, spec))?.record.arn;
      if (arn === undefined) return { state: 'failed', problem: 'it is not enabled any more; plan again' };
      const wanted = ownershipTags(manifestName, keyOf(address));
      const tags = await aws.controlTower.tags(arn);
      const lacking = Object.entries(wanted).some(([key, value]) => tags[key] !== value);
      if (lacking) await aws.controlTower.tag(arn, wanted);
      return { state: 'done' };
    },
  };
}

/** Somebody's operation is under way; whichever way it ends, the next step looks. */
function settle(spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'wait for the running operation',
    calls: [],
    ...BASELINE_OPERATION,
    start: (context) => settled(context, spec),
    poll: (_token, context) => settled(context, spec),
  };
}

/** After somebody's operation: what is still not as declared is written. */
function bring(address: Address, spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'bring it to what is declared',
    calls: [],
    ...BASELINE_OPERATION,
    async start(context) {
      const seen = await lookAt(context, spec);
      if (!seen) return enable(address, spec).start(context);
      const { status, version, arn } = seen.record;
      if (spec.version !== undefined && version !== spec.version) return update(address, spec).start(context);
      return status === 'FAILED' ? reset(address).start(context) : { state: 'done', id: arn };
    },
    poll: (token, context) => follow(token, context),
  };
}

function disable(address: Address): Step<Surroundings> {
  return {
    name: 'disable',
    calls: ['controltower:DisableBaseline'],
    ...BASELINE_OPERATION,
    async start({ aws, names }) {
      try {
        const arn = names.idOf(address);
        const { operationId } = await aws.controlTower.disableBaseline(arn);
        return running(operationId, arn);
      } catch (error) {
        if (faultOf(error).class !== 'gone') throw error;
        return { state: 'done' };
      }
    },
    poll: (token, context) => follow(token, context),
  };
}

function keyOf(address: Address): string {
  return address.slice(address.indexOf(':') + 1);
}
