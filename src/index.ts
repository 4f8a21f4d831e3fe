export type * from './claim.js';
export type { About, Answer, ClaimText, Of, Trial } from './text.js';
export { claim, model } from './define.js';
export { copy, on, run, runs, times } from './run.js';
export * from './criteria.js';
export { ask } from './ask.js';
export { once } from './once.js';
export { logUniform, uniform, type Interval } from './numerics/uniform.js';
