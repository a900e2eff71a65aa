import type { NodeName } from '../model.js';
import { Organization } from '../organization.js';
import type { CompanyBaselines, Evidence, Fact, OrganizationFacts, PolicyFacts } from './evidence.js';
import { known } from './evidence.js';

/**
 * The evidence about one account alone: it and what is above it. Rows that count accounts come to a verdict about this
 * one; rows about the organization as a whole stay what they are. Pure.
 *
 * @param without name in AWS of a service control policy on the account itself that is not to count
 */
export function evidenceOn(evidence: Evidence, account: NodeName, without?: string): Evidence {
  return {
    ...evidence,
    organization: mapped(evidence.organization, (facts) => facts && organizationOn(facts, account)),
    scp: mapped(evidence.scp, (facts) => policiesOn(facts, account, without)),
    baselines: mapped(evidence.baselines, (company) => baselinesOn(company, account)),
  };
}

function mapped<Value>(fact: Fact<Value>, change: (value: Value) => Value): Fact<Value> {
  return fact.known ? known(change(fact.value)) : fact;
}

/**
 * Accounts beside it stay where they are, since a unit is known by the shared accounts in it, and are taken for ones that
 * nothing can be done in: no row counts these.
 */
function organizationOn(facts: OrganizationFacts, account: NodeName): OrganizationFacts {
  const { tree } = facts;
  const line = tree.lineage(account);
  const parent = tree.get(account)?.parent ?? 'root';
  const beside = tree.children(parent).flatMap((name) => {
    const node = tree.get(name);
    return node && name !== account && name.startsWith('account:') ? [{ ...node, state: 'SUSPENDED' }] : [];
  });
  const kept = line.flatMap((name) => tree.get(name) ?? []);
  return { ...facts, tree: new Organization(tree.id, [...kept, ...beside]), missingUnits: [] };
}

function policiesOn(facts: PolicyFacts, account: NodeName, without: string | undefined): PolicyFacts {
  const here = (facts.at.get(account) ?? []).filter(({ name }) => name !== without);
  return { ...facts, at: new Map(facts.at).set(account, here) };
}

/** A baseline that reaches it falls short only where it does so there. */
function baselinesOn(company: CompanyBaselines, account: NodeName): CompanyBaselines {
  const reaching = company.baselines.filter(
    // Where the accounts of a set are not known, it may be in any of them.
    ({ accounts, unread }) => accounts.includes(account) || (unread !== undefined && accounts.length === 0),
  );
  const baselines = (reaching.length > 0 ? reaching : company.baselines).map((baseline) => ({
    ...baseline,
    accounts: baseline.accounts.filter((name) => name === account),
    gaps: baseline.gaps.filter((gap) => gap.account === account),
  }));
  return { ...company, baselines };
}
