export type * from './claim.js';
export { claim, model } from './define.js';
export * from './criteria.js';
export { ask } from './ask.js';
export { logUniform, uniform, type Interval } from './numerics/uniform.js';
