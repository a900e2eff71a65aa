import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import { organizationOf } from '../organizations/for-services.js';
import { everyUnit, securityUnit } from '../organizations/seeds/guardrails.js';
import { everyUnitBefore4, securityUnitBefore4 } from '../organizations/seeds/guardrails-before-4.js';
import { governedRegions } from './access.js';
import { putStatements, removeStatements } from './guardrail-policies.js';
import { enabledControlArn, globalControlArn, regionalControlArn } from './names.js';
import { controlTowerState, type EnabledControlRow } from './state.js';
import { isFrom } from './versions.js';

/** A control that Control Tower enables by itself on units it governs; no API call enables or disables it. */
export interface MandatoryControl {
  readonly alias: string;
  /** In the catalog. */
  readonly controlId: string;
  /** Of its statement in an `aws-guardrails-*` policy; detective controls have none. */
  readonly sid?: string;
  readonly on: 'every-unit' | 'security-unit';
  readonly versions: 'all' | 'before-4.0' | 'from-4.0';
}

const control = (
  alias: string,
  controlId: string,
  sid?: string,
  on: MandatoryControl['on'] = 'every-unit',
  versions: MandatoryControl['versions'] = 'all',
): MandatoryControl => ({ alias, controlId, ...(sid === undefined ? {} : { sid }), on, versions });
const older = (alias: string, id: string, sid?: string, on: MandatoryControl['on'] = 'every-unit'): MandatoryControl =>
  control(alias, id, sid, on, 'before-4.0');

/** Source: controltower control reference, mandatory controls. The ids of the last three are not published: they are ours. */
export const MANDATORY_CONTROLS: readonly MandatoryControl[] = [
  control('AWS-GR_CONFIG_CHANGE_PROHIBITED', 'e2saoisw5u8xe40acfetio41w', 'GRCONFIGENABLED'),
  control('AWS-GR_CONFIG_ENABLED', '4t6npb1xfud01v5ihhj9ldfax', 'GRCONFIGENABLED'),
  control('AWS-GR_CONFIG_RULE_CHANGE_PROHIBITED', '5lwgwp498974xwygy5ge7pxfz', 'GRCONFIGRULEPOLICY'),
  control('AWS-GR_CLOUDWATCH_EVENTS_CHANGE_PROHIBITED', 'aoa66btqlvrz0ztealide8ll7', 'GRCLOUDWATCHEVENTPOLICY'),
  control('AWS-GR_IAM_ROLE_CHANGE_PROHIBITED', 'e8m8q8hlntzfkjhhf99yk84jl', 'GRIAMROLEPOLICY'),
  control('AWS-GR_LAMBDA_CHANGE_PROHIBITED', '6g1vku0mw1b12o9jhuouxj8ia', 'GRLAMBDAFUNCTIONPOLICY'),
  control('AWS-GR_LOG_GROUP_POLICY', '8cclsjiy1o81kfsmzpt85nbjk', 'GRLOGGROUPPOLICY'),
  control('AWS-GR_SNS_CHANGE_PROHIBITED', '8axz4m7a5i0p6djlcszljt4v1', 'GRSNSTOPICPOLICY'),
  control('AWS-GR_SNS_SUBSCRIPTION_CHANGE_PROHIBITED', '4nsca5yf5oz41tr6r6bs5mmte', 'GRSNSSUBSCRIPTIONPOLICY'),
  older('AWS-GR_CLOUDTRAIL_CHANGE_PROHIBITED', '1iskvg0qcxofs1t78ittjbnr5', 'GRCLOUDTRAILENABLED'),
  older('AWS-GR_CLOUDTRAIL_CLOUDWATCH_LOGS_ENABLED', '9kckk934zwozk5koykyc8w2t2', 'GRCLOUDTRAILENABLED'),
  older('AWS-GR_CLOUDTRAIL_ENABLED', '3y0z7ziftmm28vdnlzjwe9410', 'GRCLOUDTRAILENABLED'),
  older('AWS-GR_CLOUDTRAIL_VALIDATION_ENABLED', 'wa2yjrj2zlenc1y71rim6z49', 'GRCLOUDTRAILENABLED'),
  older('AWS-GR_CONFIG_AGGREGATION_CHANGE_PROHIBITED', '3ksucrmpxrisrr73zuw5jxry8', 'GRCONFIGRULETAGSPOLICY'),
  older(
    'AWS-GR_CONFIG_AGGREGATION_AUTHORIZATION_POLICY',
    '742lj0swg82u6ql8zgt51s7ji',
    'GRCONFIGAGGREGATIONAUTHORIZATIONPOLICY',
  ),
  ...(
    [
      ['CT_AUDIT_BUCKET_ENCRYPTION_CHANGES_PROHIBITED', '1hgbgne5nxz2xtw51snbmli9b'],
      ['CT_AUDIT_BUCKET_LOGGING_CONFIGURATION_CHANGES_PROHIBITED', '5sms9yvx9k7iawusagao3bx8u'],
      ['CT_AUDIT_BUCKET_POLICY_CHANGES_PROHIBITED', 'dmvclaluiuvtsmivvw5t7an1x'],
      ['CT_AUDIT_BUCKET_LIFECYCLE_CONFIGURATION_CHANGES_PROHIBITED', '68y2k0smdsw3luca7s2fzoqhn'],
      ['AUDIT_BUCKET_DELETION_PROHIBITED', '3cerasw3dhjqcwatjqo2gk3wj'],
    ] as const
  ).map(([name, id]) => older(`AWS-GR_${name}`, id, `GR${name.replaceAll('_', '')}`, 'security-unit')),
  older('AWS-GR_AUDIT_BUCKET_PUBLIC_READ_PROHIBITED', '9jzlkwys54gzgsx3pmkqnx8l1', undefined, 'security-unit'),
  older('AWS-GR_AUDIT_BUCKET_PUBLIC_WRITE_PROHIBITED', 'ci9ov6vzjoi6vzkajgademvvo', undefined, 'security-unit'),
  older('AWS-GR_ENSURE_CLOUDTRAIL_ENABLED_ON_SHARED_ACCOUNTS', '1ln29qglgkigm9ajfka6u2p2u', undefined, 'security-unit'),
  control('CT.S3.PV.7', '0ct0s30pv070configbuckets', 'CTS3PV7', 'security-unit', 'from-4.0'),
  control('CT.S3.PV.8', '0ct0s30pv080loggingbucket', 'CTS3PV8', 'security-unit', 'from-4.0'),
  control('CT.SNS.PV.1', '0ct0sns0pv010loggingtopic', 'CTSNSPV1', 'security-unit', 'from-4.0'),
];

