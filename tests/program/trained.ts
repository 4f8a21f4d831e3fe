/** A claim of coins, which brings its own model, and a program in the place of that. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverModels, loadClaim, type FoundClaim } from '../../src/engine/discover.js';
import type { Executor, Planned } from '../../src/engine/measure.js';
import { run } from '../../src/engine/run.js';
import type { FoundModel } from '../../src/engine/discover.js';
import { local } from '../../src/execution/local.js';
import { workers } from '../../src/execution/workers.js';

export const folder = mkdtempSync(join(tmpdir(), 'programs-'));
/** The claim's file, of tasks of sizes 1 to 9. */
export const claimFile = join(folder, 'sizes.ts');
writeFileSync(
  claimFile,
  `import fc from 'fast-check';
import { claim, run } from 'claimcheck';
const steady = (sign: number) => run({ name: 'steady', capabilities: ['linear', 'float64'], train: ({ size }: { size: number }) => (
  { parameters: { value: Float64Array.of(sign * size) }, predict: () => new Float64Array(0), steps: 1, stopped: 'exact' }) }, { sign });
export default claim({
  title: 'Sizes', statement: 'A size is a size.', ours: [], sources: {}, scope: 'A fixture.', premises: {},
  forAll: { name: 'sizes', version: 1, arbitrary: fc.record({ size: fc.integer({ min: 1, max: 9 }) }) },
  train: steady(1),
  symbols: { value: ({ run }) => run.value[0], size: ({ task }) => task.size },
  parts: { part: { holds: 'value - size >= -1e-6', unless: {
    one: { because: 'negative', train: steady(-1) },
    two: { because: 'negative too', train: steady(-2) },
  } } },
});
`,
);

const fixture = join(import.meta.dirname, '..', 'fixtures', 'programs', 'toss.mjs');
export const command = (...rest: string[]): string => [process.execPath, fixture, ...rest].join(' ');

export async function claimOf(file = claimFile): Promise<FoundClaim> {
  const found = await loadClaim(file);
  if ('why' in found) throw new Error(found.why);
  return found;
}

export const pools = {
  here: (claims: readonly Planned[], models: ReadonlyMap<string, FoundModel>): Executor =>
    local(claims, new Map([...models].map(([name, { model }]) => [name, model]))),
  workers: (claims: readonly Planned[], models: ReadonlyMap<string, FoundModel>): Executor =>
    workers(claims, models, { threads: 2, watchdog: 20 }),
};

/** The claim, judged with that program in the place of its model. */
export async function judged(program: string, pool: keyof typeof pools = 'here') {
  const claim = await claimOf();
  const models = await discoverModels({ steady: program }, [claim]);
  const report = await run({
    claims: [claim],
    models,
    instead: ['steady'],
    level: 'quick',
    seed: '3',
    workers: 2,
    kernels: 'wasm',
    execute: (planned) => pools[pool](planned, models),
  });
  const [judged] = [...report.content.claims, ...(report.approximate?.claims ?? [])];
  return { report, claim: judged!, errors: report.envelope.errors['sizes'] ?? [], model: models.get('steady')! };
}
