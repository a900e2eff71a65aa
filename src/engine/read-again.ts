import { TowerctlError } from '../errors.js';
import type { Kind } from '../kind.js';
import { KINDS } from '../kinds/index.js';
import type { Address, Desired, JsonObject, Plan } from '../model.js';
import { type ActiveChange, isActive, specAfter, specBefore } from '../plan/order.js';
import { nodesWithin } from '../plan/scope.js';
import type { EngineOptions } from './options.js';
import { openOrganization } from './organization.js';
import { type DeclaredByKind, type ReadContext, readKinds } from './reading.js';

export type ReadAgain = ReadContext & { readonly readings: Awaited<ReturnType<typeof readKinds>> };

/** Reads what a saved plan changes and relies on, without the manifest: the plan holds what naming needs. */
export async function readAgain(
  plan: Plan,
  options: EngineOptions,
  kindsToRead: 'needed' | 'all' = 'needed',
): Promise<ReadAgain> {
  const { clock, listener = () => {} } = options;
  const aws = options.aws.inHomeRegion(plan.homeRegion, plan.memberRoles, plan.identityCenterRegion);
  aws.forget();
  const live = await openOrganization(
    aws,
    { name: plan.manifest.name, organization: { id: plan.organizationId } },
    plan.names,
    false,
  );
  const context: ReadContext = {
    aws: { ...aws, live },
    live,
    manifestName: plan.manifest.name,
    hints: plan.names,
    clock,
    listener,
    onlyDeclared: kindsToRead === 'needed',
    ...(plan.scope.length > 0 && { within: nodesWithin(plan.scope, [live.organization]) }),
  };
  const names = new Set(
    plan.changes
      .filter(isActive)
      .flatMap((change) => [change.kind, ...standsOn(change).map((address) => kindOfAddress(address))]),
  );
  // A plan that has nothing to do with Control Tower asks nothing of it either.
  const readable = (kind: Kind): boolean => plan.controlTower === true || kind.needsLandingZone === undefined;
  const kinds = KINDS.filter((kind) => names.has(kind.name) || (kindsToRead === 'all' && readable(kind)));
  const readings = await readKinds(kinds, declaredIn(plan), context);
  const unreadable = readings.flatMap((reading) => reading.unknown);
  if (unreadable.length > 0) {
    throw new TowerctlError(
      'denied',
      `what the plan stands on cannot be read, so nothing was written: ${unreadable.map((entry) => entry.reason).join('; ')}`,
    );
  }
  return { ...context, readings };
}

function kindOfAddress(address: Address): string {
  const prefix = address.slice(0, address.indexOf(':'));
  return KINDS.find((kind) => kind.prefix === prefix)?.name ?? prefix;
}

/** What a change relies on, whether or not the plan noted how it was: a step needs its id. */
function standsOn(change: ActiveChange): Address[] {
  const kind = KINDS.find(({ name }) => name === change.kind);
  const specs = [specBefore(change), specAfter(change)].filter((spec) => spec !== undefined);
  return [...change.reads.map(({ address }) => address), ...specs.flatMap((spec) => kind?.needs(spec) ?? [])];
}

/** The plan stands in for the manifest: what it changes, and what it relies on, is what is declared. */
function declaredIn(plan: Plan): DeclaredByKind {
  const declared = new Map<string, Map<Address, Desired>>();
  const add = (kind: string, address: Address, spec: JsonObject, absent = false): void => {
    const ofKind = declared.get(kind) ?? new Map<Address, Desired>();
    ofKind.set(address, { address, spec, origin: { file: '', line: 0, column: 0 }, ...(absent && { absent }) });
    declared.set(kind, ofKind);
  };
  for (const change of plan.changes.filter(isActive)) {
    for (const address of standsOn(change)) add(kindOfAddress(address), address, {});
  }
  for (const change of plan.changes.filter(isActive)) {
    const after = specAfter(change);
    add(change.kind, change.address, after ?? specBefore(change) ?? {}, after === undefined);
  }
  return declared;
}
