export * from './column.js';
export * from './connector.js';
export * from './failure.js';
export * from './is-vendor-record.js';
export * from './operations-of.js';
export * from './outcome.js';
export * from './source.js';
export * from './text-of.js';
