import type { OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { objectAtUrl } from '../s3/for-services.js';
import { parameterValue } from '../ssm/for-services.js';
import { constraint, validation } from './errors.js';

type Input = Readonly<Record<string, unknown>>;

/** Bytes of a template: in the request, and in S3. */
const MOST_INLINE = 51_200;
const MOST_IN_S3 = 1_000_000;

/**
 * The text of TemplateBody, or of the object that TemplateURL names; undefined when the request has neither.
 *
 * @throws ServiceError ValidationError when it has both, or the text is too long or not to be had.
 */
export function templateText(input: Input, { world }: Pick<OperationContext<World>, 'world'>): string | undefined {
  const { TemplateBody: body, TemplateURL: url } = input;
  if (typeof body === 'string' && typeof url === 'string') {
    throw validation('Template URL and Template Body cannot both be specified.');
  }
  if (typeof body === 'string') {
    if (Buffer.byteLength(body) > MOST_INLINE) {
      throw constraint('templateBody', body, `have length less than or equal to ${MOST_INLINE}`);
    }
    if (body === '') throw constraint('templateBody', body, 'have length greater than or equal to 1');
    return body;
  }
  return typeof url === 'string' ? fetched(world, url) : undefined;
}

export function requiredTemplateText(input: Input, context: Pick<OperationContext<World>, 'world'>): string {
  const text = templateText(input, context);
  if (text === undefined) throw validation('Either Template URL or Template Body must be specified.');
  return text;
}

function fetched(world: World, url: string): string {
  const isSupported = URL.canParse(url) && /^https:\/\/[^/]*\.amazonaws\.com(\.cn)?\//.test(url);
  if (!isSupported) throw validation('TemplateURL must be a supported URL.');
  const text = objectAtUrl(world, url);
  if (text === undefined) throw validation('S3 error: Access Denied');
  if (Buffer.byteLength(text) > MOST_IN_S3) throw validation(`Template may not exceed ${MOST_IN_S3} bytes in size.`);
  return text;
}

/** What an SSM parameter of a template stands for; a SecureString stands for nothing here, as at AWS. */
export function systemsManagerValue(world: World, accountId: string, region: string, name: string): string | undefined {
  const parameter = parameterValue(world, accountId, region, name);
  return parameter?.type === 'SecureString' ? undefined : parameter?.value;
}
