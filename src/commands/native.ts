/** Builds the native words, and says whether they can be used. */
import { relative } from 'node:path';
import { kernels, useKernels, type Kernels } from '../numerics/kernels.js';
import { buildNative } from '../numerics/native/build.js';
import { UsageError } from './usage.js';

const CANNOT_BUILD = 3;

/** @throws UsageError where these kernels cannot be used */
export function usable(chosen: Kernels): Kernels {
  if (chosen !== 'native') return chosen;
  try {
    useKernels(chosen);
    kernels();
  } catch (error) {
    throw new UsageError(`invalid --kernels "native"; ${(error as Error).message}`);
  }
  return chosen;
}

/** @returns the exit code */
export async function native(): Promise<number> {
  try {
    const file = buildNative();
    usable('native');
    process.stdout.write(
      `${relative('.', file)}: says what the compiled words say, bit for bit; used by: npx claimcheck run --kernels native\n`,
    );
    return 0;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    process.stderr.write(`claimcheck: ${(error as Error).message}\n`);
    return CANNOT_BUILD;
  }
}
