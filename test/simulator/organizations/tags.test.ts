import { taggedResources } from '../../../src/simulator/services/organizations/state.js';
import { newPolicy, PAYMENTS, pages, ROOT, refusal, sandbox } from './support.js';

const tag = (Key: string, Value = 'x') => ({ Key, Value });

describe('tags', () => {
  test('stand on the root, units, accounts and policies, and add up', async () => {
    const { aws } = sandbox();
    const PolicyId = await newPolicy(aws, 'mine');
    for (const ResourceId of [ROOT, PAYMENTS, PolicyId]) {
      await aws.tagResource({ ResourceId, Tags: [tag('a', '1'), tag('b', '')] });
      await aws.tagResource({ ResourceId, Tags: [tag('a', '2'), tag('__proto__')] });
      await aws.untagResource({ ResourceId, TagKeys: ['b', 'never there'] });
      const { Tags } = await aws.listTagsForResource({ ResourceId });
      expect(Tags).toEqual([tag('a', '2'), tag('__proto__')]);
    }
    expect(await refusal(aws.tagResource({ ResourceId: '999999999999', Tags: [tag('a')] }))).toBe(
      'TargetNotFoundException',
    );
  });

  test('are 50 to a resource, with keys of 128 and values of 256 characters', async () => {
    const { aws } = sandbox();
    const put = (...Tags: { Key: string; Value: string }[]) => refusal(aws.tagResource({ ResourceId: PAYMENTS, Tags }));
    const many = Array.from({ length: 50 }, (_, index) => tag(`k${index}`));
    expect(await put(...many)).toBe('none');
    expect(await put(tag('k0', 'again'))).toBe('none');
    expect(await put(tag('one-more'))).toBe('ConstraintViolationException MAX_TAG_LIMIT_EXCEEDED');
    expect(await put(tag('k'.repeat(129)))).toBe('InvalidInputException MAX_LENGTH_EXCEEDED');
    expect(await put(tag('k0', 'v'.repeat(257)))).toBe('InvalidInputException MAX_LENGTH_EXCEEDED');
    expect(await put(tag(''))).toBe('InvalidInputException MIN_LENGTH_EXCEEDED');
    expect(await put(tag('aws:x'))).toBe('InvalidInputException INVALID_SYSTEM_TAGS_PARAMETER');
    expect(await put(tag('a'), tag('a'))).toBe('InvalidInputException DUPLICATE_TAG_KEY');
    expect(await put(tag('a#b'))).toBe('InvalidInputException INVALID_PATTERN');
    const found = await pages((token) => aws.listTagsForResource({ ResourceId: PAYMENTS, ...token }));
    expect(found.flatMap((page) => page.Tags)).toHaveLength(50);
  });

  test('can be given in the create call, which fails as a whole when they are wrong', async () => {
    const { aws } = sandbox();
    const unit = { ParentId: ROOT, Name: 'Tagged' };
    const wrong = aws.createOrganizationalUnit({ ...unit, Tags: [tag('aws:x')] });
    expect(await refusal(wrong)).toBe('InvalidInputException INVALID_SYSTEM_TAGS_PARAMETER');
    const { OrganizationalUnit } = await aws.createOrganizationalUnit({ ...unit, Tags: [tag('a')] });
    const { Tags } = await aws.listTagsForResource({ ResourceId: OrganizationalUnit?.Id ?? '' });
    expect(Tags).toEqual([tag('a')]);
  });

  test('show in lists a while later', async () => {
    const { aws, clock } = sandbox({ lagMs: 1_000 });
    await aws.tagResource({ ResourceId: PAYMENTS, Tags: [tag('a')] });
    expect((await aws.listTagsForResource({ ResourceId: PAYMENTS })).Tags).toEqual([]);
    clock.advance(1_000);
    expect((await aws.listTagsForResource({ ResourceId: PAYMENTS })).Tags).toEqual([tag('a')]);
  });

  test('are gathered for the tagging service: what has tags, and what had some', async () => {
    const { aws, simulator } = sandbox();
    expect(taggedResources(simulator.world)).toEqual([]);
    await aws.tagResource({ ResourceId: PAYMENTS, Tags: [tag('a')] });
    await aws.tagResource({ ResourceId: ROOT, Tags: [tag('b')] });
    await aws.untagResource({ ResourceId: ROOT, TagKeys: ['b'] });
    expect(taggedResources(simulator.world)).toEqual([
      {
        arn: `arn:aws:organizations::123456789012:account/o-exampleorg1/${PAYMENTS}`,
        type: 'account',
        tags: { a: 'x' },
      },
      {
        arn: `arn:aws:organizations::123456789012:root/o-exampleorg1/${ROOT}`,
        type: 'root',
        tags: {},
        formerly: true,
      },
    ]);
  });
});
