export type * from './claim.js';
export type { About, Answer, ClaimText, Of, Trial } from './text.js';
export { claim, model } from './define.js';
export { along, copy, namesOf, on, run, runs, times, type Along } from './run.js';
export * from './criteria.js';
export { ask, faulty } from './ask.js';
export { once } from './once.js';
export { logUniform, uniform, type Interval } from './numerics/uniform.js';
