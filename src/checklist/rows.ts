import { aggregation } from './rows/aggregation.js';
import { companyBaseline } from './rows/company-baseline.js';
import { delegation } from './rows/delegation.js';
import { detectiveControls } from './rows/detective-controls.js';
import { federation } from './rows/federation.js';
import { forcedSettings } from './rows/forced-settings.js';
import { managementAccess } from './rows/management-access.js';
import { managementRoot } from './rows/management-root.js';
import { managementWorkloads } from './rows/management-workloads.js';
import { memberRoot } from './rows/member-root.js';
import { organizationAndUnits } from './rows/organization-and-units.js';
import { needsTrustedAccess, notAssessed } from './rows/prerequisite.js';
import { resourcePerimeter } from './rows/resource-perimeter.js';
import { rootUser } from './rows/root-user.js';
import type { RowDefinition } from './rows/row.js';
import { undesiredOperations } from './rows/undesired-operations.js';

/** The rows of the target state, in its order. A row that a later version can read moves to a file of its own. */
export const ROWS: readonly RowDefinition[] = [
  organizationAndUnits,
  memberRoot,
  managementRoot,
  rootUser,
  needsTrustedAccess({
    id: '1B-1',
    title: 'An organization trail records who did what',
    judged: 'a trail of the whole organization, in all Regions, with validated log files, that is logging',
    services: ['cloudtrail.amazonaws.com'],
    without: 'there can be no organization trail',
  }),
  notAssessed(
    '1B-2',
    'AWS Config records in every account and Region',
    'the recorder of every account in every Region',
  ),
  notAssessed(
    '1B-3',
    'Logs are kept in an account of their own, that few can enter',
    'the buckets of the trail and of AWS Config, and who may enter their account',
  ),
  detectiveControls,
  aggregation,
  notAssessed('1C-3', 'Somebody is told of non-compliance', 'a rule for non-compliance and the topic it notifies'),
  undesiredOperations,
  resourcePerimeter,
  forcedSettings,
  needsTrustedAccess({
    id: '1D-4',
    title: 'GuardDuty and Security Hub are on in every account and Region',
    judged: 'their delegated administrators, what they turn on by themselves, and their members',
    services: ['guardduty.amazonaws.com', 'securityhub.amazonaws.com'],
    without: 'the service cannot look after the organization',
  }),
  companyBaseline,
  federation,
  managementWorkloads,
  delegation,
  managementAccess,
];
