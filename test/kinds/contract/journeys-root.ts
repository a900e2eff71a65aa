import { setRootUser } from '../../../src/simulator/services/iam/for-services.js';
import type { Bench } from '../../support/organization.js';
import { audit, audited, ROOT_ACCESS, SWEEP } from '../../support/root-audit.js';
import type { Stop } from './journeys.js';

const OFF = (codes: string): string =>
  `trustedAccess: { iam.amazonaws.com: off }
rootAccess: { credentialsManagement: false, sessions: false }
guards: { allow: [{ code: root-access-off, at: "root-access:*", reason: test }${codes}] }\n`;

const ACCOUNT = 'accounts: { payments-prod: { id: "300000000001" } }\n';

/** All that a root user can have in one account, and nothing but a key in the other. */
function giveRootUsers({ simulator: { world } }: Bench): void {
  const key = (id: string, active: boolean) => ({ id, active, createdAt: 0 });
  setRootUser(world, '300000000001', {
    password: { createdAt: 0 },
    keys: [key('AKIAEXAMPLEEXAMP1234', true), key('AKIAEXAMPLEEXAMP5678', false)],
    certificates: [{ id: 'EXAMPLECERTIFICATE', uploadedAt: 0 }],
    mfaDevices: [{ serial: 'arn:aws:iam::300000000001:mfa/root', since: 0 }],
  });
  setRootUser(world, '300000000004', {
    keys: [key('AKIAEXAMPLEEXAMP9012', true)],
    certificates: [],
    mfaDevices: [],
  });
}

export const ROOT_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'root-access': [
    {
      title: 'switched on, trusted access first',
      manifest: ROOT_ACCESS(),
      plan: [
        'create trusted-access:iam.amazonaws.com',
        'create root-access:credentials-management',
        'create root-access:sessions',
      ],
    },
    {
      title: 'left out, it stays',
      manifest: 'trustedAccess: { iam.amazonaws.com: on }\nrootAccess: { credentialsManagement: true }\n',
      plan: [],
    },
    {
      title: 'one of the two switched off',
      manifest:
        'trustedAccess: { iam.amazonaws.com: on }\nrootAccess: { sessions: false }\nguards: { allow: [{ code: root-access-off, at: "root-access:sessions", reason: test }] }\n',
      plan: ['remove root-access:sessions'],
    },
    {
      title: 'and on again',
      manifest: 'trustedAccess: { iam.amazonaws.com: on }\nrootAccess: { sessions: true }\n',
      plan: ['create root-access:sessions'],
    },
    {
      title: 'switched off the other way round, trusted access last',
      manifest: OFF(''),
      plan: [
        'remove root-access:sessions',
        'remove root-access:credentials-management',
        'remove trusted-access:iam.amazonaws.com',
      ],
    },
  ],
  'root-credentials': [
    {
      title: 'swept as the audit found them, but for an exception',
      manifest: ACCOUNT + SWEEP(', exclude: [{ targets: [account:payments-prod], reason: CHG-1 }]'),
      prepare: async (bench) => {
        await audited(bench);
      },
      plan: ['adopt account:payments-prod', 'remove root-credentials:payments-dev'],
    },
    {
      title: 'the exception is over: password, then MFA device',
      manifest: ACCOUNT + SWEEP(),
      plan: ['remove root-credentials:payments-prod'],
    },
    {
      title: 'two at once, as the next audit found them',
      manifest: ACCOUNT + SWEEP(),
      prepare: async (bench) => {
        giveRootUsers(bench);
        await audit(bench);
      },
      plan: ['remove root-credentials:payments-prod', 'remove root-credentials:sandbox-alice'],
    },
    { title: 'clean, and written down', manifest: ACCOUNT + SWEEP(), plan: [] },
  ],
};

const DELEGATED = (administrators: string, ...replaced: readonly string[]): string => {
  const allowed = replaced.map(
    (service) => `{ code: delegated-administrator-replaced, at: "delegated-administrator:${service}", reason: test }`,
  );
  return `accounts:
  payments-prod: { id: "300000000001", existing: true }
  payments-dev: { id: "300000000002", existing: true }
delegatedAdministrators: { ${administrators} }
guards: { allow: [${allowed.join(', ')}] }\n`;
};

export const DELEGATED_ADMINISTRATOR_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  'delegated-administrator': [
    {
      title: 'registered, trusted access first',
      manifest: DELEGATED('iam: account:payments-dev, config: [payments-prod, payments-dev]'),
      plan: [
        'create trusted-access:iam.amazonaws.com',
        'create trusted-access:config-multiaccountsetup.amazonaws.com',
        'adopt account:payments-prod',
        'adopt account:payments-dev',
        'create delegated-administrator:iam.amazonaws.com',
        'create delegated-administrator:config.amazonaws.com',
        'create delegated-administrator:config-multiaccountsetup.amazonaws.com',
      ],
    },
    {
      title: 'a service that takes one, and one by its principal',
      manifest: DELEGATED('iam: payments-dev, identityCenter: payments-dev, ssm.amazonaws.com: payments-prod'),
      plan: [
        'create trusted-access:ssm.amazonaws.com',
        'create delegated-administrator:sso.amazonaws.com',
        'create delegated-administrator:ssm.amazonaws.com',
      ],
    },
    {
      title: 'handed over: by replacement where there is one at a time',
      manifest: DELEGATED(
        'iam: payments-prod, identityCenter: payments-prod, config: payments-prod',
        'iam.amazonaws.com',
        'sso.amazonaws.com',
        'config.amazonaws.com',
        'config-multiaccountsetup.amazonaws.com',
      ),
      plan: [
        'update delegated-administrator:iam.amazonaws.com',
        'replace delegated-administrator:sso.amazonaws.com',
        'update delegated-administrator:config.amazonaws.com',
        'update delegated-administrator:config-multiaccountsetup.amazonaws.com',
      ],
    },
    {
      title: 'off, and the StackSets by CloudFormation’s own switch',
      manifest: DELEGATED('iam: off, stackSets: payments-dev', 'iam.amazonaws.com'),
      plan: [
        'create delegated-administrator:member.org.stacksets.cloudformation.amazonaws.com',
        'remove delegated-administrator:iam.amazonaws.com',
      ],
    },
  ],
};
