import { scenarios } from './run.js';

scenarios(300, 339);
