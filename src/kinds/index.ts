import type { Kind } from '../kind.js';
import type { JsonObject } from '../model.js';
import { account } from './account/kind.js';
import { configAggregator } from './config-aggregator/kind.js';
import { configRule } from './config-rule/kind.js';
import { conformancePack } from './conformance-pack/kind.js';
import { delegatedAdministrator } from './delegated-administrator/kind.js';
import { directoryGroup } from './directory-group/kind.js';
import { enabledBaseline } from './enabled-baseline/kind.js';
import { enabledControl } from './enabled-control/kind.js';
import { landingZone } from './landing-zone/kind.js';
import { managementStack } from './management-stack/kind.js';
import { organizationPolicy } from './organization-policy/kind.js';
import { organizationalUnit } from './organizational-unit/kind.js';
import { permissionAssignment } from './permission-assignment/kind.js';
import { permissionSet } from './permission-set/kind.js';
import { policyAttachment } from './policy-attachment/kind.js';
import { policyType } from './policy-type/kind.js';
import { rootAccess } from './root-access/kind.js';
import { rootCredentials } from './root-credentials/kind.js';
import { stackBaseline } from './stack-baseline/kind.js';
import type { Surroundings } from './surroundings.js';
import { trustedAccess } from './trusted-access/kind.js';

/**
 * Every kind, in the order in which things are made; removals go the other way. Arrows point at what is needed first:
 *
 *     organizational-unit <--------- policy-attachment ---> organization-policy
 *        ^  (its parent)  \                |                       |
 *        |                 `--- account    v                       v
 *        |                                policy-type <------------'
 *        |                                 |
 *        |-- account (where it lives)      v
 *        |                               trusted-access
 *        |-- enabled-baseline (the baselines of the units above) - - -> landing-zone (its accounts)
 *        |        ^
 *        `-- enabled-control - - - - - - - - - - - - - - - - - - - - - -> landing-zone
 *
 *     stack-baseline ---> organizational-unit, other baselines, the accounts' moves and enrolments (over, not done)
 *        `- - - - - - - - management-stack (where one reads the other's outputs)
 *
 *     root-credentials ---> root-access ---> trusted-access
 *     config-rule, conformance-pack ---> delegated-administrator ---> trusted-access, account
 *        `- - - - - - - - - - - - - - - - account, enabled-baseline, stack-baseline (their recorders)
 *     config-aggregator ---> account, delegated-administrator
 *     permission-assignment ---> permission-set, directory-group, account
 *        `- - - - - - - - - - - - - - - - stack-baseline (policies that the set takes from the account)
 */
export const KINDS: readonly Kind<JsonObject, Surroundings>[] = [
  organizationalUnit,
  trustedAccess,
  policyType,
  organizationPolicy,
  policyAttachment,
  account,
  landingZone,
  enabledBaseline,
  enabledControl,
  managementStack,
  stackBaseline,
  delegatedAdministrator,
  configRule,
  conformancePack,
  configAggregator,
  rootAccess,
  rootCredentials,
  directoryGroup,
  permissionSet,
  permissionAssignment,
];
