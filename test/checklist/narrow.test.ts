import { describe, expect, it } from '@jest/globals';
import { type CompanyBaselines, type Evidence, known, type SettingsFacts } from '../../src/checklist/evidence.js';
import { evidenceOn } from '../../src/checklist/narrow.js';
import type { JsonObject, NodeName } from '../../src/model.js';
import {
  access,
  baseline,
  DENY_ROOT,
  deny,
  evidence,
  landingZone,
  NO_SIGN_IN,
  organizationFacts,
  policies,
  row,
} from './samples.js';

const PROD: NodeName = 'account:payments-prod';
const DEV: NodeName = 'account:payments-dev';
const on = (account: NodeName, given: Evidence, without?: string) => (id: string) =>
  row(id, evidenceOn(given, account, without));

describe('evidence on one account', () => {
  const scp = known(
    policies({ 'unit:Workloads/Prod': [['deny-root', DENY_ROOT]], [DEV]: [['quarantine', deny('*')]] }),
  );

  it('counts that account alone', () => {
    const given = evidence({ scp });
    expect(row('1A-4', given).count).toMatchObject({ of: 4 });
    expect(on(PROD, given)('1A-4')).toMatchObject({ verdict: 'met', count: { met: 1, of: 1 } });
    expect(on('account:audit', given)('1A-4')).toMatchObject({ verdict: 'not met', count: { met: 0, of: 1 } });
  });

  it('leaves the quarantine out, which would meet everything by itself', () => {
    const given = evidence({ scp });
    expect(on(DEV, given)('1D-1').verdict).toBe('met');
    expect(on(DEV, given, 'quarantine')('1D-1').verdict).toBe('not met');
    // Only what is on the account itself: the same policy further up stays when the account is let go.
    const above = evidence({ scp: known(policies({ 'unit:Workloads': [['quarantine', deny('*')]] })) });
    expect(on(DEV, above, 'quarantine')('1D-1').verdict).toBe('met');
  });

  it('does not wait for the management account', () => {
    const forced: JsonObject = {
      ec2_attributes: {
        vpc_block_public_access: { internet_gateway_block: { mode: 'block_ingress' } },
        image_block_public_access: { state: 'block_new_sharing' },
        snapshot_block_public_access: { state: 'block_all_sharing' },
      },
    };
    const ec2: SettingsFacts = { enabled: true, of: new Map([[PROD, known(forced)]]) };
    const given = evidence({ ec2: known(ec2) });
    expect(row('1D-3', given).verdict).toBe('partly');
    expect(on(PROD, given)('1D-3').verdict).toBe('met');
    expect(on(DEV, given)('1D-3').verdict).toBe('not met');
  });

  it('asks for the registration of its own unit, and for no unit that is still to come', () => {
    const baselines = known([baseline('unit:Workloads/Prod'), baseline(PROD)]);
    const organization = known(organizationFacts([], { missingUnits: ['unit:Sandbox'] }));
    const given = evidence({ organization, controlTower: known(landingZone({ baselines })) });
    expect(row('1A-1', given).verdict).toBe('partly');
    expect(on(PROD, given)('1A-1').verdict).toBe('met');
    expect(on(DEV, given)('1A-1').verdict).toBe('partly');
  });

  it('looks at what reaches it of the company baseline', () => {
    const company: CompanyBaselines = {
      declared: true,
      baselines: [
        {
          name: 'defaults',
          accounts: [PROD, DEV],
          gaps: [{ account: DEV, region: 'us-east-1', is: 'missing' }],
          unchecked: 0,
        },
      ],
    };
    const given = evidence({ baselines: known(company) });
    expect(on(PROD, given)('1D-5').verdict).toBe('met');
    expect(on(DEV, given)('1D-5').verdict).toBe('not met');
    expect(on('account:audit', given)('1D-5').verdict).toBe('not met');
  });

  it('looks at its own root user and IAM users, whatever the others have', () => {
    const mine = known({ ...NO_SIGN_IN });
    const theirs = known({ ...NO_SIGN_IN, root: { ...NO_SIGN_IN.root, password: true }, withPassword: ['ben'] });
    const given = evidence({
      rootAccess: known({
        features: known({ credentialsManagement: true, sessions: true }),
        audit: { known: false, unread: { reason: 'never audited' } },
      }),
      signIn: known(
        new Map([
          ['account:management' as NodeName, theirs],
          [PROD, mine],
          [DEV, theirs],
        ]),
      ),
      identityCenter: known({ regions: ['ap-northeast-1'], instance: INSTANCE }),
    });
    expect(row('1A-2', given).verdict).toBe('partly');
    for (const id of ['1A-2', '2-1']) {
      expect(on(PROD, given)(id)).toMatchObject({ verdict: 'met', count: { met: 1, of: 1 } });
      expect(on(DEV, given)(id)).toMatchObject({ verdict: 'not met', count: { met: 0, of: 1 } });
    }
  });

  it('is gathered from, or not; and rows about the management account stay what they are', () => {
    const gathered = new Map([[PROD, { failed: [], outdated: [] }]]);
    const aggregator = { name: 'all', followsOrganization: true, sources: known({ of: gathered }) };
    const places = [{ account: 'account:audit' as NodeName, region: 'us-east-1', aggregators: known([aggregator]) }];
    const given = evidence({ aggregation: known({ places, governed: [] }) });
    expect(on(PROD, given)('1C-2')).toMatchObject({ verdict: 'met', count: { met: 1, of: 1 } });
    expect(on(DEV, given)('1C-2').verdict).toBe('not met');
    expect(on(PROD, given)('1A-3')).toEqual(row('1A-3', given));
    const crowded = evidence({
      management: known({ ...NO_SIGN_IN, withPassword: ['a', 'b', 'c', 'd', 'e', 'f'] }),
      identityCenter: access().identityCenter,
    });
    expect(on(PROD, crowded)('3-3')).toEqual(row('3-3', crowded));
    expect(on(PROD, crowded)('3-3').verdict).toBe('not met');
  });
});

const INSTANCE = {
  region: 'ap-northeast-1',
  status: 'ACTIVE',
  used: known(true),
  management: known({ grants: [], persons: 0 }),
};
