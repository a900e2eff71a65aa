import { type DriftDetails, isOver, keyOf, type OperationRow, type StackSetRow } from './state.js';

/** What a detection has found so far, counted over the instances it goes through. */
export function driftDetails(set: StackSetRow, operation: OperationRow, at?: number): DriftDetails {
  let [drifted, inSync, failed, total, gone] = [0, 0, 0, 0, 0];
  for (const { region, accounts, done } of operation.lanes) {
    total += accounts.length;
    for (const account of accounts.slice(0, done)) {
      const key = keyOf(account, region);
      const found = set.instances[key]?.drift;
      if (operation.failed[key] !== undefined || operation.skipped[key] !== undefined) failed += 1;
      else if (found === 'DRIFTED') drifted += 1;
      else if (found === 'IN_SYNC') inSync += 1;
      else gone += 1;
    }
  }
  return {
    status: drifted > 0 ? 'DRIFTED' : inSync > 0 || isOver(operation) ? 'IN_SYNC' : 'NOT_CHECKED',
    detection: detectionOf(operation, failed),
    ...(at === undefined ? {} : { at }),
    total,
    drifted,
    inSync,
    failed,
    inProgress: isOver(operation) ? 0 : total - drifted - inSync - failed - gone,
  };
}

function detectionOf({ status }: OperationRow, failed: number): DriftDetails['detection'] {
  if (status === 'STOPPED') return 'STOPPED';
  if (status === 'FAILED') return 'FAILED';
  if (status !== 'SUCCEEDED') return 'IN_PROGRESS';
  return failed > 0 ? 'PARTIAL_SUCCESS' : 'COMPLETED';
}

/** The set shows the last detection that came to its end; the operation keeps its own. */
export function finishDrift(set: StackSetRow, operation: OperationRow, at: number): void {
  operation.drift = driftDetails(set, operation, at);
  if (operation.status === 'SUCCEEDED') set.drift = operation.drift;
}

export const driftShape = (drift: DriftDetails): Record<string, unknown> => ({
  DriftStatus: drift.status,
  DriftDetectionStatus: drift.detection,
  ...(drift.at === undefined ? {} : { LastDriftCheckTimestamp: new Date(drift.at) }),
  TotalStackInstancesCount: drift.total,
  DriftedStackInstancesCount: drift.drifted,
  InSyncStackInstancesCount: drift.inSync,
  InProgressStackInstancesCount: drift.inProgress,
  FailedStackInstancesCount: drift.failed,
});
