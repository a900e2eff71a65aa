import { EXIT } from '../../errors.js';
import type { Host } from '../host.js';

export async function schema(what: string, host: Host): Promise<number> {
  host.stdout.write(`${JSON.stringify(await schemaOf(what), null, 2)}\n`);
  return EXIT.done;
}

async function schemaOf(what: string): Promise<object> {
  if (what === 'plan') return (await import('../../report/plan-schema.js')).planContract();
  if (what === 'checklist') return (await import('../../report/checklist-schema.js')).checklistContract();
  const { manifestJsonSchema } = await import('../../manifest/schema.js');
  const { KINDS } = await import('../../kinds/index.js');
  return manifestJsonSchema(KINDS.flatMap((kind) => [...kind.sections]));
}
