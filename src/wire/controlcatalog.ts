/**
 * AWS Control Catalog as today's official client describes it: names, shapes and HTTP bindings of its 6 operations.
 * Members are PascalCase; page size and token travel in the query, the next token comes back in the body.
 *
 * Source: the service model of API version 2018-05-10 (May 2026).
 */
export * from './controlcatalog/common-controls.js';
export * from './controlcatalog/controls.js';
export * from './controlcatalog/errors.js';
export * from './controlcatalog/mappings.js';
