import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { realClock } from '../../clock.js';
import { EXIT, TowerctlError } from '../../errors.js';
import { AdvanceableClock, type Listening, type Simulator } from '../../simulator/index.js';
import { openSimulator } from '../connection.js';
import type { Host } from '../host.js';
import type { SandboxOptions } from '../options.js';
import { codeOf } from '../reasons.js';

/** Prints its URL on stdout as soon as it answers; runs until SIGTERM or Ctrl-C, then saves its state and ends with 0. */
export async function sandbox(options: SandboxOptions, host: Host): Promise<number> {
  const simulator = await openSimulator(options, host, new AdvanceableClock(realClock), {
    ...(options.accountId === undefined ? {} : { accountId: options.accountId }),
    ...(options.pace === undefined ? {} : { pace: options.pace }),
    rates: { speed: options.rates },
  });
  const listening = await listen(simulator, options.port);
  const stopped = stopSignal(host);
  host.stdout.write(`${listening.url}\n`);
  host.stderr.write(
    [
      `Simulated AWS: ${simulator.services.map(({ name }) => name).join(', ')}.`,
      'Control Tower answers in ap-northeast-1, its home Region. Any credentials act as the management account:',
      `  export AWS_ENDPOINT_URL=${listening.url} AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x AWS_REGION=us-east-1`,
      `  ${listening.url}/_sandbox/calls tells what was called. Ctrl-C stops it.`,
      '',
    ].join('\n'),
  );
  await stopped;
  await listening.close();
  if (options.state !== undefined) {
    await writeFile(resolve(host.cwd, options.state), `${JSON.stringify(simulator.saveState())}\n`);
  }
  return EXIT.done;
}

function stopSignal(host: Host): Promise<void> {
  return new Promise((done) => {
    const off = host.onInterrupt(() => {
      off();
      done();
    });
  });
}

async function listen(simulator: Simulator, port: number): Promise<Listening> {
  try {
    return await simulator.listen(port);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EADDRINUSE' ? 'is taken' : 'is not allowed for this user';
    throw new TowerctlError('failed', `port ${port} ${why}: give another with --port, or 0 for any free one`, [], {
      cause: error,
    });
  }
}
