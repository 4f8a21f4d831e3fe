/**
 * fast-check, with which populations are written, and numbers that are uniform as numbers: for a folder that has no fast-check
 * of its own, by the version that draws.
 *
 *     import fc, { logUniform } from 'claimcheck/fast-check';
 */
export * from 'fast-check';
export { default } from 'fast-check';
export { logUniform, uniform, type Interval } from './numerics/uniform.js';
