import { scenarios } from './run.js';

scenarios(400, 429);
