import type { Json, JsonObject } from '../../../../../model.js';

/** What each declarative control sets for EC2, by alias. Children may override it. Source: controltower control reference. */
const setting = (value: Json): JsonObject => ({
  '@@assign': value,
  '@@operators_allowed_for_child_policies': ['@@all'],
});

export const DECLARATIVE: Readonly<Record<string, JsonObject>> = {
  'CT.EC2.PV.7': { snapshot_block_public_access: { state: setting('block_all_sharing') } },
  'CT.EC2.PV.8': {
    vpc_block_public_access: {
      internet_gateway_block: { mode: setting('block_bidirectional'), exclusions_allowed: setting('disabled') },
    },
  },
  'CT.EC2.PV.9': { serial_console_access: { status: setting('disabled') } },
  'CT.EC2.PV.11': { image_block_public_access: { state: setting('block_new_sharing') } },
};
