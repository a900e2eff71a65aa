/**
 * AWS Control Tower as today's official client describes it: names, shapes and HTTP bindings of its 28 operations, once
 * for the commands that towerctl sends and for the simulator that answers them.
 *
 * Source: the service model of API version 2018-05-10 (May 2026).
 */
export * from './controltower/baselines.js';
export * from './controltower/baselines-schema.js';
export * from './controltower/controls.js';
export * from './controltower/controls-schema.js';
export * from './controltower/errors.js';
export * from './controltower/landing-zones.js';
export * from './controltower/landing-zones-schema.js';
export * from './controltower/shapes.js';
export * from './controltower/tags.js';
