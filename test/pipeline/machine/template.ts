import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { z } from 'zod';

const resourceSchema = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });
type Resource = z.infer<typeof resourceSchema>;
export type Properties = Readonly<Record<string, unknown>>;

/** Which property is what `Ref` answers; of those that are not here it is the logical id, a topic's is its ARN. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodePipeline::Pipeline': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

/** A synthesized stack as CloudFormation would deploy it: references have become names and ARNs. */
export class Template {
  readonly account: string;
  readonly region: string;
  readonly #resources: Readonly<Record<string, Resource>>;

  constructor({ template, environment }: CloudFormationStackArtifact) {
    this.#resources = templateSchema.parse(template).Resources;
    this.account = environment.account;
    this.region = environment.region;
  }

  /** Properties of all of a type, resolved; what is given no name has its logical id for one. */
  all(type: string): Properties[] {
    const name = NAMES[type];
    return Object.entries(this.#resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => ({
        ...(name !== undefined && { [name]: id }),
        ...(this.#resolve(Properties) as Properties),
      }));
  }

  /** @throws Error There is no such thing. */
  named(type: string, name: string): Properties {
    const found = this.all(type).find((properties) => properties[NAMES[type] ?? ''] === name);
    if (!found) throw new Error(`the template has no ${type} named ${name}`);
    return found;
  }

  #resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#resolve(each));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [[name, given] = ['', undefined]] = entries;
    if (entries.length === 1 && name === 'Ref') return this.#reference(String(given));
    if (entries.length === 1 && name.startsWith('Fn::')) return this.#call(name, given);
    return Object.fromEntries(entries.map(([key, each]) => [key, this.#resolve(each)]));
  }

  #call(name: string, given: unknown): unknown {
    if (name === 'Fn::Join') {
      const [glue, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(given);
      return parts.map((part) => String(this.#resolve(part))).join(glue);
    }
    if (name === 'Fn::Sub') {
      return z
        .string()
        .parse(given)
        .replace(/\$\{([\w:]+)\}/g, (_, reference: string) => this.#reference(reference));
    }
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = z.tuple([z.string(), z.string()]).parse(given);
      return attribute === 'Arn' ? this.#arn(id) : `${id}.${attribute}`;
    }
    throw new Error(`${name} is not resolved here`);
  }

  #reference(id: string): string {
    const pseudo: Readonly<Record<string, string>> = {
      'AWS::AccountId': this.account,
      'AWS::Partition': 'aws',
      'AWS::Region': this.region,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    const type = this.#resources[id]?.Type;
    if (type === 'AWS::SNS::Topic' || type === 'AWS::IAM::ManagedPolicy') return this.#arn(id);
    return pseudo[id] ?? this.#name(id);
  }

  #name(id: string): string {
    const resource = this.#resources[id];
    if (!resource) throw new Error(`the template has no ${id}`);
    const name = resource.Properties[NAMES[resource.Type] ?? ''];
    return name === undefined ? id : String(this.#resolve(name));
  }

  #arn(id: string): string {
    const name = this.#name(id);
    const type = this.#resources[id]?.Type ?? '';
    const here = `${this.region}:${this.account}`;
    const arns: Readonly<Record<string, string>> = {
      'AWS::CodeBuild::Project': `arn:aws:codebuild:${here}:project/${name}`,
      'AWS::CodePipeline::Pipeline': `arn:aws:codepipeline:${here}:${name}`,
      'AWS::Events::EventBus': `arn:aws:events:${here}:event-bus/${name}`,
      'AWS::IAM::ManagedPolicy': `arn:aws:iam::${this.account}:policy/${name}`,
      'AWS::IAM::Role': `arn:aws:iam::${this.account}:role/${name}`,
      'AWS::Lambda::Function': `arn:aws:lambda:${here}:function:${name}`,
      'AWS::S3::Bucket': `arn:aws:s3:::${name}`,
      'AWS::SNS::Topic': `arn:aws:sns:${here}:${name}`,
      'AWS::SQS::Queue': `arn:aws:sqs:${here}:${name}`,
    };
    return arns[type] ?? `arn:aws:other:${here}:${name}`;
  }
}
