/** A claim that trains next to nothing, or a loop of so many steps; what is left of a trial is the machinery. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const text = (steps: number) => `
/** A coin that shows heads. */
import { claim, forMost, run, type Model } from 'claimcheck';
import fc from 'claimcheck/fast-check';

const stub: Model<{ size: number }, { heads: number }> = {
  name: 'stub',
  capabilities: [],
  train: ({ size }, { heads }, streams) => {
    let work = 0;
    for (let k = 0; k < ${steps}; k++) work = Math.sqrt(work + k);
    const value = Float64Array.of((streams.train().uniform() < heads ? size : -size) + 0 * work);
    return { parameters: { value }, predict: () => new Float64Array(0), steps: 1, stopped: 'exact' };
  },
};
const stubbed = (heads: number) => run(stub, { heads });

export default claim({
  title: 'A stub',
  statement: 'A coin shows heads.',
  ours: [],
  sources: {},
  scope: 'Times the machinery, not a theorem.',
  premises: {},
  forAll: { name: 'stubs', version: 1, arbitrary: fc.record({ size: fc.integer({ min: 1, max: 100 }) }) },
  train: stubbed(1),
  symbols: { value: ({ run }) => run.parameters['value']![0]! },
  parts: {
    heads: {
      holds: 'value >= 0',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        fair: { because: 'a fair coin', train: stubbed(0.5) },
        tails: { because: 'tails alone', train: stubbed(0) },
      },
    },
  },
});
`;

/** Its id. */
export const STUB = 'stub';

/** @returns the file, in a folder of its own below the given one */
export function writeStub(folder: string, steps: number): string {
  const claims = join(folder, `stub-${steps}`);
  mkdirSync(claims, { recursive: true });
  const file = join(claims, `${STUB}.ts`);
  writeFileSync(file, text(steps).trimStart());
  return file;
}
