import { readStatements } from '../iam/document.js';
import type { Evidence, PolicyFacts } from './evidence.js';

/** What is not denied as a Region has to be denied as an operation: governed Regions, and those that a policy names. */
export function regionsInUse({ controlTower }: Evidence, scp: PolicyFacts): readonly string[] {
  const governed = controlTower.known ? (controlTower.value?.governedRegions ?? []) : [];
  const documents = [...scp.at.values()].flat().flatMap(({ document }) => (document.known ? [document.value] : []));
  const named = documents
    .flatMap((document) => readStatements(document).flatMap(({ clauses }) => clauses))
    .flatMap(({ key, values }) => (key.toLowerCase() === 'aws:requestedregion' ? values : []));
  return [...new Set(['us-east-1', ...governed, ...named])].filter((region) => /^[a-z]+(-[a-z]+)+-\d+$/.test(region));
}
