import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { buildApp } from '../../../pipeline/app.js';
import { deploymentSettings } from '../../../src/bootstrap/settings.js';
import { STACKS } from '../../../src/deployment/names.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import { ENGINE_VERSION } from '../../support/organization.js';
import {
  type DeployedRole,
  type Pipeline,
  type Project,
  pipelinesOf,
  projectsOf,
  type Rule,
  rolesOf,
  rulesOf,
} from './deployment.js';
import { Template } from './template.js';

const functionSchema = z.object({
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});
const mappingSchema = z.object({ BatchSize: z.number(), EventSourceArn: z.string() });
const scheduleSchema = z.object({ Target: z.object({ Arn: z.string() }) });

/** What `towerctl bootstrap` would deploy for a manifest, synthesized and read back. */
export class Deployed {
  readonly template: Template;
  readonly management: Template;
  readonly projects: ReadonlyMap<string, Project>;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly rules: readonly Rule[];
  /** By Region: what forwards in the management account. */
  readonly forwarding: ReadonlyMap<string, readonly Rule[]>;
  readonly roles: readonly DeployedRole[];
  /** Bytes of the engine's ZIP file, as they lie in the bucket of assets. */
  readonly #assets: string;

  constructor(manifest: Manifest, folder: string) {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'engine.zip');
    const engine = zipSync({ 'dist/cli.mjs': Buffer.from('// the engine') });
    writeFileSync(file, engine);
    const sha256 = createHash('sha256').update(engine).digest('hex');
    const place = { managementAccountId: '123456789012', idOf: () => undefined };
    const settings = deploymentSettings(manifest, place, { file, sha256, version: ENGINE_VERSION });
    this.#assets = join(folder, 'assembly');
    const assembly = buildApp(settings, this.#assets).synth();
    this.template = new Template(assembly.getStackByName(STACKS.deployment));
    this.management = new Template(assembly.getStackByName(STACKS.management));
    const events = assembly.stacks
      .filter(({ stackName }) => stackName === STACKS.events)
      .map((stack) => new Template(stack));
    this.projects = projectsOf(this.template);
    this.pipelines = pipelinesOf(this.template);
    this.rules = rulesOf(this.template);
    this.forwarding = new Map(events.map((template) => [template.region, rulesOf(template)]));
    this.roles = [...rolesOf(this.template), ...rolesOf(this.management)];
  }

  /** What the builds are told: the template names it once more in each of them. */
  get bucket(): string {
    return this.#variable('TOWERCTL_BUCKET');
  }

  get topic(): string {
    return this.#variable('TOWERCTL_TOPIC_ARN');
  }

  /** The function that takes events, and how it is given them. */
  get events() {
    const [made] = this.template.all('AWS::Lambda::Function').map((properties) => functionSchema.parse(properties));
    const [mapping] = this.template
      .all('AWS::Lambda::EventSourceMapping')
      .map((properties) => mappingSchema.parse(properties));
    if (!made || !mapping) throw new Error('the template has no function of events');
    return {
      role: made.Role,
      variables: made.Environment.Variables,
      batch: mapping.BatchSize,
      queue: mapping.EventSourceArn,
    };
  }

  /** ARNs of what schedules start. */
  get scheduled(): string[] {
    return this.template
      .all('AWS::Scheduler::Schedule')
      .map((properties) => scheduleSchema.parse(properties).Target.Arn);
  }

  /** An object of the bucket of assets, by its URL. */
  asset(url: string): Uint8Array {
    return readFileSync(join(this.#assets, `asset.${basename(url)}`));
  }

  #variable(name: string): string {
    const [value] = [...this.projects.values()].flatMap(({ variables }) => variables[name] ?? []);
    if (value === undefined) throw new Error(`no build is told ${name}`);
    return value;
  }
}
