import type { IdentityCenterPort, OperationRecord } from '../../src/aws/identity-center.js';
import type { IdentityStorePort } from '../../src/aws/identity-store.js';
import type { Bench } from './organization.js';

/** What somebody else does in Identity Center by hand, in names. */
export class IdentityCenterByHand {
  readonly #bench: Bench;
  readonly center: IdentityCenterPort;
  readonly #store: IdentityStorePort;

  constructor(bench: Bench) {
    const aws = bench.session().inHomeRegion('ap-northeast-1');
    this.#bench = bench;
    this.center = aws.identityCenter();
    this.#store = aws.identityStore();
  }

  async makeSet(name: string, managed: readonly string[]): Promise<void> {
    const arn = await this.center.createPermissionSet({ name, session: 'PT1H', tags: {} });
    for (const policy of managed) await this.center.attachManagedPolicy(arn, `arn:aws:iam::aws:policy/${policy}`);
  }

  /** What the set allows for so long is another moment as long as it was: only that the accounts are behind shows. */
  async changeAndChangeBack(name: string): Promise<void> {
    const { arn, name: _, ...rest } = await this.#set(name);
    await this.center.updatePermissionSet(arn, { ...rest, session: 'PT12H' });
    await this.center.updatePermissionSet(arn, rest);
  }

  async provision(name: string, accountId: string): Promise<void> {
    const { arn } = await this.#set(name);
    await this.#toEnd(await this.center.provision(arn, accountId), (id) => this.center.provisioning(id));
  }

  async assign(group: string, name: string, accountId: string): Promise<void> {
    const { arn } = await this.#set(name);
    const storeId = (await this.center.instance())?.identityStoreId ?? '';
    const principalId = (await this.#store.groupId(storeId, group)) ?? '';
    const made = await this.center.createAssignment({ accountId, setArn: arn, type: 'group', principalId });
    await this.#toEnd(made, (id) => this.center.creation(id));
  }

  async makeGroup(name: string, description: string): Promise<void> {
    const storeId = (await this.center.instance())?.identityStoreId ?? '';
    await this.#store.createGroup(storeId, name, description);
  }

  async #set(name: string) {
    const found = (await this.center.permissionSets()).find((set) => set.name === name);
    if (found === undefined) throw new Error(`there is no permission set ${name}`);
    return found;
  }

  async #toEnd(begun: OperationRecord, ask: (id: string) => Promise<OperationRecord>): Promise<void> {
    let record = begun;
    while (record.status === 'IN_PROGRESS') {
      await this.#bench.clock.sleep(1_000);
      record = await ask(record.requestId);
    }
    if (record.status === 'FAILED') throw new Error(record.reason ?? 'it failed');
  }
}
