import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { rootAuditRun } from '../../src/engine/root-audit.js';
import { inProcess } from '../../src/simulator/index.js';
import { callSeconds, HOME, shapeCalls, shapeSeconds, teamsManifest, teamsSeed } from './teams.js';
import { type Calls, callsOf, differences, loadWritten, peakMegabytes, total, VirtualHouse } from './virtual.js';

const ACCOUNTS = 1_000;
/** Root users that have a password and an access key. */
const WITH_CREDENTIALS = 10;
const BUCKET = 'bench-root-audit';

export interface RootAuditMeasure {
  readonly accounts: number;
  readonly found: number;
  readonly calls: number;
  readonly fewest: number;
  readonly differences: readonly string[];
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly realSeconds: number;
  readonly peakMegabytes: number;
}

/** The audit alone: the switches of centralized root access are on already. */
export async function measureRootAudit(): Promise<RootAuditMeasure> {
  const rootUsers = Object.fromEntries(
    Array.from({ length: WITH_CREDENTIALS }, (_, index) => [
      `account-${index * 100}`,
      { password: true, accessKeys: [{ lastUsedDaysAgo: 200 }] },
    ]),
  );
  const house = new VirtualHouse({ ...teamsSeed(ACCOUNTS), rootUsers });
  const manifest = await loadWritten({
    text: teamsManifest(ACCOUNTS, {
      rootAccess: { credentialsManagement: true, sessions: true, audit: { bucket: BUCKET } },
    }),
  });
  await house.apply(await house.plan(manifest));
  await makeBucket(house);
  house.simulator.calls.clear();
  const startedAt = house.clock.now();
  const realStart = performance.now();
  const { findings } = await rootAuditRun(manifest, house.options());
  const made = callsOf(house.simulator.calls.counts());
  const fewest = fewestCalls();
  return {
    accounts: findings.size,
    found: [...findings.values()].filter(({ state }) => state === 'credentials').length,
    calls: total(made),
    fewest: total(fewest),
    differences: differences(made, fewest),
    seconds: (house.clock.now() - startedAt) / 1_000,
    boundSeconds: boundOf(),
    realSeconds: (performance.now() - realStart) / 1_000,
    peakMegabytes: peakMegabytes(),
  };
}

async function makeBucket({ simulator }: VirtualHouse): Promise<void> {
  const client = new S3Client({
    region: HOME,
    endpoint: 'http://127.0.0.1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    requestHandler: inProcess(simulator) as never,
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
}

/**
 * Enter each account and ask for its summary; of one that has something, its keys and when they were used; is the bucket there, the result that
 * lies in it (as an audit begins, and as it is written over), and the new one.
 */
function fewestCalls(): Calls {
  return {
    ...shapeCalls(ACCOUNTS),
    'sts:AssumeRoot': ACCOUNTS,
    'iam:GetAccountSummary': ACCOUNTS,
    'iam:ListAccessKeys': WITH_CREDENTIALS,
    'iam:GetAccessKeyLastUsed': WITH_CREDENTIALS,
    's3:HeadBucket': 1,
    's3:GetObject': 2,
    's3:PutObject': 1,
  };
}

/** The organization's shape; then all members are entered through one account's STS, the rest is asked in each by itself. */
function boundOf(): number {
  return shapeSeconds(ACCOUNTS) + callSeconds('sts:AssumeRoot', ACCOUNTS);
}
