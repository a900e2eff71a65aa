/**
 * Tells from its name whether an operation may change something: AWS names what only reads by a few verbs. What enters
 * an account is no change of it either. `PerformPreLaunchChecks` and the detection of drift are operations, and count as writes.
 *
 * Source: the access levels of the service authorization reference, for every service that is called here.
 */
export function isWrite(operation: string): boolean {
  return !/^(Get|List|Describe|Head|Search|BatchGet|Scan|AssumeRo|IsMember)/.test(operation) && !READS.has(operation);
}

/** Reads that are named otherwise. */
const READS: ReadonlySet<string> = new Set([
  'ValidateTemplate',
  'EstimateTemplateCost',
  'GenerateCredentialReport',
  'SimulatePrincipalPolicy',
  'SimulateCustomPolicy',
]);
