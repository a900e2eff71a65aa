import { companyBaseline } from './rows/company-baseline.js';
import { delegation } from './rows/delegation.js';
import { detectiveControls } from './rows/detective-controls.js';
import { forcedSettings } from './rows/forced-settings.js';
import { managementWorkloads } from './rows/management-workloads.js';
import { organizationAndUnits } from './rows/organization-and-units.js';
import { needsTrustedAccess, notAssessed } from './rows/prerequisite.js';
import { resourcePerimeter } from './rows/resource-perimeter.js';
import { rootUser } from './rows/root-user.js';
import type { RowDefinition } from './rows/row.js';
import { undesiredOperations } from './rows/undesired-operations.js';

/** The rows of the target state, in its order. A row that a later version can read moves to a file of its own. */
export const ROWS: readonly RowDefinition[] = [
  organizationAndUnits,
  needsTrustedAccess({
    id: '1A-2',
    title: 'Root users of member accounts are managed centrally and have no credentials',
    judged: "root access management's two features, and an audit of each account's root credentials",
    services: ['iam.amazonaws.com'],
    without: 'centralized root access cannot be used',
  }),
  notAssessed(
    '1A-3',
    "The management account's root user is locked away",
    "the management account's summary: MFA on, no access keys of the root user",
  ),
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
  notAssessed('1C-2', 'Results are gathered in one place', 'an aggregator of AWS Config over the whole organization'),
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
  notAssessed(
    '2-1',
    'People sign in by federation, with permission sets',
    'the Identity Center instance, its assignments, and IAM users with passwords',
  ),
  managementWorkloads,
  delegation,
  notAssessed('3-3', 'Few people may enter the management account', 'the assignments on the management account'),
];