const STATEMENTS: ReadonlyMap<string, JsonObject> = new Map(
  [...everyUnit, ...everyUnitBefore4, ...securityUnit, ...securityUnitBefore4].map((statement) => [
    String(statement['Sid']),
    statement,
  ]),
);

/** What a unit has on a landing zone of this version. */
export function mandatoryFor(version: string, isSecurity: boolean): readonly MandatoryControl[] {
  const old = !isFrom(version, '4.0');
  return MANDATORY_CONTROLS.filter(
    ({ on, versions }) =>
      (on === 'every-unit' || isSecurity) && (versions === 'all' || versions === (old ? 'before-4.0' : 'from-4.0')),
  );
}

export function statementsFor(controls: readonly MandatoryControl[]): JsonObject[] {
  const sids = new Set(controls.flatMap(({ sid }) => sid ?? []));
  return [...STATEMENTS].flatMap(([sid, statement]) => (sids.has(sid) ? [statement] : []));
}

/**
 * Enables what is mandatory on the unit and takes away what no longer is; what is there already is put back to its
 * standard content. False when its policies find no place on the unit.
 */
export function enableMandatory(world: World, unitId: string, random = world.random): boolean {
  const { landingZone, homeRegion, enabledControls } = controlTowerState(world);
  if (!landingZone || homeRegion === null) return false;
  const wanted = mandatoryFor(landingZone.version, unitId === landingZone.securityUnitId);
  if (!putStatements(world, unitId, statementsFor(wanted))) return false;
  const rows = mandatoryRows(world, unitId);
  const gone = rows.filter(({ controlId }) => !wanted.some((each) => each.controlId === controlId));
  for (const row of gone) delete enabledControls[row.arn];
  removeStatements(world, unitId, sidsOf(gone, wanted));
  const regions = governedRegions(landingZone, homeRegion);
  for (const each of wanted) {
    const known = rows.find(({ controlId }) => controlId === each.controlId);
    if (known) known.regions = regions;
    else addRow(world, unitId, each, { homeRegion, regions, random });
  }
  return true;
}

export function removeMandatory(world: World, unitId: string): void {
  const { enabledControls } = controlTowerState(world);
  const rows = mandatoryRows(world, unitId);
  for (const row of rows) delete enabledControls[row.arn];
  removeStatements(world, unitId, sidsOf(rows, []));
}

/** The unit's statements as they should be, by Sid: for whoever compares them with what is attached. */
export function mandatoryStatementsOn(world: World, unitId: string): JsonObject[] {
  const ids = new Set(mandatoryRows(world, unitId).map(({ controlId }) => controlId));
  return statementsFor(MANDATORY_CONTROLS.filter(({ controlId }) => ids.has(controlId)));
}

function mandatoryRows(world: World, unitId: string): EnabledControlRow[] {
  const rows = Object.values(controlTowerState(world).enabledControls);
  return rows.filter((row) => row.mandatory && row.targetId === unitId);
}

function sidsOf(rows: readonly EnabledControlRow[], kept: readonly MandatoryControl[]): string[] {
  const ids = new Set(rows.map(({ controlId }) => controlId));
  return MANDATORY_CONTROLS.flatMap(({ controlId, sid }) =>
    sid !== undefined && ids.has(controlId) ? [sid] : [],
  ).filter((sid) => !kept.some((each) => each.sid === sid));
}

function addRow(
  world: World,
  unitId: string,
  { alias, controlId }: MandatoryControl,
  { homeRegion, regions, random }: { homeRegion: string; regions: readonly string[]; random: () => number },
): void {
  const { enabledControls, landingZone } = controlTowerState(world);
  const account = organizationOf(world)?.managementAccountId ?? world.settings.accountId;
  const arn = enabledControlArn(random, homeRegion, account);
  // Readable names have a regional form; on the security unit of 4.0 the catalog's form was seen for all of them.
  const isReadable = alias.startsWith('AWS-GR_');
  const isGlobal = !isReadable || (unitId === landingZone?.securityUnitId && isFrom(landingZone.version, '4.0'));
  const controlIdentifier = isGlobal ? globalControlArn(controlId) : regionalControlArn(homeRegion, alias);
  enabledControls[arn] = {
    arn,
    controlIdentifier,
    controlId,
    targetId: unitId,
    status: 'SUCCEEDED',
    parameters: [],
    regions,
    mandatory: true,
  };
}
