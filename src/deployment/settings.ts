import type { PipelineSection } from '../manifest/pipeline.js';
import type { PolicyDocument } from '../permissions/document.js';

/**
 * All that the CDK app is told: `towerctl bootstrap` writes it from the manifest and the organization. The app reads
 * nothing else, so that a synthesis needs neither AWS nor a network.
 */
export interface DeploymentSettings {
  readonly format: 1;
  /** Tagged on everything. */
  readonly manifestName: string;
  readonly organization: {
    readonly id: string;
    readonly managementAccountId: string;
    readonly homeRegion: string;
    /** The home Region, where the manifest names no other. */
    readonly identityCenterRegion: string;
  };
  /** Twelve digits: the deployment account, or the management account itself. */
  readonly account: string;
  readonly region: string;
  readonly pipeline: PipelineSection;
  readonly engine: {
    /** The ZIP file: `dist/cli.mjs`, `dist/events-function.mjs`, `templates`, `package.json`. */
    readonly file: string;
    /** Of that file: 64 hexadecimal digits. */
    readonly sha256: string;
    readonly version: string;
  };
  /** Managed policies of the roles in the management account. */
  readonly policies: {
    readonly plan: readonly PolicyDocument[];
    readonly apply: readonly PolicyDocument[];
    readonly audit: readonly PolicyDocument[];
    readonly pullRequest: readonly PolicyDocument[];
  };
}
