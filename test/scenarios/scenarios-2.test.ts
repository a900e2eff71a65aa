import { scenarios } from './run.js';

scenarios(200, 299);
