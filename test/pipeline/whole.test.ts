// One file for jest, since the CDK takes seconds to load; the stories lie by topic.
import { apply } from './whole/apply.js';
import { drift } from './whole/drift.js';
import { closeAll } from './whole/house.js';
import { lifecycle } from './whole/lifecycle.js';
import { release } from './whole/release.js';

describe('the pipeline on this machine', () => {
  afterEach(closeAll);
  describe('a release', release);
  describe('applying', apply);
  describe('drift', drift);
  describe('events', lifecycle);
});
