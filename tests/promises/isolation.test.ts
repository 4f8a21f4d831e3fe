/** One bad claim never costs another: whatever fails, and wherever, is that claim's error in one sentence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import diagonalNetwork from '../../models/diagonal-network.js';
import type { Claim, Model } from '../../src/claim.js';
import { always, claim, on, run as trains } from '../../src/index.js';
import type { FoundClaim, FoundModel } from '../../src/engine/discover.js';
import { run } from '../../src/engine/run.js';
import { local } from '../../src/execution/local.js';
import type { Level } from '../../src/statistics/levels.js';
import { specimen, toss } from '../fuzz/specimen.js';
import { asHtml, asLatex, asMarkdown, everywhere } from '../reporting/shown.js';

const trained = new Map<string, Model>([['diagonal-network', diagonalNetwork as Model]]);
const models: ReadonlyMap<string, FoundModel> = new Map(
  [...trained].map(([name, model]) => [name, { name, file: '', module: '', model, digest: 'a'.repeat(64), files: {} }]),
);
const found = (id: string, of: Claim): FoundClaim => ({
  id,
  file: '',
  module: '',
  claim: of,
  digest: 'b'.repeat(64),
  words: 'c'.repeat(64),
  files: {},
});
const sound = () => claim(specimen() as never);

const judge = (claims: readonly FoundClaim[], level: Level = 'quick') =>
  run({
    claims,
    models,
    level,
    seed: '1',
    workers: 1,
    kernels: 'wasm',
    dials: true,
    execute: (planned) => {
      const { run: tried, ...of } = local(planned, trained, 2);
      // How many trials are taken together depends on how long they take; here it does not.
      return { ...of, run: async (job) => ({ ...(await tried(job)), ms: 10 }) };
    },
  });

type Text = any; // eslint-disable-line @typescript-eslint/no-explicit-any

async function beside(change: (text: Text) => void, level: Level = 'quick') {
  const text = specimen();
  change(text);
  const report = await judge([found('sound', sound()), found('bad', claim(text as never))], level);
  const [good, bad] = report.content.claims;
  expect(good!.verdict).toBe('holds');
  return { bad: bad!, report };
}

const thrown = () => {
  throw new Error('on purpose');
};

/** From its n-th call on. */
const later = (n: number, call: (...given: Text[]) => unknown) => {
  let calls = 0;
  return (...given: Text[]) => (calls++ < n ? call(...given) : thrown());
};

