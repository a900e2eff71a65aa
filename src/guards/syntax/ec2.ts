import { fields, list, matching, oneOf, type Shape, value } from './shape.js';

/** Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_declarative_syntax.html */
const criterion: Shape = fields({
  allowed_image_providers: list(
    matching(
      /^(?:\d{12}|amazon|aws_marketplace|aws_backup_vault)$/,
      'an account id, amazon, aws_marketplace or aws_backup_vault',
    ),
  ),
  image_names: list(matching(/^.{1,128}$/, '1 to 128 characters')),
  marketplace_product_codes: list(matching(/^[A-Za-z0-9]{1,25}$/, '1 to 25 letters and digits')),
  creation_date_condition: fields({ maximum_days_since_created: value(matching(/^\d{1,10}$/, 'a number of days')) }),
  deprecation_time_condition: fields({
    maximum_days_since_deprecated: value(matching(/^\d{1,10}$/, 'a number of days')),
  }),
});

const criteria = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`criteria_${index + 1}`, criterion]));
const preference = oneOf('no_preference', 'enabled', 'disabled');

export const EC2: Shape = fields(
  {
    exception_message: value(matching(/^[\s\S]+$/, 'text')),
    vpc_block_public_access: fields({
      internet_gateway_block: fields({
        mode: value(oneOf('off', 'block_ingress', 'block_bidirectional')),
        exclusions_allowed: value(oneOf('enabled', 'disabled')),
      }),
    }),
    serial_console_access: fields({ status: value(oneOf('enabled', 'disabled')) }),
    image_block_public_access: fields({ state: value(oneOf('unblocked', 'block_new_sharing')) }),
    snapshot_block_public_access: fields({
      state: value(oneOf('unblocked', 'block_new_sharing', 'block_all_sharing')),
    }),
    allowed_images_settings: fields({
      state: value(oneOf('enabled', 'disabled', 'audit_mode')),
      image_criteria: fields(criteria),
    }),
    instance_metadata_defaults: fields({
      http_tokens: value(oneOf('no_preference', 'required', 'optional')),
      http_put_response_hop_limit: value((given) =>
        typeof given === 'string' && /^(?:-1|[1-9]|[1-5]\d|6[0-4])$/.test(given)
          ? undefined
          : 'must be text: "-1" (no preference) or "1" to "64"',
      ),
      http_endpoint: value(preference),
      instance_metadata_tags: value(preference),
      http_tokens_enforced: value(preference),
    }),
  },
  { least: 1 },
);
