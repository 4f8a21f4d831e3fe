/**
 * The networks, and every wrong and every harmless variant of them, train as they always have, bit for bit: their loops as
 * written and compiled. One digest a variant, of all its trainings; `npx vitest run tests/models/frozen.test.ts --update`.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { discoverModels } from '../../src/engine/discover.js';
import { digest } from '../../src/numerics/digest.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { outcome, TRAININGS } from './trainings.js';

const models = await discoverModels();

describe.each(['wasm', 'reference'] as const)('kernels: %s', (kernels) => {
  afterAll(() => useKernels('wasm'));

  test('every variant of every network', async () => {
    useKernels(kernels);
    const found: Record<string, string> = {};
    for (const name of new Set(TRAININGS.map(({ model }) => model))) {
      const { train, faults, harmless } = models.get(name)!.model;
      const variants = { '': { by: train }, ...faults, ...harmless };
      for (const [variant, { by }] of Object.entries(variants)) {
        const ends = TRAININGS.map((each, trial) => (each.model === name ? outcome(by, each, trial) : undefined));
        found[variant ? `${name}: ${variant}` : name] = digest(ends.filter((end) => end !== undefined)).slice(0, 16);
      }
    }
    // None trains as another does.
    expect(new Set(Object.values(found)).size).toBe(Object.keys(found).length);
    await expect(`${JSON.stringify(found, undefined, 2)}\n`).toMatchFileSnapshot('frozen.json');
  });
});