const faults: readonly (readonly [string, (text: Text) => void, RegExp])[] = [
  ['drawing', (text) => (text.forAll.arbitrary = fc.nat().map(thrown)), /trial 0: on purpose/],
  [
    'a filter that nothing passes',
    (text) => (text.forAll.arbitrary = fc.nat().filter(() => false)),
    /does a filter pass nothing/,
  ],
  [
    'an endless draw',
    (text) =>
      (text.forAll.arbitrary = fc.nat().map(() => {
        for (;;);
      })),
    /took longer than 2 seconds/,
  ],
  ['a rule', (text) => (text.train.coin = trains(toss, thrown)), /run "coin": its rule: on purpose/],
  [
    'what a run sees',
    (text) => (text.train.coin = on(thrown, trains(toss, { heads: 1 }))),
    /run "coin": what it sees of the task: on purpose/,
  ],
  ['no value', (text) => (text.symbols.value = () => void 1), /symbol "value" gives nothing; .*parentheses/],
  ['a promise', (text) => (text.symbols.value = () => Promise.resolve(1)), /symbol "value" gives a promise/],
  ['text for a quantity', (text) => (text.symbols.value = () => 'one'), /symbol "value" is "one"; expected a number/],
  ['a bigint', (text) => (text.symbols.value = () => 1n), /symbol "value" is the bigint 1n/],
  [
    'an error that is no number',
    (text) => (text.symbols.value = () => ({ value: 1, error: NaN })),
    /symbol "value" has the error NaN; expected a bound/,
  ],
  ['a negative error', (text) => (text.symbols.value = () => ({ value: 1, error: -1e-9 })), /has the error -1e-9/],
  [
    'numbers that are none',
    (text) => (text.parts.counted.over = () => 3),
    /over of the part "counted" gives 3; expected a list of numbers/,
  ],
  ['an empty list', (text) => (text.parts.counted.over = () => []), /over of the part "counted" gives an empty list/],
  [
    'a gate',
    (text) => (text.parts.heavy.given.met = () => 'yes'),
    /part "heavy": given gives "yes"; expected true or false/,
  ],
  ['a question', (text) => (text.theory.weight[1] = thrown), /the question to weight: on purpose/],
  [
    'an answer',
    (text) => (text.theory.weight[0].answer = () => Promise.resolve({})),
    /oracle "weight" gives a promise/,
  ],
  [
    'an answer without an error',
    (text) => (text.theory.weight[0].answer = () => ({ value: { mass: 1 } })),
    /oracle "weight" answers without an error/,
  ],
  [
    'no theory',
    (text) => delete text.theory,
    /symbol "mass": "weight" is asked of the theory, and there is none; give the claim a theory/,
  ],
  [
    'a model that has the name of one of ours',
    (text) => (text.train.coin = trains({ ...toss, name: 'diagonal-network' }, { heads: 1 })),
    /it trains a model of its own that is named "diagonal-network", as one of ours is; give it another name/,
  ],
  ['a dial', (text) => (text.dial.at = later(8, text.dial.at)), /dial "heads" at .*: on purpose/],
  [
    'what a dial draws',
    (text) => ((text.dial.curve = { bound: 'drawn' }), (text.symbols.drawn = thrown)),
    /symbol "drawn": on purpose/,
  ],
  ['a case', (text) => (text.forAll.covers.small.when = () => 'yes'), /case "small": when gives "yes"/],
  [
    'a table',
    (text) => ((text.table.columns.drawn = 'drawn'), (text.symbols.drawn = thrown)),
    /symbol "drawn": on purpose/,
  ],
];

describe('an error of its own', () => {
  test.each(faults.map(([what, change, said]) => ({ what, change, said })))(
    '$what',
    { timeout: 240_000 },
    async ({ change, said }) => {
      const { bad, report } = await beside(change, said.source.includes('drawn') ? 'standard' : 'quick');
      expect(bad.verdict).toBe('error');
      const told = [...bad.because, ...(report.envelope.errors['bad'] ?? [])];
      expect(
        told.some((sentence) => said.test(sentence)),
        told.join('\n'),
      ).toBe(true);
      for (const sentence of told) expect(sentence).not.toContain('\n');
    },
  );

  test('whatever of its text fails to be read after it was loaded', { timeout: 600_000 }, async () => {
    let reads = 0;
    const counting = (limit: number, of: object): Text => {
      const read = (name: string): unknown => {
        if (++reads > limit) thrown();
        const value = (of as Text)[name] as unknown;
        const plain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
        return plain && name !== 'arbitrary' ? counting(limit, value) : value;
      };
      const counted = Object.keys(of).map((name) => [name, { enumerable: true, get: () => read(name) }] as const);
      return Object.defineProperties({}, Object.fromEntries(counted));
    };
    // What is read once for all claims has been read after the first; another run reads the same, but for a few.
    for (let warm = 0; warm < 2; warm++) {
      reads = 0;
      await judge([found('sound', sound()), found('bad', counting(Infinity, sound()))]);
    }
    const all = reads;
    expect(all).toBeGreaterThan(200);
    const shares = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.6, 0.9, 0.97, 0.99, 0.999].map((share) => share * all);
    for (const limit of [...shares.map(Math.floor), all - 30, all - 10, all - 1]) {
      reads = 0;
      const { content } = await judge([found('sound', sound()), found('bad', counting(limit, sound()))]);
      const failed = reads > limit;
      if (limit < 0.99 * all) expect(failed, `${reads} reads after one of ${all}`).toBe(true);
      expect(
        content.claims.map(({ verdict }) => verdict),
        `after ${limit} of ${all} reads`,
      ).toEqual(['holds', failed ? 'error' : 'holds']);
      if (!failed) continue;
      expect(content.claims[1]!.because.join(' ')).toContain('on purpose');
    }
  });

  test('a number that is uniform over bit patterns is told of, and changes no verdict', async () => {
    const { bad, report } = await beside((text) => {
      text.forAll.arbitrary = fc.record({ size: fc.constant(1), v: fc.double({ min: 0, max: 1, noNaN: true }) });
      delete text.forAll.covers;
    });
    expect(bad.verdict).toBe('holds');
    expect(report.envelope.notes).toHaveLength(1);
    expect(report.envelope.notes![0]).toMatch(
      /^bad: the population .* draws v over hundreds of orders .*uniform\(\{ min, max \}\)/,
    );
  });

  test('a claim that cannot be shown costs its own section of the page', async () => {
    const report = await judge([found('sound', sound()), found('bad', sound())]);
    const [good, bad] = report.content.claims;
    const torn = { ...bad!, premises: null as never };
    const cut = { ...report, content: { ...report.content, claims: [good!, torn] } };
    for (const text of [asHtml, asMarkdown, asLatex].map((show) => show(cut))) {
      expect(text).toContain('This claim could not be shown');
      expect(text).toContain('sound');
    }
  });
});

