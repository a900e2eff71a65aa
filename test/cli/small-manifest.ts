import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A manifest for the simulator's default organization, in a folder of its own. */
export function smallManifest(more: { readonly document?: string; readonly sections?: string } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'towerctl-'));
  const document =
    more.document ??
    '{ Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "organizations:LeaveOrganization", Resource: "*" }] }';
  writeFileSync(
    join(folder, 'manifest.yaml'),
    `version: 1
name: small
organization: { id: o-exampleorg1, homeRegion: ap-northeast-1 }
organizationalUnits:
  Security: { existing: true }
  Sandbox: { existing: true }
  Workloads: { children: { Prod: { tags: { stage: prod } } } }
accounts:
  legacy-crm: { email: aws+legacy-crm@example.com, ou: Workloads/Prod, adopt: true, tags: { owner: crm } }
policyTypes: { scp: on }
policies:
  deny-leave:
    type: scp
    description: Nobody leaves
    targets: [root]
    document: ${document}
${more.sections ?? ''}`,
  );
  return folder;
}
