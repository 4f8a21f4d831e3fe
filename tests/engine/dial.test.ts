/** The dial as a report has it: axis, judgement at each point, boundary. */
import { describe, expect, test } from 'vitest';
import type { Claim, Criterion } from '../../src/claim.js';
import { always, forMost, onAverage } from '../../src/criteria.js';
import { dialArms, type Arm } from '../../src/engine/arm.js';
import { dialPoint, dialReport } from '../../src/engine/dial.js';
import type { DialPoint } from '../../src/engine/report.js';
import type { TrialRecord } from '../../src/engine/trial.js';
import { tossed, tossing } from '../fixtures/coins.js';

const turned = (turns: string, accept: Criterion = always(), symbols: Claim['symbols'] = {}): Claim => {
  const base = tossing(1);
  return {
    ...base,
    symbols: { ...base.symbols, ...symbols },
    parts: { heads: { ...base.parts['heads']!, accept } },
    dial: {
      ...{ turns, grid: [0, 1], part: 'heads', measured: 'value', axis: 'linear' },
      at: (share) => ({ train: { model: tossed(share) } }),
    },
  };
};
const armOf = (accept: Criterion): Arm => dialArms(turned('heads', accept))[0]!;
const record = (index: number, slack: number | 'gated' | 'diverged'): TrialRecord => ({
  ...{ claim: 'c', arm: 'a', index, seed: '1', steps: 1, digest: '', shown: { measured: index } },
  parts: {
    heads:
      typeof slack === 'number' ? { state: 'finished', margins: [{ slack, error: 0 }] } : { state: slack, margins: [] },
  },
});
const judged = (accept: Criterion, slacks: readonly Parameters<typeof record>[1][]) =>
  dialPoint(armOf(accept), slacks.map((slack, k) => record(k, slack))); // prettier-ignore
const times = <V>(n: number, value: V): V[] => Array<V>(n).fill(value);

describe('a point is judged by the criterion of its part', () => {
  test('about all tasks: all hold, one violates, or one is open', () => {
    expect(judged(always(), times(12, 1)).judged).toBe('holds');
    expect(judged(always(), [...times(11, 1), -1]).judged).toBe('fails');
    expect(judged(always(), [...times(11, 1), 0]).judged).toBe('open');
  });
  test('about most tasks: as many as a share can be certified from', () => {
    const accept = forMost({ allBut: 0.2 });
    expect(judged(accept, times(48, 1)).judged).toBe('holds');
    expect(judged(accept, times(48, -1)).judged).toBe('fails');
    expect(judged(accept, times(12, 1)).judged).toBe('open');
  });
  test('about a mean: by the mean, though single tasks are below', () => {
    const accept = onAverage({ atLeast: 0.1, cap: 2 });
    const uneven = Array.from({ length: 48 }, (_, k) => (k % 4 === 0 ? -0.1 : 0.9));
    expect(judged(accept, uneven).judged).toBe('holds');
    expect(judged(accept, uneven.map((x) => -x)).judged).toBe('fails'); // prettier-ignore
  });
  test('tasks that miss the premise are counted and not drawn; those that do not finish count', () => {
    const point = judged(always(), ['gated', 1, 1, 'gated']);
    expect(point).toMatchObject({ trials: 4, missed: 2, unfinished: 0, judged: 'holds', measured: { mean: 1.5 } });
    expect(judged(always(), [1, 'diverged'])).toMatchObject({ missed: 0, unfinished: 1, judged: 'open' });
    expect(judged(always(), ['gated'])).toMatchObject({ missed: 1, judged: 'open' });
  });
});

describe('the boundary', () => {
  const point = (at: number, word: DialPoint['judged']) => ({ at, judged: word }) as DialPoint;
  const between = (...words: DialPoint['judged'][]) =>
    dialReport(turned('heads'), words.map((word, k) => point(k, word)))?.boundary; // prettier-ignore
  test('lies where the judgement changes once, over what is open, in the order of the grid', () => {
    expect(between('holds', 'open', 'fails')).toEqual({ holdsAt: 0, failsAt: 2 });
    expect(between('fails', 'fails', 'holds', 'open')).toEqual({ holdsAt: 2, failsAt: 1 });
    const back = [point(3, 'fails'), point(1, 'holds'), point(2, 'holds')];
    expect(dialReport(turned('heads'), back)).toMatchObject({ points: [{ at: 1 }, { at: 2 }, { at: 3 }], boundary: { holdsAt: 2, failsAt: 3 } }); // prettier-ignore
  });
  test('is none where it changes twice, or never', () => {
    expect(between('holds', 'fails', 'holds')).toBeUndefined();
    expect(between('holds', 'open', 'open')).toBeUndefined();
    expect(dialReport(turned('heads'), [])).toBeUndefined();
  });
});

test.each([
  ['alpha', '\\alpha'],
  ['p/n', '\\frac{ p}{ n}'],
  ['lambda / lambda_max', '\\frac{\\lambda}{\\lambda_{\\mathrm{max}}}'],
  ['energy', undefined],
  ['|H|', undefined],
  ['step, in shares of a parameter', undefined],
  ['value', '\\hat v'],
])('the axis of "%s" has the TeX %s', (turns, tex) => {
  const claim = turned(turns, always(), { value: { tex: '\\hat v', measure: () => 1 } });
  const { across } = dialReport(claim, [{ at: 1 } as DialPoint])!;
  expect(across).toEqual(tex === undefined ? { name: turns } : { name: turns, tex });
});
