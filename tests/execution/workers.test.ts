import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Claim, Model } from '../../src/claim.js';
import { verdictArms } from '../../src/engine/arm.js';
import { claimReport } from '../../src/engine/conclude.js';
import type { FoundModel } from '../../src/engine/discover.js';
import { silent } from '../../src/engine/journal.js';
import { measure, type Executor, type Planned } from '../../src/engine/measure.js';
import type { ClaimReport } from '../../src/engine/report.js';
import { packageRoot } from '../../src/engine/source.js';
import { local } from '../../src/execution/local.js';
import { workers } from '../../src/execution/workers.js';

const folder = mkdtempSync(join(tmpdir(), 'workers-'));
const built = (path: string) => JSON.stringify(pathToFileURL(join(packageRoot, 'dist', 'src', path)).href);

/** A claim that always holds, in a module that worker threads can load. */
const claimFile = join(folder, 'steady.mjs');
writeFileSync(
  claimFile,
  `import fc from ${JSON.stringify(import.meta.resolve('fast-check'))};
import { claim, run } from ${built('index.js')};
const steady = (sign) => run({ name: 'steady', capabilities: ['linear'], train: () => { throw new Error('another is trained'); } }, { sign });
export default claim({
  title: 'Steady', statement: 'Nothing is lost.', ours: [], sources: {}, scope: 'A fixture.', premises: {},
  forAll: { name: 'steady', version: 1, arbitrary: fc.record({ size: fc.integer({ min: 1, max: 9 }) }) },
  train: steady(1),
  symbols: { value: ({ run }) => run.value[0] },
  parts: { part: { holds: 'value >= 0', unless: {
    one: { because: 'negative', train: steady(-1) },
    two: { because: 'negative too', train: steady(-2) },
  } } },
});
`,
);

/** A model in trouble on tasks of size 5: once in all, in the third such training of a thread, or whenever. */
function modelFile(name: string, trouble: string, once: boolean): string {
  const file = join(folder, `${name}.mjs`);
  const mark = JSON.stringify(join(folder, `${name}.mark`));
  writeFileSync(
    file,
    `import { existsSync, writeFileSync } from 'node:fs';
let count = 0;
export default {
  name: 'steady',
  capabilities: ['linear'],
  train: ({ size }, { sign }) => {
    if (size === 5 && sign === 1 && (!${once} || (++count > 2 && !existsSync(${mark})))) {
      writeFileSync(${mark}, '');
      ${trouble}
    }
    return { parameters: { value: Float64Array.of(sign * size) }, predict: () => new Float64Array(0), steps: 1, stopped: 'exact' };
  },
};
`,
  );
  return file;
}

async function judge(
  module: string,
  seeds: readonly string[],
  make: (planned: readonly Planned[], models: Map<string, FoundModel>) => Executor,
) {
  const { default: claim } = (await import(pathToFileURL(claimFile).href)) as { default: Claim };
  const { default: model } = (await import(pathToFileURL(module).href)) as { default: Model };
  const planned = seeds.map((seed): Planned => ({
    id: `seed ${seed}`,
    claim,
    file: claimFile,
    module: claimFile,
    digest: 'd',
    words: '',
    files: {},
    seed,
    by: 'b',
  }));
  const models = new Map<string, FoundModel>([
    ['steady', { name: 'steady', file: '', module, model, digest: 'm', files: {} }],
  ]);
  const executor = make(planned, models);
  const reports: Record<string, ClaimReport> = {};
  try {
    await measure(planned, {
      level: 'quick',
      arms: (each) => verdictArms(each.claim),
      executor,
      journal: silent,
      known: [],
      onEvent: () => {},
      onDecided: (each, arms) => {
        const setting = { level: 'quick', models, instead: [] } as const;
        reports[each.id] = claimReport(each, { kind: 'measured', arms }, setting).report;
      },
    });
  } finally {
    await executor.close();
  }
  return reports;
}

const steady = modelFile('sound', '', true);
const expected = await judge(steady, ['1', '3'], (planned, models) =>
  local(planned, new Map([...models].map(([name, { model }]) => [name, model]))),
);
const onThreads = (module: string, threads: number, watchdog = 60, seeds = ['1', '3']) =>
  judge(module, seeds, (planned, models) => workers(planned, models, { threads, watchdog, memory: 100 }));

test('the fixture holds', () => {
  expect(expected['seed 1']!.verdict).toBe('holds');
  expect(expected['seed 3']!.verdict).toBe('holds');
});

test.each([1, 2, 8])('%d threads give what one process gives', async (threads) => {
  expect(await onThreads(steady, threads)).toEqual(expected);
});

describe('a worker in trouble once costs a retry and loses nothing', () => {
  test.each([
    ['throws', 'throw new Error("bad luck");'],
    ['exits', 'process.exit(7);'],
    ['hangs', 'for (;;);'],
    ['runs out of memory', 'const hog = []; for (;;) hog.push(new Array(1e6).fill(hog.length));'],
  ])('%s', async (name, trouble) => {
    expect(await onThreads(modelFile(`once-${name}`, trouble, true), 2, 3)).toEqual(expected);
  });
});

test('a batch of one trial has its retry, too', async () => {
  const { default: claim } = (await import(pathToFileURL(claimFile).href)) as { default: Claim };
  const module = modelFile('once-alone', 'process.exit(7);', true);
  const { default: model } = (await import(pathToFileURL(module).href)) as { default: Model };
  const planned = [
    { id: 'alone', claim, file: claimFile, module: claimFile, digest: 'd', words: '', files: {}, seed: '1', by: 'b' },
  ];
  const models = new Map<string, FoundModel>([
    ['steady', { name: 'steady', file: '', module, model, digest: 'm', files: {} }],
  ]);
  const executor = workers(planned, models, { threads: 1, watchdog: 60, memory: 100 });
  try {
    for (let index = 0; index < 60; index++) {
      const { records } = await executor.run({ claim: 'alone', arm: 'claim', from: index, to: index + 1 });
      expect(records.map(({ error }) => error)).toEqual([undefined]);
    }
  } finally {
    await executor.close();
  }
  expect(existsSync(join(folder, 'once-alone.mark'))).toBe(true);
});

describe('a worker that is always in trouble makes the claim an error, never an outcome', () => {
  test.each([
    ['exits', 'process.exit(7);', /./],
    ['hangs', 'for (;;);', /watchdog's 2 seconds/],
    ['runs out of memory', 'const hog = []; for (;;) hog.push(new Array(1e6).fill(hog.length));', /memory/],
  ])('%s', async (name, trouble, why) => {
    const { 'seed 1': claim } = await onThreads(modelFile(`always-${name}`, trouble, false), 2, 2, ['1']);
    expect(claim!.verdict).toBe('error');
    expect(claim!.because.join()).toMatch(why);
  });
});
