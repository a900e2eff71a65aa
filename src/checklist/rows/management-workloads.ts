import { blockedRow, unknownRow } from '../answers.js';
import type { Evidence, Fact, ManagementStack } from '../evidence.js';
import type { EvidenceLine, RowResult } from '../verdict.js';
import type { RowDefinition } from './row.js';

export const managementWorkloads: RowDefinition = {
  id: '3-1',
  title: 'No workloads in the management account',
  judged:
    "CloudFormation stacks of the management account, in the home Region and those that the landing zone governs, that are not Control Tower's, StackSets', Service Catalog's or towerctl's. What no stack made is not read by this version: it can tell that the row is not met, never that it is",
  assess,
};

function assess({ organization, managementStacks }: Evidence): RowResult {
  if (!organization.known) return unknownRow(organization.unread);
  if (organization.value === undefined) return blockedRow('there is no organization', 'Row 1A-1 comes first.');
  if (!managementStacks.known) return unknownRow(managementStacks.unread);
  const regions = [...managementStacks.value];
  const strange = regions.flatMap(([region, stacks]) => namesOf(region, stacks, ({ of }) => of === undefined));
  const unread = regions.flatMap(([region, stacks]) => (stacks.known ? [] : [{ region, why: stacks.unread }]));
  const permissions = [...new Set(unread.flatMap(({ why }) => why.missingPermission ?? []))];
  const evidence: EvidenceLine[] = [
    ...(strange.length === 0 ? [] : [{ state: 'not met' as const, text: 'stacks found there', about: strange }]),
    ...unread.map(
      ({ region, why }): EvidenceLine => ({ state: 'unknown', text: `stacks in ${region}: ${why.reason}` }),
    ),
    ...otherNotes(regions, strange.length === 0 && unread.length < regions.length),
  ];
  return {
    verdict: strange.length > 0 ? 'not met' : unread.length > 0 ? 'unknown' : 'not assessed',
    evidence,
    advice: [
      ...(strange.length === 0
        ? []
        : ['Move what these stacks run to a member account: service control policies do not bind this one.']),
      ...permissions.map((permission) => `Grant ${permission}, and look again.`),
    ],
    missingPermissions: permissions,
  };
}

type InRegion = readonly [region: string, stacks: Fact<readonly ManagementStack[]>];

function otherNotes(regions: readonly InRegion[], isClean: boolean): EvidenceLine[] {
  const provisioned = regions.flatMap(([region, stacks]) =>
    namesOf(region, stacks, ({ of }) => of === 'Service Catalog'),
  );
  const read = regions.flatMap(([region, stacks]) => (stacks.known ? [region] : []));
  return [
    ...(isClean
      ? [
          {
            state: 'note' as const,
            text: "no stacks there but Control Tower's, StackSets', Service Catalog's and towerctl's; what no stack made is not read by this version",
            about: read,
          },
        ]
      : []),
    ...(provisioned.length === 0
      ? []
      : [
          {
            state: 'note' as const,
            text: 'made by Service Catalog, as Account Factory does, and not counted',
            about: provisioned,
          },
        ]),
  ];
}

function namesOf(
  region: string,
  stacks: Fact<readonly ManagementStack[]>,
  chosen: (stack: ManagementStack) => boolean,
): string[] {
  return stacks.known ? stacks.value.filter(chosen).map(({ name }) => `${name} in ${region}`) : [];
}
