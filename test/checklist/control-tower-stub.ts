import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { RequestHandler } from '../../src/aws/session.js';
import type { JsonObject } from '../../src/model.js';

export const HOME = 'ap-northeast-1';
const CONTROL_TOWER = `arn:aws:controltower:${HOME}`;
const MANAGEMENT = '123456789012';

export interface StubBaseline {
  /** `AWSControlTowerBaseline`. */
  readonly name: string;
  /** Id of a unit or an account. */
  readonly target: string;
  readonly status: string;
}

export interface StubControl {
  /** Alias: `AWS-GR_ENCRYPTED_VOLUMES`. */
  readonly alias: string;
  readonly target: string;
  readonly status: string;
}

export interface ControlTowerStub {
  readonly organizationId: string;
  readonly baselines: readonly StubBaseline[];
  readonly controls: readonly StubControl[];
}

const BASELINES: Readonly<Record<string, string>> = {
  AWSControlTowerBaseline: '17BSJV3IGJ2QSGA2',
  IdentityCenterBaseline: 'LN25R72TTG6IGPTQ',
};

/** Behaviour of the controls that the stub's catalog knows. */
const CATALOG: Readonly<Record<string, string>> = {
  'AWS-GR_ENCRYPTED_VOLUMES': 'DETECTIVE',
  'AWS-GR_RESTRICTED_SSH': 'DETECTIVE',
  'AWS-GR_DISALLOW_VPC_INTERNET_ACCESS': 'PREVENTIVE',
};

/** Answers for Control Tower and its catalog with exactly this state, and passes on whatever is for others. */
export function withControlTower(stub: ControlTowerStub): (next: RequestHandler) => RequestHandler {
  const answers = answersOf(stub);
  return (next) => ({
    ...next,
    handle: async (request: HttpRequest, options?: Parameters<RequestHandler['handle']>[1]) => {
      const answer = /^control(tower|catalog)\./.test(request.hostname) ? answers[request.path] : undefined;
      if (answer === undefined) return next.handle(request, options);
      return {
        response: new HttpResponse({
          statusCode: 200,
          headers: { 'content-type': 'application/json' },
          body: new Uint8Array(Buffer.from(JSON.stringify(answer))),
        }),
      };
    },
  });
}

function answersOf({ organizationId, baselines, controls }: ControlTowerStub): Readonly<Record<string, JsonObject>> {
  const arn = `${CONTROL_TOWER}:${MANAGEMENT}:landingzone/13CJG46WZKXXX4X5`;
  const targetArn = (id: string): string =>
    `arn:aws:organizations::${MANAGEMENT}:${id.startsWith('ou-') ? 'ou' : 'account'}/${organizationId}/${id}`;
  return {
    '/list-landingzones': { landingZones: [{ arn }] },
    '/get-landingzone': {
      landingZone: {
        arn,
        version: '4.0',
        status: 'ACTIVE',
        manifest: {
          governedRegions: [HOME, 'us-east-1'],
          centralizedLogging: { enabled: true, accountId: '200000000001' },
          securityRoles: { enabled: true, accountId: '200000000002' },
          config: { enabled: true, accountId: '200000000002' },
        },
      },
    },
    '/list-baselines': {
      baselines: Object.entries(BASELINES).map(([name, id]) => ({ name, arn: `${CONTROL_TOWER}::baseline/${id}` })),
    },
    '/list-enabled-baselines': {
      enabledBaselines: baselines.map(({ name, target, status }, index) => ({
        arn: `${CONTROL_TOWER}:${MANAGEMENT}:enabledbaseline/X${index}`,
        baselineIdentifier: `${CONTROL_TOWER}::baseline/${BASELINES[name]}`,
        targetIdentifier: targetArn(target),
        statusSummary: { status },
      })),
    },
    '/list-enabled-controls': {
      enabledControls: controls.map(({ alias, target, status }, index) => ({
        arn: `${CONTROL_TOWER}:${MANAGEMENT}:enabledcontrol/${index}`,
        // Both forms are in use, as they are in the field.
        controlIdentifier:
          index % 2 === 0 ? `${CONTROL_TOWER}::control/${alias}` : `arn:aws:controlcatalog:::control/${idOf(alias)}`,
        targetIdentifier: targetArn(target),
        statusSummary: { status },
      })),
    },
    '/list-controls': {
      Controls: Object.entries(CATALOG).map(([alias, Behavior]) => ({
        Arn: `arn:aws:controlcatalog:::control/${idOf(alias)}`,
        Aliases: [alias],
        Name: alias,
        Description: alias,
        Behavior,
      })),
    },
  };
}

/** Lower-case letters, as the catalog's ids are. */
function idOf(alias: string): string {
  return alias
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .padEnd(25, 'x')
    .slice(0, 25);
}
