import { Document, isCollection, visit } from 'yaml';
import { blockedRow, unknownRow } from '../answers.js';
import type { Evidence, OrganizationFacts } from '../evidence.js';
import type { RowResult } from '../verdict.js';

/** One row of the target state. */
export interface RowDefinition {
  readonly id: string;
  readonly title: string;
  /** What the verdict is judged by, one sentence. */
  readonly judged: string;
  /** This version does not read enough to ever call it met. */
  readonly neverMet?: true;
  /** Pure: evidence in, verdict out. */
  assess(evidence: Evidence): RowResult;
}

/** Policies of any type need an organization with all features: 1A-1 comes first. */
export function inOrganization(evidence: Evidence, assess: (organization: OrganizationFacts) => RowResult): RowResult {
  const { organization } = evidence;
  if (!organization.known) return unknownRow(organization.unread);
  if (organization.value === undefined) return blockedRow('there is no organization', 'Row 1A-1 comes first.');
  if (!organization.value.allFeatures) {
    return blockedRow('the organization has consolidated billing only, not all features', 'Row 1A-1 comes first.');
  }
  return assess(organization.value);
}

const ONE_LINE = 72;

/** Lines of a manifest, as somebody would write them: what fits on a line stands on one. */
export function manifestLines(sections: Readonly<Record<string, unknown>>): string {
  const document = new Document(sections, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node, path) {
      const inside = path.some((above) => isCollection(above) && above !== document.contents);
      if (inside && JSON.stringify(node.toJSON()).length <= ONE_LINE) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}
