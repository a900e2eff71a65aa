import { BUILT_IN_PRINCIPALS, RESOURCE_NEEDS } from './data/principals.js';
import { GUARDS } from './index.js';

/** docs/reference/guards.md, whole. Generated, so that it cannot say anything else than the code. */
export function guardsReference(): string {
  const sections = GUARDS.map(
    ({ code, title, reason, allowance, absolute }) =>
      `## ${code}\n\n${title}.\n\n${reason}\n\n**Allowance.** ${allowance}${absolute ? ' (absolute)' : ''}\n`,
  );
  return [
    '# Guards\n',
    'A guard looks at a plan before anything is written and says what is wrong with it. An error refuses the plan (exit code 4); a warning is only said. `guards.allow` in the manifest lets a finding pass:\n',
    '```yaml\nguards:\n  allow:\n    - { code: loss-of-protection, at: "account:payments-dr", reason: CHG-9001, until: 2026-12-31 }\n```\n',
    '`at` is an address, or the beginning of one with `*` at its end. An allowance holds up to and including `until` (UTC); one that has ended, or that lets nothing pass, is warned about.\n',
    ...sections,
    '## Who must not be locked out\n',
    ...BUILT_IN_PRINCIPALS.map(principalSection),
    'Ways into an account that a resource control policy can shut:\n',
    RESOURCE_NEEDS.map(
      ({ name, action, resource, why }) => `- ${name}: \`${action}\` on \`${resource}\`; ${why}.`,
    ).join('\n'),
    '',
  ].join('\n');
}

function principalSection({ name, arn, needs, strict }: (typeof BUILT_IN_PRINCIPALS)[number]): string {
  const lines = needs.map(
    ({ actions, resource, why }) =>
      `- on \`${resource}\`: ${actions.map((action) => `\`${action}\``).join(', ')}; ${why}.`,
  );
  const how = strict
    ? 'A deny that may stop it, depending on the request, is warned about.'
    : 'Only a deny that surely stops it is said.';
  return `### ${name}\n\n\`${arn}\`. ${how}\n\n${lines.join('\n')}\n`;
}
