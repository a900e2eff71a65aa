import type { Kind } from '../../../src/kind.js';
import { enabledControl } from '../../../src/kinds/enabled-control/kind.js';
import { computeKind } from '../../../src/plan/compute.js';
import { NAMES } from '../../support/toy-kind.js';
import { type FakeOptions, read } from './fake.js';

/** What a plan would hold of it: `repair drift control:...`. */
export async function planned(options: FakeOptions) {
  const { live, problems } = await read(options);
  const desired = new Map((options.declared ?? []).map((entry) => [entry.address, entry]));
  const kind = enabledControl as unknown as Kind;
  const { changes, problems: found } = computeKind(
    { kind, desired, live: new Map(live.map((one) => [one.address, one])), unknown: [] },
    NAMES,
  );
  return {
    changes: changes.map((change) => `${change.action} ${change.why} ${change.address}`),
    problems: [...problems, ...found].map(({ code, message }) => `${code}: ${message}`),
    details: changes.flatMap((change) => ('detail' in change && change.detail !== undefined ? [change.detail] : [])),
  };
}
