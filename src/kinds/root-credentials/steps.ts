import { faultOf } from '../../aws/faults.js';
import type { RootIamPort } from '../../aws/root-iam.js';
import type { RootTask } from '../../aws/root-session.js';
import type { Step, StepContext } from '../../kind.js';
import type { Change, Progress } from '../../model.js';
import { auditAccount, blockedBy, dayOf, shortKeyId } from '../../root/audit.js';
import type { RootFinding } from '../../root/result.js';
import { credentialWords } from '../../root/words.js';
import type { Surroundings } from '../surroundings.js';
import { keysInUse, type RootCredentialsSpec } from './spec.js';
import { record } from './stored.js';

type Context = StepContext<Surroundings>;

/**
 * One deletion a step, each of something that is still there. MFA devices go last: until the password is gone they
 * protect it. Then it is looked at again, and what was found is written down where a plan reads it.
 */
export function steps(change: Change<RootCredentialsSpec>): Step<Surroundings>[] {
  if (change.action !== 'remove') return [];
  const spec = change.from;
  return [
    ...spec.accessKeys.map(({ id }) =>
      deletion(`delete access key ${id}`, 'iam:DeleteAccessKey', (context) => deleteKey(context, spec, id)),
    ),
    ...times(spec.signingCertificates, () =>
      deletion('delete a signing certificate', 'iam:DeleteSigningCertificate', (context) =>
        deleteCertificate(context, spec),
      ),
    ),
    ...times(spec.password ? 1 : 0, () =>
      deletion('delete the password', 'iam:DeleteLoginProfile', (context) => deletePassword(context, spec)),
    ),
    ...times(spec.mfaDevices, () =>
      deletion('deactivate an MFA device', 'iam:DeactivateMFADevice', (context) => deactivateDevice(context, spec)),
    ),
    lookAgain(spec),
    writeDown(spec),
  ];
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

async function rootOf({ aws, names }: Context, { account }: RootCredentialsSpec, task: RootTask): Promise<RootIamPort> {
  return (await aws.asRoot(names.idOf(account), task)).iam;
}

/** What speaks against a deletion; undefined = it is done, or was already. */
type Objection = string | undefined;

function deletion(name: string, call: string, work: (context: Context) => Promise<Objection>): Step<Surroundings> {
  return {
    name,
    calls: [call],
    async start(context) {
      try {
        const objection = await work(context);
        return objection === undefined ? { state: 'done' } : { state: 'failed', problem: objection };
      } catch (error) {
        if (faultOf(error).class !== 'denied') throw error;
        return { state: 'failed', problem: `AWS denies it, through ${blockedBy(error)}` };
      }
    },
  };
}

async function deleteCertificate(context: Context, spec: RootCredentialsSpec): Promise<Objection> {
  const [certificate] = await (await rootOf(context, spec, 'audit')).signingCertificates();
  if (certificate !== undefined)
    await (await rootOf(context, spec, 'delete-credentials')).deleteSigningCertificate(certificate);
  return undefined;
}

async function deletePassword(context: Context, spec: RootCredentialsSpec): Promise<Objection> {
  await (await rootOf(context, spec, 'delete-credentials')).deletePassword();
  return undefined;
}

async function deactivateDevice(context: Context, spec: RootCredentialsSpec): Promise<Objection> {
  const [device] = await (await rootOf(context, spec, 'audit')).mfaDevices();
  if (device !== undefined) await (await rootOf(context, spec, 'delete-credentials')).deactivateMfaDevice(device);
  return undefined;
}

async function deleteKey(context: Context, spec: RootCredentialsSpec, id: string): Promise<Objection> {
  const audit = await rootOf(context, spec, 'audit');
  const key = (await audit.accessKeys()).find((candidate) => shortKeyId(candidate.id) === id);
  if (!key) return undefined;
  const lastUsed = await audit.keyLastUsed(key.id);
  if (lastUsed !== undefined && isNewlyUsed(context, spec, { ...key, id, lastUsed: dayOf(lastUsed) }))
    return `it was used on ${dayOf(lastUsed)}, which the plan did not know; run \`towerctl root audit\` and plan again`;
  await (await rootOf(context, spec, 'delete-credentials')).deleteAccessKey(key.id);
  return undefined;
}

function isNewlyUsed(
  { clock }: Context,
  spec: RootCredentialsSpec,
  key: RootCredentialsSpec['accessKeys'][number],
): boolean {
  const known = keysInUse(spec).some(({ id }) => id === key.id);
  return !known && keysInUse({ ...spec, auditedOn: dayOf(clock.now()), accessKeys: [key] }).length > 0;
}

function auditNow({ aws, clock, names }: Context, { account }: RootCredentialsSpec): Promise<RootFinding> {
  return auditAccount(aws, clock, names.idOf(account));
}

/** What AWS deleted may show for a moment longer. */
function lookAgain(spec: RootCredentialsSpec): Step<Surroundings> {
  const look = async (context: Context): Promise<Progress> => {
    const finding = await auditNow(context, spec);
    if (finding.state === 'clean') return { state: 'done' };
    if (finding.state !== 'credentials')
      return { state: 'failed', problem: `it cannot be verified: ${finding.reason}` };
    return { state: 'running', token: 'look', detail: `there: ${credentialWords(finding)}` };
  };
  return { name: 'look again', calls: [], takes: [1, 60], start: look, poll: (_token, context) => look(context) };
}

function writeDown(spec: RootCredentialsSpec): Step<Surroundings> {
  return {
    name: 'write down what is left',
    calls: ['s3:PutObject'],
    async start(context) {
      const finding = await auditNow(context, spec);
      if (finding.state !== 'clean') return { state: 'failed', problem: 'there are credentials again; plan again' };
      await record(context.aws, context.clock, spec.result, context.names.idOf(spec.account), finding);
      return { state: 'done' };
    },
  };
}
