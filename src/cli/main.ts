#!/usr/bin/env node
import { processHost } from './host.js';
import { run } from './run.js';

// The SDK warns on stderr about Node 20; our output is read by pipelines.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/**
 * `towerctl plan | head` closes our output: that is the reader's right. The command goes on without a reader, because
 * an apply must not be torn down in the middle, and ends with its own exit code.
 */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
}
process.stdout.on('error', ignoreClosedPipe);
process.stderr.on('error', ignoreClosedPipe);

const code = await run(process.argv.slice(2), processHost());
// Idle sockets would keep the process alive; what has been written must get out first.
process.exitCode = code;
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
