import { constraint, refuse, rootNotFound, typeNotEnabled } from '../faults.js';
import type { Input } from '../input.js';
import { PATTERN } from '../names.js';
import { page } from '../pages.js';
import { begin } from '../pending.js';
import { factsOf } from '../quotas.js';
import { type Member, management, reader } from '../session.js';
import { rootShape } from '../shapes.js';
import { changesInProgress } from './attachments.js';

/** The root and the policy types that are enabled there. Both changes happen in the background. */

function read({ organization }: Member, input: Input): string {
  const root = input.text('RootId', { max: 34, pattern: PATTERN.root });
  const type = input.policyType('PolicyType');
  if (root !== organization.rootId) throw rootNotFound();
  return type;
}

const EnablePolicyType = management((session, input) => {
  const { store, organization } = session;
  const type = read(session, input);
  if (organization.featureSet !== 'ALL') {
    throw refuse(
      'PolicyTypeNotAvailableForOrganizationException',
      "You can't use the specified policy type with the feature set currently enabled for this organization.",
    );
  }
  const status = store.get('policyTypes', type)?.status;
  if (status === 'PENDING_DISABLE') throw changesInProgress();
  if (status !== undefined) {
    throw refuse('PolicyTypeAlreadyEnabledException', 'The specified policy type is already enabled.');
  }
  const service = factsOf(type).trustedAccess;
  if (service !== undefined && store.get('trustedAccess', service) === undefined) {
    throw constraint(
      'SERVICE_ACCESS_NOT_ENABLED',
      'You attempted to enable a policy type before you enabled service access.',
    );
  }
  store.put('policyTypes', type, { status: 'PENDING_ENABLE' });
  store.append('types', type);
  begin(session, { kind: 'enable-type', subject: type });
  return { Root: rootShape(store.current) };
});

const DisablePolicyType = management((session, input) => {
  const { store } = session;
  const type = read(session, input);
  const status = store.get('policyTypes', type)?.status;
  if (status === undefined) throw typeNotEnabled();
  if (status !== 'ENABLED') throw changesInProgress();
  store.put('policyTypes', type, { status: 'PENDING_DISABLE' });
  begin(session, { kind: 'disable-type', subject: type });
  return { Root: rootShape(store.current) };
});

const ListRoots = reader(
  (session, input) => {
    const { listed, organization } = session;
    const { items, ...next } = page(session, input, 'ListRoots', [organization.rootId], () => rootShape(listed));
    return { Roots: items, ...next };
  },
  { polls: ['enable-type', 'disable-type'] },
);

export const policyTypeOperations = { EnablePolicyType, DisablePolicyType, ListRoots };
