/**
 * Every noun that more than one folder uses. Imports nothing but its own folder, `model/`.
 *
 * One law shapes it: the same noun stands on both sides. What the manifest asks for and what AWS has are one `Spec`
 * type in the manifest's words; AWS ids appear only where a read turns them into names and a step turns names into ids.
 */

export type * from './model/address.js';
export type * from './model/change.js';
export type * from './model/files.js';
export type * from './model/guards.js';
export type * from './model/hold.js';
export type * from './model/landing-zone.js';
export type * from './model/outcome.js';
export type * from './model/plan.js';
export type * from './model/selection.js';
export type * from './model/things.js';
