import { isMeasure, MEASURES } from './measures.js';

/** One measurement in a process of its own. Answers one line of JSON. */
const [name = ''] = process.argv.slice(2);
if (!isMeasure(name)) throw new Error(`there is no measurement ${name}`);
process.stdout.write(`${JSON.stringify(await MEASURES[name]())}\n`);
