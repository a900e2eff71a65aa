import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TowerctlError } from '../errors.js';
import type { JsonObject } from '../model.js';

/** A stack as it was synthesized. */
export interface SynthesizedStack {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  readonly resources: Readonly<Record<string, SynthesizedResource>>;
}

export interface SynthesizedResource {
  readonly type: string;
  readonly properties: JsonObject;
  /** CloudFormation leaves it when the stack is deleted. */
  readonly isRetained: boolean;
}

const ENVIRONMENT = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/;

/** The stacks in a cloud assembly, in the order that the app made them. */
export async function readAssembly(folder: string): Promise<readonly SynthesizedStack[]> {
  const { artifacts } = await readJson(join(folder, 'manifest.json'));
  if (!isObject(artifacts)) throw new TowerctlError('bug', `${folder}/manifest.json has no artifacts`);
  const stacks = Object.values(artifacts).filter(
    (artifact): artifact is JsonObject => isObject(artifact) && artifact['type'] === 'aws:cloudformation:stack',
  );
  return Promise.all(stacks.map((artifact) => readStack(folder, artifact)));
}

async function readStack(folder: string, artifact: JsonObject): Promise<SynthesizedStack> {
  const { properties, environment, displayName } = artifact;
  const [, account = '', region = ''] = ENVIRONMENT.exec(String(environment)) ?? [];
  const file = isObject(properties) ? String(properties['templateFile']) : '';
  const name = isObject(properties) && properties['stackName'] !== undefined ? properties['stackName'] : displayName;
  const { Resources: resources } = await readJson(join(folder, file));
  const read = isObject(resources) ? Object.entries(resources) : [];
  return {
    name: String(name),
    account,
    region,
    resources: Object.fromEntries(read.map(([id, resource]) => [id, resourceOf(resource)])),
  };
}

function resourceOf(resource: unknown): SynthesizedResource {
  const { Type, Properties, DeletionPolicy } = isObject(resource) ? resource : {};
  return {
    type: String(Type),
    properties: isObject(Properties) ? Properties : {},
    isRetained: DeletionPolicy === 'Retain' || DeletionPolicy === 'RetainExceptOnCreate',
  };
}

async function readJson(file: string): Promise<JsonObject> {
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (isObject(parsed)) return parsed;
  throw new TowerctlError('bug', `${file} is no JSON object`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
