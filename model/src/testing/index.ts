export * from './keys.js';
export * from './records.js';
export * from './documents.js';
export * from './requests.js';
