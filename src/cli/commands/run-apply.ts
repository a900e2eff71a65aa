import { EXIT } from '../../errors.js';
import { maskAccountData } from '../../report/mask.js';
import { textProblems } from '../../report/problems.js';
import { textResult } from '../../report/result.js';
import { sanitizeText } from '../../report/sanitize.js';
import type { Applied, ApplyStage, ApplyStatus } from '../../stages/apply.js';
import type { Host } from '../host.js';
import { type CommandContext, runConnected } from '../running-command.js';
import { leaveEnv, type RunOptions, stageContext } from '../stage-context.js';

export interface RunApplyOptions extends RunOptions {
  readonly runId: string;
  /** Digest of the plan, or `none`. */
  readonly expect: string;
  readonly pipeline?: string;
  readonly execution?: string;
  /** Seconds. */
  readonly stopAfter?: number;
}

/** Exit 0 for DONE and CONTINUE. Whatever happens `APPLY_STATUS` is left behind. */
export function runApply(options: RunApplyOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const { applyStage } = await import('../../stages/apply.js');
    const leave = (status: ApplyStatus): Promise<void> => leaveEnv(options, host, { APPLY_STATUS: status });
    try {
      const applied = await applyStage(stageOf(context, options));
      context.progress.close();
      host.stdout.write(`${maskAccountData(words(context, applied))}\n`);
      await leave(applied.status);
      return applied.status === 'DONE' || applied.status === 'CONTINUE' ? EXIT.done : EXIT.failed;
    } catch (error) {
      await leave('FAILED');
      throw error;
    }
  });
}

function stageOf(context: CommandContext, options: RunApplyOptions): ApplyStage {
  const { expect, pipeline, execution, stopAfter, wait } = options;
  return {
    ...stageContext(context, options),
    expect,
    ...(pipeline !== undefined && execution !== undefined && { execution: { pipeline, id: execution } }),
    ...(stopAfter !== undefined && { stopAfter }),
    ...(wait !== undefined && { wait }),
  };
}

function words({ connection, style }: CommandContext, { status, message, problems, result }: Applied): string {
  const head = `${status}: ${sanitizeText(message)}`;
  const parts = [
    ...(result ? [textResult({ result, calls: connection.aws.calls() }, style)] : []),
    ...(problems.length > 0 ? [textProblems(problems, style)] : []),
    head,
  ];
  return parts.join('\n');
}
