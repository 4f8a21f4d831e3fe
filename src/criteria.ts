/** The criteria of a claim file: the words of the laws. */
export * from './statistics/laws.js';
