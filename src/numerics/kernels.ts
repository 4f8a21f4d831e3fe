/**
 * The hot loops of training and of linear algebra as one WebAssembly module (src/numerics/kernels/assembly), each with
 * the bits of the plain TypeScript that it replaces. A function here gives undefined where the plain code is to run.
 */
export { kernelModule, kernelsInUse, useKernels, type Kernels } from './kernels/instance.js';
