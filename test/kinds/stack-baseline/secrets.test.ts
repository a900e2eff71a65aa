import { describe, expect, it } from '@jest/globals';
import { withoutSecrets } from '../../../src/kinds/stack-baseline/template/secrets.js';
import { desiredOf } from './desired-of.js';

const TOKEN = `ghp_${'0123456789abcdefghij'.repeat(2)}`;

describe('what is refused as a secret', () => {
  it('is not in what would be planned: neither the manifest’s values nor the template’s', async () => {
    const { first, problems } = await desiredOf(
      `  b:
    template: p.yaml
    targets: [Sandbox]
    regions: [us-east-1]
    parameters: { ApiKey: sk9f8e7d6c5b4a39281706, Hidden: open-sesame, Name: plain }`,
      {
        templates: {
          'p.yaml': `Parameters:
  ApiKey: { Type: String }
  Name: { Type: String }
  Hidden: { Type: String, NoEcho: true, Default: x }
Resources:
  S: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: ${TOKEN}, Name: ours } }
`,
        },
      },
    );
    expect(problems).toHaveLength(3);
    expect(first?.spec.parameters).toEqual({ ApiKey: '****', Hidden: '****', Name: 'plain' });
    expect(first?.spec.template['Resources']).toEqual({
      S: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: '****', Name: 'ours' } },
    });
    expect(JSON.stringify(first)).not.toMatch(/sk9f8e|open-sesame|ghp_/);
  });

  it('costs a template nothing that has none', () => {
    const template = { Resources: { T: { Type: 'AWS::SNS::Topic' } } };
    expect(withoutSecrets(template)).toBe(template);
  });
});
