import type { Change, Plan } from '../../src/model.js';

/** A plan that holds these changes and nothing else of interest. */
export function planWith(changes: readonly Change[], more: Partial<Plan> = {}): Plan {
  return {
    format: 1,
    engine: '0.1.0',
    manifest: { name: 'test', digest: 'abc' },
    organizationId: 'o-exampleorg1',
    homeRegion: 'ap-northeast-1',
    scope: [],
    changes,
    unknown: [],
    problems: [],
    allowed: [],
    unmanaged: [],
    quotas: [],
    reach: { accounts: 0, of: 0 },
    estimate: { low: 0, high: 0, writes: 0 },
    names: { accounts: {}, was: {} },
    guards: { passed: [] },
    ...more,
  };
}
