/**
 * The bounded share of `npm run fuzz`: whatever stands in a file or a message, the outcome is a sentence, or what was written.
 * FUZZ_SEED tries another sequence.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PARSERS, prepared } from '../../benchmarks/fuzz/parsers.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

describe.each(PARSERS)('$name', (parser) => {
  const { valid, inputs, read } = prepared(parser);

  test('takes what is valid', async () => {
    for (const bytes of valid) expect(await read(bytes)).toBe('same');
  });

  test('refuses in a sentence, or takes what was written', async () => {
    const property = fc.asyncProperty(inputs, async (bytes) => void (await read(bytes)));
    await fc.assert(property, { numRuns: parser.slow ? 60 : 600, seed: SEED, interruptAfterTimeLimit: 60_000 });
  });
});
