import type { DesiredContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { groups } from './section.js';
import { type DirectoryGroupSpec, groupAddress } from './spec.js';

export function* desired({ manifest }: DesiredContext): Generator<Desired<DirectoryGroupSpec>> {
  for (const [name, { description, members, state }] of Object.entries(manifest.section(groups) ?? {})) {
    yield {
      address: groupAddress(name),
      spec: {
        name,
        ...(description !== undefined && { description }),
        ...(members && { members: [...members].sort() }),
      },
      origin: manifest.originOf(groups.key, name),
      ...(state === 'off' && { absent: true }),
    };
  }
}
