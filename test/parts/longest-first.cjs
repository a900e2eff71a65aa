const Sequencer = require('@jest/test-sequencer').default;

/** What takes longest begins first, so that no worker is left alone with it at the end; the others follow by name. */
const LONGEST = [
  'scenarios',
  'properties',
  'kinds',
  'organizations',
  'checklist',
  'control-tower',
  'config-fields',
  'config',
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const placeOf = ({ path }) => {
      const place = LONGEST.findIndex((name) => new RegExp(`/${name}\\.(part|test)\\.ts$`).test(path));
      return place < 0 ? LONGEST.length : place;
    };
    return [...tests].sort((a, b) => placeOf(a) - placeOf(b) || a.path.localeCompare(b.path));
  }
};
