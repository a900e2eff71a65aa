import type { Manifest } from '../manifest/manifest.js';
import type { MemberRoles } from '../model.js';
import { configAggregators, SERVICE_LINKED_ROLE } from './config-aggregator/section.js';
import { rootAccessSection } from './root-access/section.js';
import { permissionsOf } from './stack-baseline/permissions.js';
import { stackBaselines } from './stack-baseline/section.js';

/** What a manifest says of the place that roles of towerctl are for. */
export interface PermissionPlace {
  readonly organizationId: string;
  readonly homeRegion: string;
  readonly memberRoles?: MemberRoles;
  readonly auditResult?: { readonly bucket: string; readonly key: string };
  /** Roles that are handed to a service, by path and name. */
  readonly handedOver: { readonly cloudformation: readonly string[]; readonly config: readonly string[] };
}

export function placeIn(manifest: Manifest): PermissionPlace {
  const { id, homeRegion, memberRoles } = manifest.organization;
  const audit = manifest.section(rootAccessSection)?.audit;
  const baselines = Object.values(manifest.section(stackBaselines) ?? {});
  const aggregators = Object.values(manifest.section(configAggregators) ?? {});
  return {
    organizationId: id,
    homeRegion,
    ...(memberRoles && { memberRoles }),
    ...(audit && { auditResult: { bucket: audit.bucket, key: audit.key } }),
    handedOver: {
      cloudformation: distinct(baselines.flatMap((entry) => permissionsOf(entry).administrationRole ?? [])),
      config: distinct(aggregators.map(({ role }) => role ?? SERVICE_LINKED_ROLE)),
    },
  };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
