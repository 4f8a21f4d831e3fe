/**
 * The hot loops of training and of linear algebra as one WebAssembly module (src/numerics/kernels/assembly), each with
 * the bits of the plain TypeScript that it replaces. A function here gives undefined where the plain code is to run.
 */
export { kernelModule, kernelsInUse, useKernels, type Kernels } from './kernels/instance.js';
export { products, type Products } from './kernels/resident.js';
export { factorLoop, type FactorLoop, type FactorState } from './kernels/factorization.js';
export { penalizedLoop, type PenalizedLoop } from './kernels/penalized.js';
export { steepestDescent, type SteepestDescent } from './kernels/steepest.js';
export { mirrorDescent, type MirrorDescent } from './kernels/mirror.js';
export {
  factorDescent,
  nuclearDescent,
  type FactorDescent,
  type NuclearDescent,
  type Seen,
} from './kernels/completion.js';
export { minimized, type KnownObjective } from './kernels/lbfgs.js';
