import { ALL_JOURNEYS, endsAtOnce } from './contract.js';

endsAtOnce(Object.keys(ALL_JOURNEYS));
