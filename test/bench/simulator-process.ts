import { readFileSync } from 'node:fs';
import { createSimulator, kind } from '../../src/simulator/index.js';

/** A simulator in a process of its own: prints its address, and ends with its standard input. */
const [file = '', settings = '{}'] = process.argv.slice(2);
const simulator = createSimulator({ ...kind, seed: JSON.parse(readFileSync(file, 'utf8')), ...JSON.parse(settings) });
const { url } = await simulator.listen();
process.stdout.write(`${url}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
