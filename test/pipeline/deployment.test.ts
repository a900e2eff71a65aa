import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../pipeline/app.js';
import { Deployed, folder, git, zipped } from './deployed.js';
import { DEPLOYMENT, HOME, sampleSettings } from './settings.js';
// One file for jest, since the CDK takes seconds to load; the cases lie by topic.
import './deployment/commands.js';
import './deployment/pipelines.js';
import './deployment/projects.js';
import './deployment/pull-request.js';
import './deployment/roles.js';
import './deployment/sources.js';
import './deployment/stores.js';

describe('the app', () => {
  it('tags everything with the manifest’s name and the pipeline’s account', () => {
    const { Properties } = git.named('AWS::S3::Bucket', 'BucketName', `towerctl-runs-${DEPLOYMENT}-${HOME}`);
    expect(Properties['Tags']).toEqual([
      { Key: 'towerctl:deployment-account', Value: DEPLOYMENT },
      { Key: 'towerctl:manifest', Value: 'acme' },
    ]);
  });

  it('makes the same templates of the same settings', () => {
    const again = new Deployed(
      sampleSettings(folder, {
        source: { bucket: 'acme-manifests', key: 'manifest.zip' },
        drift: { schedule: 'rate(6 hours)' },
      }),
      join(folder, 'again'),
    );
    expect(again.resources).toEqual(zipped.resources);
  });

  it('reads settings of its own format only', () => {
    const file = join(folder, 'settings.json');
    const settings = sampleSettings(folder);
    writeFileSync(file, JSON.stringify(settings));
    expect(readSettings(file)).toEqual(JSON.parse(JSON.stringify(settings)));
    writeFileSync(file, JSON.stringify({ ...settings, format: 2 }));
    expect(() => readSettings(file)).toThrow(/settings\.json does not hold settings of format 1/);
  });
});
