import { z } from 'zod';
import { controlFacts, KNOWN_ALIASES, requiredParameters } from '../../facts/controls.js';
import type { Section, SectionFinding } from '../../kind.js';
import { excludeField, says, targetsField } from '../../manifest/fields.js';
import { controlOf, isControlIdentifier } from './identifier.js';

const entry = z
  .strictObject({
    control: z
      .string()
      .refine(isControlIdentifier, {
        error: says(
          'is not a control',
          'write its alias (AWS-GR_RESTRICT_ROOT_USER, CT.S3.PV.5, SH.S3.1) or its ARN (arn:aws:controlcatalog:::control/...)',
        ),
      })
      .describe('The alias of the control, or its ARN in the catalog or in Control Tower: all of them mean the same.'),
    parameters: z
      .record(z.string().min(1), z.json())
      .refine((value) => Object.keys(value).length > 0, { error: says('is empty', 'leave it out') })
      .optional()
      .describe(
        'Parameters by name, as AWS writes them: `AllowedRegions: [ap-northeast-1]`, `ExemptAssumeRoot: true`. Whole: what is not written here is taken away.',
      ),
    targets: targetsField(
      'Units. A preventive control is inherited and enabled at the top only; a detective or proactive one on each unit (`Workloads/**` = the unit and every unit below).',
    ),
    exclude: excludeField('Units that are left out again.').optional(),
    adopt: z.boolean().optional().describe('Take over a control that is enabled already with other parameters.'),
    onDrift: z
      .enum(['report', 'reset', 'replace'])
      .optional()
      .describe(
        'Absent: drift is reset, and what a moved account took along is reported. `report`: drift is only said. `reset`: what a moved account took along is disabled too. `replace`: where AWS cannot reset, disable and enable again.',
      ),
  })
  .meta({ id: 'Control' });

export type ControlEntry = z.infer<typeof entry>;

export const controls: Section<readonly ControlEntry[]> = {
  key: 'controls',
  title: 'Controls of AWS Control Tower and the units on which they are enabled.',
  schema: z.array(entry),
  check: checkControls,
};

function* checkControls(section: readonly ControlEntry[]): Iterable<SectionFinding> {
  for (const [index, value] of section.entries()) {
    const control = controlOf(value.control);
    if (controlFacts(control).mandatory) {
      yield {
        path: [index, 'control'],
        message: `Control Tower enables ${control} by itself and lets nobody else enable or disable it`,
        hint: 'take the entry out: it is in force wherever Control Tower wants it',
      };
    }
    const known = KNOWN_ALIASES.find((alias) => alias.toLowerCase() === control.toLowerCase());
    if (known !== undefined && known !== control) {
      yield { path: [index, 'control'], message: `there is no control "${control}"`, hint: `did you mean ${known}?` };
    }
    yield* checkParameters(index, control, value.parameters ?? {});
  }
}

function* checkParameters(
  index: number,
  control: string,
  parameters: NonNullable<ControlEntry['parameters']>,
): Iterable<SectionFinding> {
  for (const name of requiredParameters(control)) {
    if (Object.hasOwn(parameters, name)) continue;
    yield {
      path: [index],
      message: `${control} cannot be enabled without the parameter ${name}`,
      hint: `add parameters: { ${name}: [...] }`,
    };
  }
  for (const [name, value] of Object.entries(parameters)) {
    const path = [index, 'parameters', name];
    if (Array.isArray(value) && value.length === 0)
      yield { path, message: 'is an empty list', hint: 'leave the parameter out' };
    if (name === 'ExemptAssumeRoot' && value !== true)
      yield { path, message: 'AWS takes no other value than true', hint: 'leave the parameter out to exempt nothing' };
  }
}
