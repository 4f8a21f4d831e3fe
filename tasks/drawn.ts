/** Populations whose matrices are rebuilt from one drawn seed. */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { seededStream } from 'claimcheck/numerics/stream';

/** A 32-bit seed from which a task's matrices are rebuilt. */
export const seed = fc.integer({ min: 0, max: 0x7fffffff });

/** Tasks that a stream alone decides. */
export const drawn = <T>(name: string, about: string, task: (stream: Stream) => NoInfer<T>): Population<T> => ({
  name,
  version: 1,
  about,
  arbitrary: seed.map((from) => task(seededStream(from))),
});
