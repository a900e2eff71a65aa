import { InvalidArgumentError } from 'commander';
import type { RunSource } from '../lease/lease.js';

/** Where a run reads from and writes to. */
export interface ConnectOptions {
  readonly sandbox?: boolean;
  /** Seed file of the embedded simulator, `default` or `none`. */
  readonly seed?: string;
  /** Output of `aws controlcatalog list-controls` that the simulator answers from. */
  readonly catalog?: string;
  /** File that keeps the embedded simulator's state between runs. */
  readonly state?: string;
  readonly pace?: number | 'off';
  /** The role that the organization is entered by; absent = the process's own identity. */
  readonly roleArn?: string;
  readonly color: boolean;
}

/** The run bucket: the lease, holds and records that runs share. */
export interface BucketOptions {
  readonly bucket?: string;
  /** Where the bucket is, if not in the home Region. */
  readonly region?: string;
  /** Seconds to wait for the lease. */
  readonly wait?: number;
  /** The run that this process goes on with; absent = a new one. */
  readonly runId?: string;
  /** Who started it; `cli` unless given. */
  readonly source?: RunSource;
}

export interface ManifestOptions extends ConnectOptions {
  readonly manifest?: string;
  readonly variables?: string;
}

export type Format = 'text' | 'json' | 'markdown';
export const FORMATS: readonly Format[] = ['text', 'json', 'markdown'];

export interface ReadOptions extends ManifestOptions {
  readonly format: Format;
  readonly scope: readonly string[];
}

export interface PlanOptions extends ReadOptions, BucketOptions {
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly resetDrift?: boolean;
}

export interface DriftOptions extends ReadOptions {
  /** Starts a drift detection on every declared StackSet first, and waits for it. */
  readonly detect?: boolean;
  readonly strict?: boolean;
}

export interface ChecklistOptions extends Omit<ManifestOptions, 'manifest'> {
  /** False: without one, even where one lies in the usual place. */
  readonly manifest?: string | false;
  readonly format: Format;
  readonly failOn?: 'not-met';
}

export interface WriteOptions extends ConnectOptions, BucketOptions {
  readonly approve?: boolean;
  readonly undoFile?: string;
}

export interface ApplyOptions extends WriteOptions, ManifestOptions {
  readonly scope: readonly string[];
  readonly resetDrift?: boolean;
}

export interface LifecycleOptions extends WriteOptions, ManifestOptions {
  /** A file with events. */
  readonly event: string;
  readonly dryRun?: boolean;
  readonly unattended?: boolean;
}

export interface RootAuditOptions extends ManifestOptions {
  readonly out?: string;
  readonly scope: readonly string[];
}

export interface RootTaskOptions extends ManifestOptions {
  readonly approve?: boolean;
  /** Where the bucket or the queue is, if not in the home Region. */
  readonly region?: string;
  /** Where the policy that goes is kept. */
  readonly backup?: string;
}

export interface LeaseOptions extends ConnectOptions {
  readonly bucket: string;
  readonly region?: string;
  readonly takeOver?: boolean;
  readonly reason?: string;
  readonly approve?: boolean;
  readonly format: 'text' | 'json';
}

export interface HoldOptions extends ConnectOptions {
  readonly bucket: string;
  readonly region?: string;
  readonly until?: string;
  readonly reason?: string;
  readonly list?: boolean;
  readonly release?: string;
  readonly format: 'text' | 'json';
}

export interface PermissionsOptions extends Omit<ManifestOptions, 'manifest'> {
  /** False: without one, even where one lies in the usual place. */
  readonly manifest?: string | false;
  readonly format: 'text' | 'json';
  /** Only kinds that the manifest has a section for. */
  readonly declared?: boolean;
  readonly accountId?: string;
  readonly bucket?: string;
  readonly keyArn?: string;
  readonly out?: string;
}

export interface BootstrapOptions extends ManifestOptions {
  readonly preview?: boolean;
  readonly approve?: boolean;
  readonly destroy?: boolean;
  readonly out?: string;
  /** A released engine, as a ZIP file. */
  readonly engine?: string;
}

export interface SandboxOptions {
  readonly port: number;
  readonly seed?: string;
  readonly catalog?: string;
  readonly state?: string;
  readonly accountId?: string;
  readonly pace?: SandboxPace;
  /** Multiplies the documented request rates. */
  readonly rates: number | 'off';
  readonly color: boolean;
}

/** How long the sandbox's slow operations take: src/simulator/world.ts. */
export type SandboxPace =
  | { readonly kind: 'immediate' }
  | { readonly kind: 'polls'; readonly polls: number }
  | { readonly kind: 'time'; readonly ms: number };

export function parsePace(text: string): number | 'off' {
  if (text === 'off') return 'off';
  const percent = /^\d+(\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (percent > 0 && percent <= 100) return percent;
  throw new InvalidArgumentError('Give a percentage of the rates that AWS documents, from 1 to 100, or `off`.');
}

export function parseSandboxPace(text: string): SandboxPace {
  if (text === 'immediate') return { kind: 'immediate' };
  const match = /^(polls|time):(\d{1,9})$/.exec(text);
  if (match?.[1] === 'polls') return { kind: 'polls', polls: Number(match[2]) };
  if (match?.[1] === 'time') return { kind: 'time', ms: Number(match[2]) };
  throw new InvalidArgumentError('Give `immediate`, `polls:N` (asked N times) or `time:MS` (milliseconds).');
}

export function parseRates(text: string): number | 'off' {
  if (text === 'off') return 'off';
  const factor = /^\d+(\.\d+)?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (factor > 0) return factor;
  throw new InvalidArgumentError('Give a factor on the rates that AWS documents (1 = as AWS), or `off`.');
}

export function parseWait(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= 604_800) return seconds;
  throw new InvalidArgumentError('Give whole seconds, 0 (do not wait) to 604800 (a week).');
}

export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('Give a port from 0 (any free one) to 65535.');
}

export function parseRoleArn(text: string): string {
  if (/^arn:aws[\w-]*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('Give the ARN of a role: arn:aws:iam::123456789012:role/NAME.');
}

export function parseAccountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('An account id has 12 digits.');
}

export function parseScope(text: string, previous: readonly string[]): readonly string[] {
  if (/^(root|unit:.+|account:.+)$/.test(text)) return [...previous, text];
  throw new InvalidArgumentError('Give `root`, `unit:PATH` (with everything below) or `account:NAME`.');
}
