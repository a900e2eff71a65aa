import type { RunnerPorts } from '../aws/session.js';
import type { EngineOptions } from '../engine/options.js';
import type { RequestLog } from '../runs/record.js';
import type { RunPlace } from '../runs/run.js';

/** What a stage of a pipeline works with. The organization is entered through `engine.aws`, the bucket through `runner`. */
export interface StageContext {
  readonly engine: EngineOptions;
  /** Of the account that this process runs in, in the Region of the bucket. */
  readonly runner: RunnerPorts;
  /** The run bucket. */
  readonly place: RunPlace;
  /** Also the name of the sessions in other accounts. */
  readonly runId: string;
  /** Where the session tells its answers; absent = no request ids in the record. */
  readonly requests?: RequestLog;
  /** SHA-256 of the engine's ZIP file, where this build has checked it. */
  readonly engineDigest?: string;
  /** ARN of the topic for people; absent = nobody is told. */
  readonly topic?: string;
  /** A line for the log of the build: never ids or emails of accounts. */
  readonly say: (line: string) => void;
}
