import type { Aws } from '../aws/session.js';
import { type ControlTowerFacts, type EnabledBaseline, type EnabledControl, type Fact, known } from './evidence.js';
import { andThen, factOf } from './facts.js';
import type { Read } from './read.js';

/**
 * The landing zone with what it governs; `undefined` = there is none, and nothing else is asked of Control Tower.
 * Any Region tells which one is home, and only that one tells more.
 */
export async function readControlTower(read: Read): Promise<Fact<ControlTowerFacts | undefined>> {
  const home = await factOf('controltower:ListLandingZones', () => read.aws.controlTower.landingZoneHome());
  return andThen(home, async (region) =>
    region === undefined ? known(undefined) : readLandingZone({ ...read, aws: read.aws.inHomeRegion(region) }, region),
  );
}

async function readLandingZone(read: Read, homeRegion: string): Promise<Fact<ControlTowerFacts | undefined>> {
  const landingZone = await factOf('controltower:GetLandingZone', () => read.aws.controlTower.landingZone());
  return andThen(landingZone, async (found) => {
    if (found === undefined) return known(undefined);
    const [baselines, controls] = await Promise.all([readBaselines(read), readControls(read)]);
    return known({
      homeRegion,
      version: found.version,
      status: found.status,
      governedRegions: found.governedRegions,
      manifest: found.manifest,
      baselines,
      controls,
    });
  });
}

async function readBaselines({ aws, live }: Read): Promise<Fact<readonly EnabledBaseline[]>> {
  const names = await factOf('controltower:ListBaselines', () => aws.controlTower.baselines());
  return andThen(names, (byName) =>
    factOf('controltower:ListEnabledBaselines', async () => {
      const nameOf = new Map([...byName].map(([name, arn]) => [lastPart(arn), name]));
      return (await aws.controlTower.enabledBaselines()).map(
        ({ baselineArn, targetArn, status, inheritance }): EnabledBaseline => ({
          name: nameOf.get(lastPart(baselineArn)) ?? lastPart(baselineArn),
          target: live.names.nameOf(lastPart(targetArn)),
          status,
          drifted: inheritance === 'DRIFTED',
        }),
      );
    }),
  );
}

async function readControls({ aws, live }: Read): Promise<Fact<readonly EnabledControl[]>> {
  const enabled = await factOf('controltower:ListEnabledControls', () => aws.controlTower.enabledControls());
  return andThen(enabled, async (records) => {
    if (records.length === 0) return known([]);
    const catalog = await readCatalog(aws);
    return andThen(catalog, async (describe) =>
      known(
        records.map((record): EnabledControl => {
          const { name, behavior } = describe(record.controlIdentifier);
          return {
            name,
            behavior,
            target: live.names.nameOf(lastPart(record.targetArn)),
            status: record.status,
            drifted: record.drift === 'DRIFTED' || record.inheritance === 'DRIFTED',
          };
        }),
      ),
    );
  });
}

type Describe = (identifier: string) => Pick<EnabledControl, 'name' | 'behavior'>;

/**
 * Both identifier forms lead to one entry: the catalog's ARN by its id, a Control Tower identifier by its alias. A
 * control that the catalog does not list keeps the last part of its identifier as its name.
 */
async function readCatalog(aws: Aws): Promise<Fact<Describe>> {
  const controls = await factOf('controlcatalog:ListControls', () => aws.controlCatalog.controls());
  return andThen(controls, async (records) => {
    const byId = new Map<string, Pick<EnabledControl, 'name' | 'behavior'>>();
    for (const { arn, aliases, behavior } of records) {
      const entry = { name: aliases[0] ?? lastPart(arn), behavior };
      for (const key of [lastPart(arn), ...aliases]) byId.set(key, entry);
    }
    return known((identifier: string) => {
      const id = lastPart(identifier);
      return byId.get(id) ?? { name: id, behavior: undefined };
    });
  });
}

/** The id at the end of an ARN. */
function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
