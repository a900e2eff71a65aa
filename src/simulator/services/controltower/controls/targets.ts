import type { ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { type CatalogControl, implementationOf } from '../../controlcatalog/catalog/index.js';
import { nameOfTarget, pathTo, targetIdOf, targetKindOf } from '../../organizations/for-services.js';
import type { Governance } from '../access.js';
import { enabledOn, recordsConfig, registrationOf } from '../baselines/queries.js';
import { notFound, validation } from '../errors.js';
import { integration } from '../landing-zone/settings.js';
import { isFrom } from '../versions.js';
import { isDriftedUnit } from './drift.js';

/** Where a control can be enabled. Where AWS's text is not known, it is in our words. */

const notRegistered = (unitId: string): ServiceError =>
  notFound(`Organizational unit ${unitId} is not registered with AWS Control Tower.`);

/** The unit's id out of an ARN that need not be of this organization. */
const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** @throws ServiceError for everything but a unit of this organization that can have controls. */
export function unitOf(world: World, governance: Governance, arn: string): string {
  const id = targetIdOf(world, arn);
  if (id === undefined) {
    throw /:ou\//.test(arn) ? notRegistered(lastPart(arn)) : notFound(`The target ${arn} does not exist.`);
  }
  if (targetKindOf(id) !== 'ORGANIZATIONAL_UNIT') {
    throw validation(`The target ${arn} is not an organizational unit: controls are enabled on units only.`);
  }
  checkGoverned(world, governance, id);
  return id;
}

/** Before 4.0 only registered units can have controls; since then, controls alone make a unit governed. */
export function checkGoverned(world: World, { landingZone }: Governance, unitId: string): void {
  const isRegistered = registrationOf(world, unitId) !== undefined || unitId === landingZone.securityUnitId;
  if (!isRegistered && !isFrom(landingZone.version, '4.0')) throw notRegistered(unitId);
}

/** @throws ServiceError ValidationException when this control cannot be on this unit. */
export function checkPlace(world: World, governance: Governance, control: CatalogControl, unitId: string): void {
  checkSecurityUnit(world, governance, control, unitId);
  const form = implementationOf(control);
  if ((form === 'configRule' || form === 'securityHub') && !hasConfig(world, governance, unitId)) {
    throw validation(
      `The detective control ${nameOf(control)} cannot be enabled on ${unitId}, because AWS Config does not record there: enable the AWSControlTowerBaseline or the ConfigBaseline first.`,
    );
  }
  if (isDriftedUnit(world, unitId)) {
    throw validation(
      `Controls cannot be enabled on the organizational unit ${unitId}, because it is in a state of drift: re-register it first.`,
    );
  }
}

/** On the shared accounts' unit the landing zone itself sees to the recording. */
function hasConfig(world: World, { landingZone }: Governance, unitId: string): boolean {
  if (!integration(landingZone, 'config')) return false;
  return unitId === landingZone.securityUnitId || recordsConfig(world, unitId);
}

/** Service control policies that the Security unit of a landing zone before 4.0 may have. Source: exception-to-controls-security-ou. */
const ON_SECURITY =
  /^(AWS-GR_(AUDIT_BUCKET_|CLOUDTRAIL_|CONFIG_|CT_AUDIT_BUCKET_|DISALLOW_|RESTRICT_ROOT_USER|RESTRICT_S3_|SNS_)|AWS-GR_(LOG_GROUP_POLICY|LAMBDA_CHANGE_PROHIBITED|IAM_ROLE_CHANGE_PROHIBITED|CLOUDWATCH_EVENTS_CHANGE_PROHIBITED|REGION_DENY)$|CT\.(BACKUP\.PV\.[123]|CLOUDFORMATION\.PR\.1|IAM\.PV\.1|S3\.PV\.[178]|SNS\.PV\.1)$)/;

function checkSecurityUnit(world: World, { landingZone }: Governance, control: CatalogControl, unitId: string): void {
  const { securityUnitId, version } = landingZone;
  if (securityUnitId === null || isFrom(version, '4.0') || !pathTo(world, unitId).includes(securityUnitId)) return;
  const form = implementationOf(control);
  const isAllowed =
    form === 'configRule' || (form === 'scp' && control.aliases.some((alias) => ON_SECURITY.test(alias)));
  if (isAllowed) return;
  throw validation(
    `The control ${nameOf(control)} cannot be enabled on the ${nameOfTarget(world, securityUnitId)} OU on landing zone version ${version}.`,
  );
}

export const nameOf = ({ aliases, id }: CatalogControl): string => aliases[0] ?? id;

/** Whether the unit has any baseline: then only its enrolled accounts have its controls. */
export function hasBaseline(world: World, unitId: string): boolean {
  return ['AWSControlTowerBaseline', 'ConfigBaseline'].some((name) => enabledOn(world, unitId, name) !== undefined);
}
