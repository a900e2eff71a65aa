import { runPart } from './parts.js';

await runPart('scenarios');
