import type { JsonObject } from '../../../model.js';
import { resourcesOfType } from './capabilities.js';
import { declarations } from './declarations.js';
import type { TemplateFault } from './fault.js';
import { references } from './references.js';
import { secrets } from './secrets.js';
import { structure } from './structure.js';

/** Bytes of a template that goes through a bucket, as everything over 51,200 bytes does (CloudFormation quotas). */
export const MOST_BYTES = 1_000_000;

export interface CheckOptions {
  readonly permissions: 'service-managed' | 'self-managed';
}

/** Everything that can be told of a template before anything is sent. */
export function* checkTemplate(template: JsonObject, body: string, options: CheckOptions): Generator<TemplateFault> {
  yield* structure(template);
  yield* declarations(template);
  yield* references(template);
  yield* secrets(template);
  yield* size(body);
  if (options.permissions === 'service-managed') yield* refusedWhenServiceManaged(template);
}

function* size(body: string): Generator<TemplateFault> {
  const bytes = Buffer.byteLength(body);
  if (bytes <= MOST_BYTES) return;
  yield {
    path: [],
    message: `the template has ${bytes.toLocaleString('en')} bytes; ${MOST_BYTES.toLocaleString('en')} is the most that CloudFormation takes`,
    hint: 'split it into two baselines',
  };
}

/** Source: CloudFormation user guide, StackSets and Organizations: neither transforms nor nested stacks. */
function* refusedWhenServiceManaged(template: JsonObject): Generator<TemplateFault> {
  const hint = 'write it out, or use permissions: self-managed';
  if (template['Transform'] !== undefined) {
    yield {
      path: ['Transform'],
      atKey: true,
      message: 'a service-managed StackSet takes no template with a transform',
      hint,
    };
  }
  for (const name of resourcesOfType(template, 'AWS::CloudFormation::Stack')) {
    yield {
      path: ['Resources', name, 'Type'],
      message: 'a service-managed StackSet takes no nested stack',
      hint,
    };
  }
}
