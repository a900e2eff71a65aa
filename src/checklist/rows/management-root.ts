import type { RootCredentialFacts } from '../access-facts.js';
import { blockedRow, unknownRow } from '../answers.js';
import type { Evidence } from '../evidence.js';
import type { EvidenceLine, RowResult } from '../verdict.js';
import type { RowDefinition } from './row.js';

export const managementRoot: RowDefinition = {
  id: '1A-3',
  title: "The management account's root user is locked away",
  judged:
    "the management account's own summary: MFA on, no access keys and no signing certificates of the root user; a password is expected. How strong it is, and that the root user is used only when it must be, is not read",
  assess,
};

interface Asked {
  readonly key: keyof RootCredentialFacts;
  readonly must: boolean;
  readonly met: string;
  readonly fails: string;
  readonly advice: string;
}

const ASKED: readonly Asked[] = [
  {
    key: 'mfa',
    must: true,
    met: 'the root user has MFA',
    fails: 'the root user has no MFA',
    advice: 'Sign in as the root user and register two MFA devices, security keys for choice.',
  },
  {
    key: 'accessKeys',
    must: false,
    met: 'the root user has no access keys',
    fails: 'the root user has access keys',
    advice: 'Delete the access keys of the root user: what uses them takes a role.',
  },
  {
    key: 'signingCertificates',
    must: false,
    met: 'the root user has no signing certificates',
    fails: 'the root user has signing certificates',
    advice: 'Delete the signing certificates of the root user.',
  },
];

function assess({ organization, management }: Evidence): RowResult {
  if (!organization.known) return unknownRow(organization.unread);
  if (organization.value === undefined) return blockedRow('there is no organization', 'Row 1A-1 comes first.');
  if (!management.known) return unknownRow(management.unread);
  const { root } = management.value;
  const answers = ASKED.map((asked) => ({ asked, is: root[asked.key] }));
  const met = answers.filter(({ asked, is }) => is === asked.must);
  const failing = answers.filter(({ asked, is }) => is === !asked.must);
  const isUnknown = met.length + failing.length < answers.length;
  return {
    verdict: failing.length === 0 ? (isUnknown ? 'unknown' : 'met') : met.length === 0 ? 'not met' : 'partly',
    evidence: [...answers.map(({ asked, is }) => line(asked, is)), ...passwordNote(root)],
    advice: [
      ...failing.map(({ asked }) => asked.advice),
      ...(isUnknown ? ["Look at the root user's security credentials in the console: the summary does not tell."] : []),
    ],
    missingPermissions: [],
  };
}

function line({ met, fails, must }: Asked, is: boolean | undefined): EvidenceLine {
  if (is === undefined) return { state: 'unknown', text: `whether ${met} cannot be told: the summary does not say` };
  return is === must ? { state: 'met', text: met } : { state: 'not met', text: fails };
}

function passwordNote({ password }: RootCredentialFacts): EvidenceLine[] {
  if (password === undefined) return [];
  return [
    {
      state: 'note',
      text: `it has ${password ? 'a' : 'no'} password, which is ${password ? 'expected' : 'unusual, and nothing to mend'}`,
    },
  ];
}
