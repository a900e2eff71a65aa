import type { BaselineEntry } from './section.js';
import type { StackBaselineSpec } from './spec.js';

/** What CloudFormation uses where nothing is said. */
const DEFAULT_ADMINISTRATION = 'AWSCloudFormationStackSetAdministrationRole';
const DEFAULT_EXECUTION = 'AWSCloudFormationStackSetExecutionRole';
/** Control Tower's own pair: the one that its controls let pass. */
const CONTROL_TOWER_ADMINISTRATION = 'service-role/AWSControlTowerStackSetRole';
export const CONTROL_TOWER_EXECUTION = 'AWSControlTowerExecution';

export type Permissions = Pick<StackBaselineSpec, 'permissions' | 'administrationRole' | 'executionRole'>;

export function permissionsOf({ permissions }: Pick<BaselineEntry, 'permissions'>): Permissions {
  if (permissions === undefined || permissions === 'service-managed') return { permissions: 'service-managed' };
  const { executionRole = DEFAULT_EXECUTION, administrationRole } = permissions === 'self-managed' ? {} : permissions;
  const usual = executionRole === CONTROL_TOWER_EXECUTION ? CONTROL_TOWER_ADMINISTRATION : DEFAULT_ADMINISTRATION;
  return { permissions: 'self-managed', administrationRole: administrationRole ?? usual, executionRole };
}
