import type { DesiredContext, TemplateFile } from '../../kind.js';
import { isOutput, valuesOf } from './check.js';
import { type BaselineEntry, stackBaselines } from './section.js';
import { stackBaselineAddress } from './spec.js';
import { checkTemplate } from './template/check.js';
import { checkValues } from './values.js';

/** What CloudFormation would refuse of the template, each at its place in the template's file. */
export function sayTemplate(context: DesiredContext, key: string, entry: BaselineEntry, template: TemplateFile): void {
  const serviceManaged = entry.permissions === undefined || entry.permissions === 'service-managed';
  const faults = checkTemplate(template.document, template.body, {
    permissions: serviceManaged ? 'service-managed' : 'self-managed',
  });
  const placed = [...faults].map((fault) => ({
    ...fault,
    origin: fault.atKey === true ? template.keyOriginOf(...fault.path) : template.originOf(...fault.path),
  }));
  // As they stand in the file: it is read from top to bottom.
  placed.sort((one, other) => one.origin.line - other.origin.line || one.origin.column - other.origin.column);
  for (const { path, message, hint, origin } of placed) {
    context.problem({
      code: 'baseline-template',
      address: stackBaselineAddress(key),
      origin,
      message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
      ...(hint !== undefined && { hint }),
    });
  }
}

/** What is wrong with the manifest's values for the template's parameters. */
export function sayValues(context: DesiredContext, key: string, entry: BaselineEntry): void {
  for (const finding of checkValues(context.manifest, key, entry)) {
    context.problem({ code: 'baseline-parameter', address: stackBaselineAddress(key), ...finding });
  }
  const { manifest, organization } = context;
  for (const { value, path } of valuesOf(entry)) {
    if (!isOutput(value)) continue;
    const account = value.account.replace(/^account:/, '');
    if (account === 'management' || organization.has(`account:${account}`)) continue;
    context.problem({
      code: 'baseline-parameter',
      address: stackBaselineAddress(key),
      origin: manifest.originOf(stackBaselines.key, key, ...path, 'account'),
      message: `there is no account "${account}" in the manifest or the organization`,
      hint: 'name the account whose stack has the output, or management',
    });
  }
}
