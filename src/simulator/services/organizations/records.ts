/**
 * The rows that the simulated AWS Organizations keeps: plain JSON, times in milliseconds of the simulator's clock.
 * Rows are never changed in place; a change replaces the row, so that a reader may hold on to an older one.
 */

export interface OrganizationRecord {
  /** `o-` and 10 to 32 lower-case letters or digits. */
  readonly id: string;
  /** `r-` and 4 to 32 lower-case letters or digits. */
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly featureSet: 'ALL' | 'CONSOLIDATED_BILLING';
}

export type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';

export interface AccountRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: AccountState;
  readonly joinedMethod: 'CREATED' | 'INVITED';
  readonly joinedAt: number;
  readonly closeRequestedAt?: number;
  /** The administrator role that CreateAccount made in it; OrganizationAccountAccessRole unless the call said another. */
  readonly roleName?: string;
}

export interface UnitRecord {
  readonly id: string;
  readonly name: string;
}

export interface PolicyRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The wire's PolicyType. */
  readonly type: string;
  readonly awsManaged: boolean;
  /** The text as it was sent, byte for byte. */
  readonly content: string;
}

export interface PolicyTypeRecord {
  readonly status: 'ENABLED' | 'PENDING_ENABLE' | 'PENDING_DISABLE';
}

export interface CreateRequestRecord {
  readonly id: string;
  readonly state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  readonly accountName: string;
  readonly email: string;
  readonly roleName?: string;
  /** An injected fault wants it to end so. */
  readonly failsWith?: string;
  readonly requestedAt: number;
  readonly completedAt?: number;
  readonly accountId?: string;
  readonly govCloudAccountId?: string;
  readonly failureReason?: string;
  readonly govCloud: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface HandshakeParty {
  readonly id: string;
  readonly type: 'ACCOUNT' | 'EMAIL' | 'ORGANIZATION';
}

export interface HandshakeRecord {
  readonly id: string;
  readonly action: 'INVITE' | 'ENABLE_ALL_FEATURES' | 'TRANSFER_RESPONSIBILITY';
  readonly state: 'REQUESTED' | 'OPEN' | 'CANCELED' | 'ACCEPTED' | 'DECLINED' | 'EXPIRED';
  readonly from: HandshakeParty;
  readonly to: HandshakeParty;
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly notes?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly transferId?: string;
}

export interface TransferRecord {
  readonly id: string;
  readonly name: string;
  readonly direction: 'inbound' | 'outbound';
  readonly status: 'REQUESTED' | 'ACCEPTED' | 'CANCELED' | 'DECLINED' | 'EXPIRED' | 'WITHDRAWN';
  readonly sourceAccountId: string;
  readonly targetAccountId: string;
  readonly startsAt: number;
  readonly endsAt?: number;
  readonly handshakeId: string;
}

export interface ResourcePolicyRecord {
  readonly id: string;
  readonly content: string;
}

/** A slow operation that is still under way, by the key that the world knows it by. */
export interface PendingRecord {
  readonly kind: 'enable-type' | 'disable-type' | 'create-account' | 'close-account' | 'finalize';
  /** The policy type, request id or account id. */
  readonly subject: string;
}

/** Every table by name, with the type of its rows. The key of each is said where it is not the row's own id. */
export interface Tables {
  /** One row, `current`, while there is an organization. */
  organizations: OrganizationRecord;
  /** Members, closed ones included; before there is an organization, the lone account. */
  accounts: AccountRecord;
  units: UnitRecord;
  policies: PolicyRecord;
  /** Account or unit id -> its parent's id. */
  parents: string;
  /**
   * Ordered ids: `accounts`, `units`, `accounts:PARENT`, `units:PARENT`, `policies:TYPE`, `types`, `trusted-access`,
   * `create-requests`, `handshakes`, `transfers`, `administrators`, `services:ACCOUNT`, `administrators:PRINCIPAL`.
   */
  lists: readonly string[];
  /** `TYPE/TARGET` -> policy ids in the order in which they were attached: the order decides effective policies. */
  attachments: readonly string[];
  /** Policy id -> target ids. */
  targets: readonly string[];
  /** Resource id -> tags. An empty row is a resource that was tagged once. */
  tags: Readonly<Record<string, string>>;
  /** `unit:PARENT/NAME`, `policy:TYPE/NAME`, `email:ADDRESS` -> id. */
  names: string;
  /** By the wire's PolicyType. A disabled type has no row. */
  policyTypes: PolicyTypeRecord;
  /** Service principal -> when it was enabled. */
  trustedAccess: number;
  /** `PRINCIPAL/ACCOUNT` -> when it was registered. */
  delegations: number;
  createRequests: CreateRequestRecord;
  handshakes: HandshakeRecord;
  transfers: TransferRecord;
  /** One row, `current`. */
  resourcePolicies: ResourcePolicyRecord;
  /** By the world's operation key. */
  pending: PendingRecord;
}

export type TableName = keyof Tables;
