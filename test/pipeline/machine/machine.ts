import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodePipelineClient, GetPipelineStateCommand, PutApprovalResultCommand } from '@aws-sdk/client-codepipeline';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { unzipSync } from 'fflate';
import type { JsonObject } from '../../../src/model.js';
import type { RunRecord } from '../../../src/runs/record.js';
import { executionsOf } from '../../../src/simulator/services/codepipeline/for-tests.js';
import { objectAt } from '../../../src/simulator/services/s3/for-services.js';
import { publishedTo } from '../../../src/simulator/services/sns/for-tests.js';
import { clientOf } from '../../simulator/client.js';
import { Accounts } from './account.js';
import { type BuildEnd, Builds, type Source } from './builds.js';
import { Bus } from './bus.js';
import type { Deployed } from './deployed.js';
import { Pipelines } from './pipelines.js';

export interface Answer {
  readonly by: string;
  readonly status?: 'Approved' | 'Rejected';
}

/** The pipeline as AWS would run it, out of its own templates, around a simulated organization. */
export class Machine {
  readonly accounts: Accounts;
  readonly builds: Builds;
  readonly bus: Bus;
  readonly pipelines: Pipelines;
  #seen = 0;
  /** What the branch holds that merges go to. */
  repository: Source = { files: {}, version: '0'.repeat(40) };

  private constructor(deployed: Deployed) {
    this.accounts = new Accounts(deployed);
    this.builds = new Builds(this.accounts, mkdtempSync(join(tmpdir(), 'towerctl-machine-')));
    const publish = (topic: string, message: string) => this.#publish(topic, message);
    this.bus = new Bus(this.accounts, { publish, build: async (project) => void (await this.build(project)) });
    this.pipelines = new Pipelines({
      accounts: this.accounts,
      builds: this.builds,
      repository: () => this.repository,
      unzipped: (bucket, key) => this.#unzipped(bucket, key),
      publish,
      emit: (source, detailType, detail) => this.bus.own(source, detailType, detail),
    });
  }

  /** Deploys. `saved`: the world goes on where another machine of the same deployment has left it. */
  static async open(deployed: Deployed, saved?: JsonObject): Promise<Machine> {
    const machine = new Machine(deployed);
    await machine.builds.open();
    await machine.accounts.open(saved);
    return machine;
  }

  close(): void {
    this.builds.close();
  }

  /** Somebody merges: the pipeline's trigger starts it. @returns the execution. */
  async merge(
    manifest: string,
    { version, author }: { readonly version: string; readonly author: string },
  ): Promise<string> {
    this.repository = { files: { 'manifest/manifest.yaml': manifest }, version, author };
    return this.start('towerctl-release');
  }

  async start(name: string): Promise<string> {
    const { codePipeline } = await this.#services();
    return codePipeline.start({
      name,
      token: `start-${Math.round(this.accounts.clock.now())}-${this.executions(name).length}`,
    });
  }

  executions(name: string) {
    return executionsOf(this.accounts.simulator.world, this.pipelines.place(name));
  }

  /** What a person sees who is asked; undefined where nobody is. */
  asked(execution: string): Readonly<Record<string, string>> | undefined {
    return this.pipelines.execution('towerctl-release', execution).approval?.configuration;
  }

  /** Somebody answers whatever waits, in the console. */
  async answer({ by, status = 'Approved' }: Answer): Promise<void> {
    const { region } = this.accounts.deployed.template;
    const client = new CodePipelineClient(clientOf(this.accounts.simulator, region, await this.accounts.person(by)));
    const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name: 'towerctl-release' }));
    for (const { stageName = '', actionStates = [] } of stageStates) {
      for (const { actionName = '', latestExecution } of actionStates) {
        if (latestExecution?.token === undefined) continue;
        const place = { pipelineName: 'towerctl-release', stageName, actionName, token: latestExecution.token };
        await client.send(new PutApprovalResultCommand({ ...place, result: { status, summary: 'looked at' } }));
      }
    }
    await this.pipelines.settle();
  }

  /** A project with a source of its own. */
  async build(name: string): Promise<BuildEnd> {
    const project = this.accounts.deployed.projects.get(name);
    if (project?.location === undefined) throw new Error(`${name} has no source of its own`);
    const [bucket = '', ...key] = project.location.split('/');
    const source = await this.#unzipped(bucket, key.join('/'));
    if (!source) throw new Error(`s3://${project.location} is not there`);
    const end = await this.builds.run(project, source);
    const detail = { 'project-name': name, 'build-status': end.status, 'build-id': end.id };
    await this.bus.own('aws.codebuild', 'CodeBuild Build State Change', detail);
    return end;
  }

  /** What schedules start, once. */
  async schedules(): Promise<void> {
    for (const arn of this.accounts.deployed.scheduled) await this.build(arn.slice(arn.lastIndexOf('/') + 1));
  }

  /** What was written until now is forgotten. */
  begin(): void {
    this.accounts.simulator.calls.clear();
  }

  /** Builds that have ended since the last time it was asked: `towerctl-plan SUCCEEDED`. */
  ran(): string[] {
    const ended = this.builds.ended.slice(this.#seen);
    this.#seen += ended.length;
    return ended.map(({ project, status }) => `${project} ${status}`);
  }

  /** What has been written to the organization, whoever wrote it: `organizations:AttachPolicy`. */
  writes(): string[] {
    return this.accounts.simulator.calls.order
      .filter(({ isWrite, outcome, api }) => isWrite && outcome === 'ok' && !/^(s3|sns|sts|codepipeline):/.test(api))
      .map(({ api }) => api);
  }

  /** What a namespace's build has left in an execution. */
  left(execution: string, namespace: string, name = 'towerctl-release'): Readonly<Record<string, string>> {
    return this.pipelines.execution(name, execution).variables[namespace] ?? {};
  }

  /** In the run bucket. */
  text(key: string): string {
    return objectAt(this.accounts.simulator.world, this.accounts.deployed.bucket, key) ?? '';
  }

  record(runId: string): RunRecord {
    return JSON.parse(this.text(`runs/${runId}/record.json`));
  }

  notices(): string[] {
    return publishedTo(this.accounts.simulator.world, this.accounts.deployed.topic).map(
      ({ subject = '', message }) => `${subject}\n${message}`,
    );
  }

  async #services() {
    return this.accounts.session(await this.accounts.services()).runner(this.accounts.deployed.template.region);
  }

  async #publish(topic: string, message: string): Promise<void> {
    const { region } = this.accounts.deployed.template;
    const client = new SNSClient(clientOf(this.accounts.simulator, region, await this.accounts.services()));
    await client.send(new PublishCommand({ TopicArn: topic, Message: message }));
  }

  async #unzipped(bucket: string, key: string): Promise<Source | undefined> {
    const found = await this.accounts.fetch(bucket, key);
    return found && { files: unzipSync(found.bytes), version: found.version };
  }
}
