import { KEYS, type ORGANIZATION_ROLES, type PIPELINES, type ProjectName } from '../../src/deployment/names.js';

export type PipelineCall = 'StartPipelineExecution' | 'GetPipelineExecution' | 'ListActionExecutions';

/** What a build may do in the account it runs in. In the organization it may what its role there may. */
export interface BuildRights {
  /** The one role of the management account that it may assume. */
  readonly organizationRole?: keyof typeof ORGANIZATION_ROLES;
  /** Keys of the run bucket, and why. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly deletes: readonly string[];
  readonly publishes: boolean;
  /** Calls of CodePipeline, and about which pipelines. */
  readonly pipelines: Readonly<Partial<Record<PipelineCall, readonly (keyof typeof PIPELINES)[]>>>;
  /** `pipeline`: artifacts of the two pipelines. `applied`: the manifest that was applied last. */
  readonly source: 'pipeline' | 'applied' | 'webhook';
}

const NOTHING = {
  reads: [],
  writes: [],
  deletes: [],
  publishes: false,
  pipelines: {},
} as const;

/** Who holds the lease, what is held, and what runs before wrote. */
const RUNS = ['lease/*', 'holds.json', 'runs/*'];
/** The lease is renewed and handed over by whoever writes in the organization. */
const LEASE = ['lease/*', 'leases/*'];

export const BUILD_RIGHTS: Readonly<Record<ProjectName, BuildRights>> = {
  // Reads the source and nothing else: no organization, no bucket, nobody to tell.
  check: { ...NOTHING, source: 'pipeline' },
  plan: {
    ...NOTHING,
    organizationRole: 'plan',
    reads: [
      ...RUNS,
      KEYS.approval,
      `${KEYS.pendingEvents}*`,
      `${KEYS.takenEvents}*`,
      `${KEYS.notices}*`,
      KEYS.startedRun,
    ],
    writes: ['runs/*', `${KEYS.takenEvents}*`],
    // Events that lie with its run now, marks of runs that ended, and the mark that a run will come.
    deletes: [`${KEYS.pendingEvents}*`, `${KEYS.takenEvents}*`, KEYS.startedRun],
    publishes: true,
    // What waits for a person is handed to the release; what runs before took is asked of their executions.
    pipelines: { StartPipelineExecution: ['release'], GetPipelineExecution: ['lifecycle'] },
    source: 'pipeline',
  },
  apply: {
    ...NOTHING,
    organizationRole: 'apply',
    reads: [...RUNS, 'leases/*', KEYS.approval],
    writes: [...LEASE, 'runs/*'],
    publishes: true,
    // Whether somebody approved, and who.
    pipelines: { ListActionExecutions: ['release', 'lifecycle'] },
    source: 'pipeline',
  },
  // The only one that says what events and healing work from.
  verify: {
    ...NOTHING,
    organizationRole: 'plan',
    reads: [...RUNS, KEYS.applied, KEYS.approval],
    writes: ['runs/*', KEYS.applied, KEYS.approval],
    publishes: true,
    source: 'pipeline',
  },
  drift: {
    ...NOTHING,
    organizationRole: 'plan',
    reads: [...RUNS, 'drift/*'],
    writes: ['drift/*'],
    publishes: true,
    source: 'applied',
  },
  heal: {
    ...NOTHING,
    organizationRole: 'apply',
    reads: [...RUNS, 'leases/*'],
    writes: [...LEASE, 'runs/*'],
    publishes: true,
    source: 'applied',
  },
  pullRequest: {
    ...NOTHING,
    organizationRole: 'pullRequest',
    writes: [`${KEYS.pullRequests}*`],
    source: 'webhook',
  },
};
