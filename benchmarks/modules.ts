/** What is timed of a build, from its `dist/`: today's, or one of another commit that has the same models. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TrialName } from '../src/numerics/stream.js';

/** Where starts are drawn. */
export const NAME: TrialName = { suiteSeed: 'benchmark', claim: 'none', arm: 'claim', trial: 0 };

/** @param folder a checkout that was built */
export async function modules(folder: string) {
  const at = async <T>(file: string) => (await import(pathToFileURL(resolve(folder, 'dist', file)).href)) as T;
  const model = async <T extends { default: unknown }>(name: string) =>
    (await at<T>(join('models', `${name}.js`))).default as T['default'];
  const stream = await at<typeof import('../src/numerics/stream.js')>('src/numerics/stream.js');
  const { eigenSymmetric } = await at<typeof import('../src/numerics/eigen.js')>('src/numerics/eigen.js');
  const { useKernels } = await at<typeof import('../src/numerics/kernels.js')>('src/numerics/kernels.js');
  return {
    diagonal: await model<typeof import('../models/diagonal-network.js')>('diagonal-network'),
    network: await model<typeof import('../models/two-layer-network.js')>('two-layer-network'),
    sensing: await model<typeof import('../models/matrix-factorization.js')>('matrix-factorization'),
    ridge: await model<typeof import('../models/ridge.js')>('ridge'),
    eigenSymmetric,
    useKernels,
    streams: stream.streams(NAME),
  };
}

export type Modules = Awaited<ReturnType<typeof modules>>;
