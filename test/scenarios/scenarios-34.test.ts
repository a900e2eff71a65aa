import { scenarios } from './run.js';

scenarios(340, 399);
