import type { ProjectName } from '../../src/deployment/names.js';
import { PIPELINES } from '../../src/deployment/names.js';

/** Seconds. Three of them make up the 36 hours that CodeBuild and CodePipeline give a build. */
export const APPLY_TIMES = {
  /** Another run may have the lease for long; the pipeline's own runs come one after the other. */
  waitForLease: 4 * 3_600,
  /** No step is started after it, waiting for the lease included; what runs then has the rest of the 36 hours to end. The next build goes on. */
  stopAfter: 25 * 3_600,
} as const;

/** Seconds: as long as an apply can take, since no plan is made beside one. */
export const PLAN_WAIT = 32 * 3_600;
/** Seconds. The next report comes soon. */
export const DRIFT_WAIT = 12 * 3_600;

/** Builds that run commands of the engine; a pull request's is `pull-request-project.ts`. */
export type StageName = Exclude<ProjectName, 'pullRequest'>;

interface BuildSpecContent {
  readonly version: '0.2';
  readonly env: { readonly shell: 'bash'; readonly 'exported-variables'?: readonly string[] };
  readonly phases: {
    readonly install: { readonly 'runtime-versions': { readonly nodejs: 24 }; readonly commands: readonly string[] };
    readonly build: { readonly commands: readonly string[] };
  };
}

/**
 * The engine is fetched by address and checked by digest before anything of it runs. It is unpacked outside of the
 * source: nothing that lies in a repository can stand in for a part of it, and the source is kept as it came.
 */
export const FETCH_ENGINE: readonly string[] = [
  'export TOWERCTL_WORK="$(mktemp -d)"',
  'cd "$TOWERCTL_WORK"',
  'aws s3 cp "$TOWERCTL_ENGINE_URL" engine.zip --only-show-errors',
  'echo "$TOWERCTL_ENGINE_SHA256  engine.zip" | sha256sum -c -',
  'unzip -q engine.zip -d engine',
];

const ENGINE = 'node engine/dist/cli.mjs';
const MANIFEST = '--manifest "$CODEBUILD_SRC_DIR/$TOWERCTL_MANIFEST"';
const BUCKET = '--bucket "$TOWERCTL_BUCKET" --region "$TOWERCTL_REGION"';
const CONNECTED = `${BUCKET} --role-arn "$TOWERCTL_ROLE_ARN" --topic "$TOWERCTL_TOPIC_ARN"`;
/** By the execution it is asked later who approved, and what became of the run. */
const EXECUTION = '--pipeline "$TOWERCTL_PIPELINE" --execution "$TOWERCTL_EXECUTION"';
const TO_ENV = '--env stage.env';

/** What a command wrote with `--env` becomes the variables that the pipeline's next stages read. */
const TAKE_ENV = 'set -a; . ./stage.env; set +a';

/**
 * A build's commands, without any magic of CodeBuild: they read environment variables and run under any bash.
 * Beside those of the project they read what the pipeline's action sets: RUN_ID, PLAN_DIGEST, TOWERCTL_SOURCE, TOWERCTL_CLONED, EVENTS_OF, TOWERCTL_PIPELINE,
 * TOWERCTL_EXECUTION, TOWERCTL_KEEP_SOURCE, APPLY_STATUS (the apply before).
 */
const COMMANDS: Readonly<Record<StageName, readonly string[]>> = {
  check: [`${ENGINE} run check ${MANIFEST} --source-dir "$CODEBUILD_SRC_DIR"`],
  plan: [
    // Git is run in what CodeBuild itself has cloned, and nowhere else: files in a ZIP that look like a repository bring
    // their own settings, and Git runs the programs that those name.
    'TOWERCTL_AUTHOR="$(if [ -n "${TOWERCTL_CLONED:-}" ]; then git --git-dir="$CODEBUILD_SRC_DIR/.git" log -1 --format=%an 2>/dev/null || true; fi)"',
    [
      `${ENGINE} run plan ${MANIFEST} ${CONNECTED} --source "$TOWERCTL_SOURCE"`,
      '--commit "$CODEBUILD_RESOLVED_SOURCE_VERSION" ${TOWERCTL_AUTHOR:+--author="$TOWERCTL_AUTHOR"}',
      // Events go to one pipeline; what waits for a person is handed from there to the other by its run id.
      `\${TOWERCTL_EVENTS:+--events --release-pipeline ${PIPELINES.release}} \${EVENTS_OF:+--events-of="$EVENTS_OF"}`,
      `${EXECUTION} --wait ${PLAN_WAIT} ${TO_ENV}`,
    ].join(' '),
    TAKE_ENV,
  ],
  apply: [
    [
      // A second continuation has nothing to do where the first was the last.
      `if [ "\${APPLY_STATUS:-}" = DONE ]; then echo "APPLY_STATUS='DONE'" > stage.env; else`,
      `${ENGINE} run apply ${CONNECTED} --run-id "$RUN_ID" --expect "$PLAN_DIGEST"`,
      `${EXECUTION} --stop-after ${APPLY_TIMES.stopAfter} --wait ${APPLY_TIMES.waitForLease} ${TO_ENV}; fi`,
    ].join(' '),
    TAKE_ENV,
  ],
  verify: [
    [
      `${ENGINE} run verify ${MANIFEST} ${CONNECTED} --run-id "$RUN_ID"`,
      '${TOWERCTL_KEEP_SOURCE:+--source-dir "$CODEBUILD_SRC_DIR"}',
      TO_ENV,
    ].join(' '),
    TAKE_ENV,
  ],
  drift: [`${ENGINE} run drift ${MANIFEST} ${CONNECTED} --wait ${DRIFT_WAIT} ${TO_ENV}`, TAKE_ENV],
  heal: [
    `${ENGINE} run heal ${MANIFEST} ${CONNECTED} --kinds "$TOWERCTL_HEAL" --wait ${APPLY_TIMES.waitForLease} ${TO_ENV}`,
    TAKE_ENV,
  ],
};

const EXPORTED: Readonly<Partial<Record<StageName, readonly string[]>>> = {
  plan: ['RUN_ID', 'PLAN_DIGEST', 'PLAN_CHANGES', 'PLAN_SUMMARY', 'PLAN_APPROVAL', 'PLAN_URL'],
  apply: ['APPLY_STATUS'],
  verify: ['VERIFY_STATUS'],
  drift: ['DRIFT_CHANGED', 'DRIFT_COUNT'],
  heal: ['HEAL_STATUS', 'HEAL_COUNT'],
};

export function buildSpecOf(stage: StageName): BuildSpecContent {
  const exported = EXPORTED[stage];
  return {
    version: '0.2',
    env: { shell: 'bash', ...(exported === undefined ? {} : { 'exported-variables': exported }) },
    phases: {
      install: { 'runtime-versions': { nodejs: 24 }, commands: FETCH_ENGINE },
      build: { commands: ['cd "$TOWERCTL_WORK"', ...COMMANDS[stage]] },
    },
  };
}
