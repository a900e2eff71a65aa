import { scenarios } from './run.js';

scenarios(0, 199);
