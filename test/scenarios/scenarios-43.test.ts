import { scenarios } from './run.js';

scenarios(430, 999);
