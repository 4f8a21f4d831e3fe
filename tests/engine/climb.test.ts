import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/claim.js';
import { adversaryArms } from '../../src/engine/arm.js';
import { climb, climbed, LEAST, TRAININGS, type Climbed } from '../../src/engine/climb.js';
import { draw } from '../../src/engine/draw.js';
import { sign } from '../../src/statistics/outcome.js';
import { above, map, walker, type Height, type Place } from '../fixtures/hills.js';

const SEEDS = Array.from({ length: 20 }, (_, k) => String(k));

function climbing(model: Model<Place>, seed: string, trial = 0, change: Parameters<typeof above>[0] = {}): Climbed {
  const [arm] = adversaryArms(above(change));
  return climb(arm!, { suiteSeed: seed, claim: 'hills', arm: 'adversary', trial }, new Map([['walker', model]]));
}
const violates = ({ reached }: Climbed) =>
  reached !== undefined &&
  Object.values(reached.outcome.parts).some(({ margins }) => margins.some((margin) => sign(margin) === 'violation'));
/** On how many seeds the climbs of level standard find a violation. */
const refuted = (model: Model<Place>) =>
  SEEDS.filter((seed) => [0, 1, 2, 3].some((trial) => violates(climbing(model, seed, trial)))).length;

/** A cone of which one place in some 10,000 is below the sea. */
const cone: Height = ({ x, y }) => Math.hypot(x - 700, y - 300) - 6;

