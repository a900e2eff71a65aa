import { isObject } from '../../../../iam/document.js';
import type { Json } from '../../../../model.js';
import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { ownBucket } from '../access.js';
import { setPolicy } from '../state.js';

const MOST_BYTES = 20_480;

const PutBucketPolicy: Operation<World> = (input, context) => {
  const bucket = ownBucket(input, context);
  const text = String(input['Policy'] ?? '');
  if (Buffer.byteLength(text) > MOST_BYTES) throw malformed(`the policy is larger than ${MOST_BYTES} bytes`);
  checkPolicy(text, bucket.name);
  setPolicy(context.world, bucket, text);
  return {};
};

/** A policy names its bucket, and nobody else's. */
function checkPolicy(text: string, bucket: string): void {
  const document = parsed(text);
  const listed = document['Statement'];
  const statements: readonly (Json | undefined)[] = Array.isArray(listed) ? listed : [listed];
  for (const statement of statements) {
    if (!isObject(statement)) throw malformed('Missing required field Statement');
    if (statement['Principal'] === undefined && statement['NotPrincipal'] === undefined) {
      throw malformed('Missing required field Principal');
    }
    const { Resource: resource, NotResource: others } = statement;
    const resources = [resource ?? others ?? []].flat().map(String);
    const isForeign = (arn: string): boolean => arn.split('/')[0] !== `arn:aws:s3:::${bucket}`;
    if (resources.length === 0 || resources.some(isForeign)) throw malformed('Policy has invalid resource');
  }
}

function parsed(text: string) {
  try {
    const document = JSON.parse(text) as Json;
    if (isObject(document)) return document;
  } catch {
    // Said below.
  }
  throw malformed('This policy contains invalid Json');
}

const GetBucketPolicy: Operation<World> = (input, context) => {
  const { name, policy } = ownBucket(input, context);
  if (policy === undefined) {
    const message = 'The bucket policy does not exist';
    throw new ServiceError('NoSuchBucketPolicy', message, { BucketName: name }, 404);
  }
  return { Policy: policy };
};

/** Succeeds without one too. */
const DeleteBucketPolicy: Operation<World> = (input, context) => {
  setPolicy(context.world, ownBucket(input, context), undefined);
  return {};
};

const malformed = (message: string): ServiceError => new ServiceError('MalformedPolicy', message);

export const policyOperations = { PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy };
