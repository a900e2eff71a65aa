import type { JsonObject } from '../../../../model.js';
import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { accountIds, type Input, optionalText, text } from '../errors.js';
import type { DeploymentRow } from '../state.js';
import { checkReader, checkWriter } from './access.js';
import { accountStatuses, checkAtRest, existing, PRINCIPAL, type Shown, selected, statusOf } from './answers.js';
import { put, remove, rowOf, settle, tableOf } from './changes.js';
import { parametersOf, templateOf } from './pack-template.js';

const NAME = { max: 128, pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/ };
const MOST_PACKS = 50;

const arnOf = ({ region, owner, name, suffix }: DeploymentRow): string =>
  `arn:aws:config:${region}:${owner}:organization-conformance-pack/${name}-${suffix}`;

const PutOrganizationConformancePack: Operation<World> = (input, context) => {
  const { world, caller, outcome } = context;
  const name = text(input, 'OrganizationConformancePackName', NAME);
  const excluded = accountIds(input, 'ExcludedAccounts', 1_000);
  const bucket = optionalText(input, 'DeliveryS3Bucket', { min: 0, max: 63 });
  const prefix = optionalText(input, 'DeliveryS3KeyPrefix', { min: 0, max: 1_024 });
  checkWriter(context, PRINCIPAL);
  const template = templateOf(world, input);
  const parameters = parametersOf(input, template);
  settle(world);
  const there = rowOf(world, 'pack', caller, name);
  checkAtRest(world, there);
  const count = Object.values(tableOf(world, 'pack', caller)).filter(({ goneAt }) => goneAt === undefined).length;
  if (!there && count >= MOST_PACKS) {
    throw new ServiceError(
      'MaxNumberOfOrganizationConformancePacksExceededException',
      `Failed to put organization conformance pack '${name}' because the maximum number of organization conformance packs: ${MOST_PACKS} is reached.`,
    );
  }
  const definition: JsonObject = {
    ConformancePackInputParameters: parameters.map((parameter) => ({ ...parameter })),
    ...(bucket !== undefined && { DeliveryS3Bucket: bucket }),
    ...(prefix !== undefined && { DeliveryS3KeyPrefix: prefix }),
  };
  const row = put(world, caller, { kind: 'pack', name, definition, excluded, rules: template.rules, outcome });
  return { OrganizationConformancePackArn: arnOf(row) };
};

const DeleteOrganizationConformancePack: Operation<World> = (input, context) => {
  const { world, caller, outcome } = context;
  const name = text(input, 'OrganizationConformancePackName', NAME);
  checkReader(context, PRINCIPAL);
  settle(world);
  const row = existing(world, 'pack', caller, name);
  checkAtRest(world, row);
  remove(world, row, outcome);
  return {};
};

const NAMES = 'OrganizationConformancePackNames';

const DescribeOrganizationConformancePacks: Operation<World> = (input, context) => {
  checkReader(context, PRINCIPAL);
  const { shown, ...next } = selected(context, input, 'pack', { names: NAMES, list: 'packs' });
  return { OrganizationConformancePacks: shown.map(shapeOf), ...next };
};

function shapeOf({ row, definition, excluded }: Shown): Record<string, unknown> {
  return {
    OrganizationConformancePackName: row.name,
    OrganizationConformancePackArn: arnOf(row),
    ...definition,
    ExcludedAccounts: excluded,
    LastUpdateTime: new Date(row.changedAt),
  };
}

const DescribeOrganizationConformancePackStatuses: Operation<World> = (input, context) => {
  checkReader(context, PRINCIPAL);
  const { shown, ...next } = selected(context, input, 'pack', { names: NAMES, list: 'pack-statuses', polls: true });
  const OrganizationConformancePackStatuses = shown.map(({ row }) => {
    const { status, more } = statusOf(context.world, row);
    return { OrganizationConformancePackName: row.name, Status: status, ...more };
  });
  return { OrganizationConformancePackStatuses, ...next };
};

const GetOrganizationConformancePackDetailedStatus: Operation<World> = (input, context) => {
  checkReader(context, PRINCIPAL);
  const filters = (input['Filters'] ?? {}) as Input;
  const { rows, ...next } = accountStatuses(context, input, 'pack', {
    accountId: optionalText(filters, 'AccountId', { max: 12 }),
    status: optionalText(filters, 'Status', { max: 64 }),
  });
  const OrganizationConformancePackDetailedStatuses = rows.map(({ accountId, name, status, more }) => ({
    AccountId: accountId,
    ConformancePackName: name,
    Status: status,
    ...more,
  }));
  return { OrganizationConformancePackDetailedStatuses, ...next };
};

export const packOperations = {
  PutOrganizationConformancePack,
  DeleteOrganizationConformancePack,
  DescribeOrganizationConformancePacks,
  DescribeOrganizationConformancePackStatuses,
  GetOrganizationConformancePackDetailedStatus,
};