describe('a climb', () => {
  test('finds what it can climb down to, where as many draws would not', () => {
    const drawn = SEEDS.filter((seed) =>
      Array.from({ length: 4 * TRAININGS }, (_, trial) =>
        cone(draw(map, { suiteSeed: seed, claim: 'hills', arm: 'claim', trial }).task, 0),
      ).some((height) => height < 0),
    ).length;
    expect(drawn).toBeLessThanOrEqual(3);
    expect(refuted(walker(cone))).toBeGreaterThanOrEqual(16);
  });

  test('finds corners at once', () => {
    expect(refuted(walker(({ x, y }) => (x === 999 && y === 0 ? -1 : 1)))).toBeGreaterThanOrEqual(16);
  });

  test('never refutes what is true of all tasks, and spends what it may', () => {
    for (const height of [({ x, y }: Place) => x + y + 1e-12, (_: Place, noise: number) => noise + 1e-9, () => 1e-300])
      for (const seed of SEEDS) {
        const found = climbing(walker(height), seed);
        expect(violates(found)).toBe(false);
        expect([found.trainings, found.counted]).toEqual([TRAININGS, TRAININGS]);
      }
  });

  test('a needle in a plain is found about as often as by as many draws', () => {
    // One task in 1,024: by 400 draws on 32% of seeds.
    expect(refuted(walker(({ seed }) => (Math.imul(seed, 0x9e3779b1) >>> 22 === 5 ? -1 : 1)))).toBeLessThanOrEqual(10);
  });

  test('looks at other streams, too', () => {
    expect(refuted(walker((_, noise) => noise - 0.05))).toBeGreaterThanOrEqual(16);
  });

  test('ends lower than what it began with, on a task of the population', () => {
    const { reached } = climbing(
      walker(({ x, y }) => x + y + 1),
      '3',
    );
    const { x, y, seed } = reached!.drawn.task as Place;
    expect(reached!.outcome.parts['above']!.margins[0]!.slack).toBe(x + y + 1);
    expect(x + y).toBeLessThan(60);
    expect([x, y, seed].every((n) => Number.isInteger(n) && n >= 0)).toBe(true);
  });

  test('is the same whenever it is climbed, and another under another name', () => {
    const line = (seed: string, index: number) => {
      const [arm] = adversaryArms(above());
      return climbed(arm!, 'hills', seed, index, new Map([['walker', walker(cone)]]));
    };
    expect(line('1', 0)).toEqual(line('1', 0));
    expect(new Set([line('1', 0), line('2', 0), line('1', 1)].map(({ digest }) => digest)).size).toBe(3);
  });

  test('what is unfinished, diverged, not a number, in doubt, without its premise or in error is no counterexample', () => {
    const half = ({ x }: Place) => x < 500;
    const bad: Record<string, [Model<Place>, Parameters<typeof above>[0]?]> = {
      unfinished: [
        walker(
          (at) => (half(at) ? -1 : 1),
          (at) => (half(at) ? 'budget' : 'exact'),
        ),
      ],
      diverged: [
        walker(
          (at) => (half(at) ? -1 : 1),
          (at) => (half(at) ? 'diverged' : 'exact'),
        ),
      ],
      'not a number': [walker((at) => (half(at) ? NaN : 1))],
      infinite: [walker((at) => (half(at) ? -Infinity : 1))],
      'in error': [
        walker((at) => {
          if (half(at)) throw new Error('refused');
          return 1;
        }),
      ],
      'without its premise': [
        walker((at) => (half(at) ? -1 : 1)),
        { parts: { above: { ...above().parts['above']!, given: { premise: 'far', met: ({ task }) => !half(task) } } } },
      ],
    };
    for (const [name, [model, change]] of Object.entries(bad))
      for (const seed of SEEDS.slice(0, 5)) {
        const found = climbing(model, seed, 0, change);
        expect([name, violates(found)]).toEqual([name, false]);
        expect(found.trainings).toBe(TRAININGS);
        expect(found.counted).toBeLessThan(TRAININGS);
        expect(found.reached!.outcome.parts['above']!.margins).toEqual([{ slack: 1, error: 0 }]);
      }
  });

  test('where no task counts it reaches none', () => {
    const found = climbing(
      walker(() => NaN),
      '1',
    );
    expect(found).toMatchObject({ trainings: TRAININGS, counted: 0 });
    expect(found.reached).toBeUndefined();
  });

  test('a margin within its error is no violation, however low', () => {
    const height = {
      measure: ({ run }: { run: { height: Float64Array } }) => ({ value: run.height[0]!, error: 2000 }),
    };
    const found = climbing(
      walker(({ x }) => -x),
      '1',
      0,
      { symbols: { height } },
    );
    expect(violates(found)).toBe(false);
    expect(found.reached!.outcome.parts['above']!.margins[0]!.slack).toBeLessThan(-900);
  });

  test('is short where trainings are dear, and begins each of them', () => {
    const [arm] = adversaryArms(above());
    let begun = 0;
    const found = climb(
      arm!,
      { suiteSeed: '1', claim: 'hills', arm: 'adversary', trial: 0 },
      new Map([['walker', walker(() => 1, undefined, 1e7)]]),
      () => begun++,
    );
    expect([found.trainings, begun, found.steps]).toEqual([LEAST, LEAST, LEAST * 1e7]);
  });

  test('follows each part in turn, and ends at a violation of any', () => {
    const part = (holds: string) => ({ ...above().parts['above']!, holds });
    const parts = { low: part('height >= -1e9'), high: part('height <= 2100') };
    const [first, second] = [0, 1].map((trial) =>
      climbing(
        walker(({ x, y }) => x + y),
        '4',
        trial,
        { parts },
      ),
    );
    expect([first!.reached!.part, second!.reached!.part]).toEqual(['low', 'high']);
    const height = ({ reached }: Climbed) => (reached!.drawn.task as Place).x + (reached!.drawn.task as Place).y;
    expect(height(first!)).toBeLessThan(60);
    expect(height(second!)).toBeGreaterThan(1940);
    const wrong = climbing(
      walker(({ x, y }) => x + y),
      '4',
      0,
      { parts: { ...parts, high: part('height <= 1000') } },
    );
    expect(wrong.reached!.part).toBe('high');
    expect(violates(wrong)).toBe(true);
  });
});

test('only what claims something of all tasks of a population has an adversary', () => {
  const [arm] = adversaryArms(above());
  expect(arm).toMatchObject({ name: 'adversary', role: 'adversary', parts: ['above'], tasksOf: 'adversary' });
  expect(adversaryArms(above({ forAll: { ...map, list: [{ x: 1, y: 1, seed: 1 }] } }))).toEqual([]);
  const mostly = { above: { ...above().parts['above']!, accept: { law: 'forMost', allBut: 0.1 } as const } };
  expect(adversaryArms(above({ parts: mostly }))).toEqual([]);
});
