import { EXIT, TowerctlError } from '../../errors.js';
import { maskAccountData } from '../../report/mask.js';
import { sanitizeText } from '../../report/sanitize.js';
import type { HealStage } from '../../stages/heal.js';
import type { Host } from '../host.js';
import { readManifest } from '../manifest-file.js';
import type { ManifestOptions } from '../options.js';
import { runConnected } from '../running-command.js';
import { leaveEnv, type RunOptions, stageContext } from '../stage-context.js';

export interface RunHealOptions extends ManifestOptions, RunOptions {
  /** Names of kinds, separated by commas. */
  readonly kinds: string;
}

/** Exit 1 when something that was to be healed could not be. */
export function runHeal(options: RunHealOptions, host: Host): Promise<number> {
  return runConnected({ ...options, source: 'drift' }, host, async (context) => {
    const kinds = await kindsOf(options.kinds);
    const manifest = await readManifest(options, host);
    const { healStage } = await import('../../stages/heal.js');
    const { wait } = options;
    const stage: HealStage = {
      ...stageContext(context, options),
      manifest,
      kinds,
      ...(wait !== undefined && { wait }),
    };
    const { status, message, healed } = await healStage(stage);
    context.progress.close();
    const lines = [`Heal ${status}: ${message}`, ...healed.map((address) => `  ${address}`)];
    host.stdout.write(`${lines.map((line) => maskAccountData(sanitizeText(line))).join('\n')}\n`);
    await leaveEnv(options, host, { HEAL_STATUS: status, HEAL_COUNT: String(healed.length) });
    return status === 'FAILED' ? EXIT.failed : EXIT.done;
  });
}

/** @throws TowerctlError `usage` that names all that is no kind. */
async function kindsOf(text: string): Promise<string[]> {
  const { KINDS } = await import('../../kinds/index.js');
  const known = new Set(KINDS.map(({ name }) => name));
  const kinds = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const wrong = kinds.filter((name) => !known.has(name));
  if (kinds.length > 0 && wrong.length === 0) return kinds;
  const what = wrong.length > 0 ? `${wrong.map((name) => `"${name}"`).join(', ')}: no such kind` : 'no kind is named';
  throw new TowerctlError(
    'usage',
    `--kinds ${text}: ${what}; write names of kinds with commas between: ${[...known].join(', ')}`,
  );
}
