import type { ParameterRecord } from '../../aws/controltower-records.js';
import { faultOf } from '../../aws/faults.js';
import type { Step } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { awaitEnrolment, awaitNewAccounts, checkAccounts } from './accounts.js';
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
import { isUnderOther, note, tag, tagsOf } from './tags.js';

export function steps(change: Change<EnabledBaselineSpec>): Step<Surroundings>[] {
  const { address } = change;
  const before = [...change.needs, ...change.after];
  switch (change.action) {
    case 'create':
      return [awaitNewAccounts(change.to, before), enable(address, change.to), checkAccounts(change.to)];
    case 'update':
      return [
        awaitNewAccounts(change.to, before),
        bringUp(address, change),
        ...(change.to.landingZone === undefined ? [] : [tag(address, change.to)]),
        checkAccounts(change.to),
      ];
    case 'adopt':
      return [
        tag(address, change.to),
        ...(differs(change) ? [update(address, change.to), checkAccounts(change.to)] : []),
        ...(change.why === 'automatic' ? [awaitEnrolment(change.to, before)] : []),
      ];
    case 'repair':
      return [
        awaitNewAccounts(change.to, before),
        bringUp(address, change),
        tag(address, change.to),
        checkAccounts(change.to),
      ];
    case 'wait':
      return [settle(change.to), bring(address, change.to), note(address, change.to), checkAccounts(change.to)];
    case 'expect':
      return [awaitEnrolment(change.to, before)];
    case 'remove':
      return [disable(address)];
    default:
      return [];
  }
}

function differs({ from, to }: { readonly from: EnabledBaselineSpec; readonly to: EnabledBaselineSpec }): boolean {
  return to.version !== undefined && from.version !== to.version;
}

/** A newer version is an update; what the landing zone has changed reaches the accounts by a reset. */
function bringUp(
  address: Address,
  change: { readonly from: EnabledBaselineSpec; readonly to: EnabledBaselineSpec },
): Step<Surroundings> {
  if (differs(change)) return update(address, change.to);
  return change.to.landingZone === undefined ? reset(address) : resetOrUpdate(address, change.to);
}

/** Where Identity Center is managed from now on, or no more, the unit's parameters change too: a reset keeps the old ones. */
function resetOrUpdate(address: Address, spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    ...reset(address),
    async start(context) {
      const { aws, names } = context;
      aws.controlTower.forget();
      const [now, wanted] = await Promise.all([
        aws.controlTower.enabledBaselineParameters(names.idOf(address)),
        parametersOf(context, spec),
      ]);
      const version = (await lookAt(context, spec))?.record.version;
      if (version === undefined || sameParameters(now, wanted)) return reset(address).start(context);
      return update(address, { ...spec, version }).start(context);
    },
  };
}

function sameParameters(one: readonly ParameterRecord[], other: readonly ParameterRecord[]): boolean {
  const text = (parameters: readonly ParameterRecord[]): string =>
    JSON.stringify(parameters.map(({ key, value }) => [key, value]).sort());
  return text(one) === text(other);
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
          tags: tagsOf(address, spec, manifestName),
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
      if (await isUnderOther(context, spec, arn)) return resetOrUpdate(address, spec).start(context);
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
