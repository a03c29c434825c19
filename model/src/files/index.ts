/** What reads files, for Node alone: the package's main entry runs in browsers too. */
export * from './read-code-lists.js';
