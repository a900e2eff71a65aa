import { maskAccountData } from '../report/mask.js';
import { sanitizeText } from '../report/sanitize.js';
import type { StageContext } from './stage.js';

/**
 * Tells people, where there is a topic, and the log. Ids and emails of accounts are masked: mails are read in many places.
 *
 * @param link where the whole is to be seen; not masked, since it would lead nowhere.
 */
export async function tell(
  { runner, topic, say }: Pick<StageContext, 'runner' | 'topic' | 'say'>,
  subject: string,
  lines: readonly string[],
  link?: string,
): Promise<void> {
  say(maskAccountData(sanitizeText(subject)));
  if (topic === undefined) return;
  const message = [
    ...lines.map((line) => maskAccountData(sanitizeText(line))),
    ...(link === undefined ? [] : ['', link]),
  ].join('\n');
  await runner.sns.publish(topic, { subject: maskAccountData(subject), message });
}