describe('names that every object has', () => {
  test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    '"%s" is a claim, a part, a control, a run, an oracle, a row',
    async (name) => {
      const text: Text = specimen();
      const tossed = (heads: number, scale = 1) => ({ [name]: trains(toss, { heads, scale }) });
      text.train = tossed(0.999);
      text.theory = { [name]: text.theory.plain };
      text.symbols = {
        [name]: ({ runs, theory }: Text) => runs[name].value[0] * theory[name].value.mass,
      };
      text.parts = {
        [name]: {
          holds: `${name} >= 0`,
          of: name,
          accept: text.parts.heads.accept,
          unless: {
            [name]: { because: 'fair', train: tossed(0.5) },
            tails: { because: 'tails', train: tossed(0) },
          },
        },
      };
      text.harmless = { 'another one': { because: 'more', train: tossed(0.999, 2), keeps: [name] } };
      text.premises = { [name]: { assumed: name } };
      text.forAll = { ...text.forAll, name, covers: { [name]: { when: () => true, atLeast: 0.5 } } };
      delete text.dial;
      text.table = {
        title: name,
        of: name,
        columns: { [name]: name },
        rows: { [name]: name, other: name },
        drawn: [name, name],
      };
      const report = await judge([found('sound', sound()), found(name, claim(text as never))]);
      const { claims } = report.content;
      expect(claims[1]!.because.join(' ')).not.toMatch(/Cannot read|is not a function/);
      expect(claims.map(({ id, verdict }) => [id, verdict])).toEqual([
        ['sound', 'holds'],
        [name, 'holds'],
      ]);
      for (const shown of everywhere(report)) expect(shown).not.toMatch(/could not be shown|native code/);
    },
  );

  test('a task of any form makes a counterexample that has a digest', async () => {
    const { bad, report } = await beside((text) => {
      class Coin {
        readonly big = 7n;
        constructor(readonly size: number) {}
        twice = () => 2 * this.size;
      }
      text.forAll.arbitrary = fc.nat(9).map((size) => new Coin(size + 1));
      text.parts.heads.holds = 'value >= 1000';
      text.parts.heads.accept = always();
      delete text.parts.heads.unless.fair.expected;
    });
    expect([bad.verdict, bad.because]).toEqual(['fails', bad.because]);
    expect(bad.counterexample?.task).toMatchObject({ big: '7' });
    expect(report.id).toMatch(/^[0-9a-f]{64}$/);
  });
});
