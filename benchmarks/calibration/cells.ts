/**
 * The cells of the calibration lab: law x condition x truth. Every law of the outcomes is chosen so that the truth is
 * known exactly, most often exactly on the boundary, where a false verdict is most likely.
 */
import type { Criterion, Stream } from '../../src/claim.js';
import { equivalent, forMost, median, monotone, onAverage, scalesAs } from '../../src/criteria.js';
import { exp, log } from '../../src/numerics/elementary.js';
import { margins } from '../../src/numerics/formula.js';
import type { EvidenceOptions } from '../../src/statistics/evidence.js';
import type { PartOutcome } from '../../src/statistics/outcome.js';
import { DEAD, finished, NOT_A_NUMBER, UNFINISHED, value } from './world.js';

export interface Cell {
  readonly law: Criterion['law'];
  readonly condition: string;
  readonly truth: 'true' | 'boundary' | 'false';
  readonly criterion: Criterion;
  readonly options: EvidenceOptions;
  readonly sample: Sample;
  /** Decisions that would be false: each may occur in a share alpha of the replications at most. */
  readonly wrong: readonly ('holds' | 'fails')[];
  /** The decision that must be reached in at least this share. */
  readonly right?: { readonly decision: 'holds' | 'fails'; readonly atLeast: number };
  /** The share of successes, where the exact operating characteristic applies. */
  readonly share?: number;
  /** Workers, and how long a trial takes. */
  readonly workers?: { readonly count: number; readonly seconds: (outcome: PartOutcome) => number };
}

/** The outcome of the trial with that index. */
type Sample = (rng: Stream, index: number) => PartOutcome;
type Draw = (rng: Stream) => number;
const CLAIM: EvidenceOptions = { role: 'claim', level: 'standard' };
const CONTROL: EvidenceOptions = { role: 'mustFail', level: 'standard' };
const BOTH = ['holds', 'fails'] as const;

const uniform =
  (low: number, high: number): Draw =>
  (rng) =>
    low + (high - low) * rng.uniform();
/** `rare` with probability p, else what makes the mean exactly `mean`. */
const twoPoint =
  (mean: number, rare: number, p: number): Draw =>
  (rng) =>
    rng.uniform() < p ? rare : (mean - p * rare) / (1 - p);
/** Mean `mean` by ones with that probability among symmetric Cauchy draws, which the cap keeps at mean 0. */
const cauchy =
  (mean: number): Draw =>
  (rng) =>
    rng.uniform() < mean ? 1 : rng.normal() / rng.normal();
const negated =
  (draw: Draw): Draw =>
  (rng) =>
    -draw(rng);
/** Five tasks on one data set share a latent shift: they make one trial, by their mean. */
const clusterMean =
  (mean: number, half: number): Draw =>
  (rng) => {
    const shift = uniform(-half, half)(rng);
    let sum = 0;
    for (let k = 0; k < 5; k++) sum += mean + shift + uniform(-half, half)(rng);
    return sum / 5;
  };
const dead = (rng: Stream): PartOutcome => DEAD[rng.integer(DEAD.length)]!;
/** The same for a law with several margins. */
const deadOf =
  (margins: number) =>
  (rng: Stream): PartOutcome => {
    const { state, margins: one } = dead(rng);
    return { state, margins: one.flatMap((margin) => new Array<typeof margin>(margins).fill(margin)) };
  };
/** `other` with probability p. */
const mixed =
  (p: number, other: (rng: Stream) => PartOutcome, sample: (rng: Stream) => PartOutcome) =>
  (rng: Stream): PartOutcome =>
    rng.uniform() < p ? other(rng) : sample(rng);
const nan = () => NOT_A_NUMBER;
/** The first trials are on the boundary and the others beyond it: the claim is false, and looks best at first. */
const easyFirst =
  (first: Sample, others: Sample): Sample =>
  (rng, index) =>
    index < 20 ? first(rng, index) : others(rng, index);
const slow = { count: 8, seconds: (outcome: PartOutcome) => (outcome.margins[0]!.slack > 0 ? 1 : 10) };

function shares(name: 'forMost' | 'median', criterion: Criterion, p0: number, high: number, low: number): Cell[] {
  /** Success below p, what is neither up to p + neither, violation above. */
  const at =
    (p: number, neither = 0, what: PartOutcome = NOT_A_NUMBER) =>
    (rng: Stream): PartOutcome => {
      const u = rng.uniform();
      return u >= p && u < p + neither ? what : value(p - u);
    };
  const cell = (
    condition: string,
    truth: Cell['truth'],
    rest: Omit<Cell, 'law' | 'condition' | 'truth' | 'criterion'>,
  ) => ({
    law: name,
    condition,
    truth,
    criterion,
    ...rest,
  });
  const tie = value(0);
  /** A chain of inequalities that holds with probability p, and one joined by `and`: what once was a boolean. */
  const chained =
    (p: number, source: string) =>
    (rng: Stream): PartOutcome =>
      finished(...margins(source, { x: rng.uniform(), low: (1 - p) / 2, high: (1 + p) / 2 }));
  // Five tasks of a data set succeed or fail together half of the time; one of them is taken.
  const clustered = (rng: Stream): PartOutcome => {
    const shared = rng.uniform();
    const own = rng.uniform();
    return value(p0 - (rng.uniform() < 0.5 ? shared : own));
  };
  return [
    cell('independent', 'true', { options: CLAIM, sample: at(high), wrong: ['fails'], share: high }),
    cell('independent', 'boundary', { options: CLAIM, sample: at(p0), wrong: BOTH, share: p0 }),
    cell('independent', 'false', { options: CLAIM, sample: at(low), wrong: ['holds'], share: low }),
    cell('NaN among the failures', 'boundary', { options: CLAIM, sample: at(p0, 0.6 * (1 - p0)), wrong: BOTH }),
    cell('NaN, else all succeed', 'false', {
      options: CLAIM,
      sample: at(p0 - 0.02, 1 - p0 + 0.02),
      wrong: ['holds'],
    }),
    cell('NaN in a control', 'boundary', { options: CONTROL, sample: at(0.7 * p0, 0.3 * p0), wrong: ['fails'] }),
    cell('ties, towards holds', 'boundary', { options: CLAIM, sample: at(p0, 1 - p0, tie), wrong: BOTH }),
    cell('ties, towards fails', 'boundary', { options: CLAIM, sample: at(0.7 * p0, 0.3 * p0, tie), wrong: BOTH }),
    cell('unfinished', 'boundary', { options: CLAIM, sample: at(p0, 1 - p0, UNFINISHED), wrong: BOTH }),
    cell('slow failures', 'boundary', { options: CLAIM, sample: at(p0), wrong: BOTH, share: p0, workers: slow }),
    cell('slow successes', 'boundary', {
      options: CLAIM,
      sample: at(p0),
      wrong: BOTH,
      share: p0,
      workers: { count: 8, seconds: (outcome) => 11 - slow.seconds(outcome) },
    }),
    cell('clusters, one task each', 'boundary', { options: CLAIM, sample: clustered, wrong: BOTH, share: p0 }),
    cell('easy first trials', 'false', { options: CLAIM, sample: easyFirst(at(p0), at(low)), wrong: ['holds'] }),
    cell('a chain of inequalities', 'boundary', {
      options: CLAIM,
      sample: chained(p0, 'low <= x <= high'),
      wrong: BOTH,
      share: p0,
    }),
    cell('two statements at once', 'boundary', {
      options: CLAIM,
      sample: chained(p0, 'x >= low and x <= high'),
      wrong: BOTH,
      share: p0,
    }),
    cell('infinite margins', 'boundary', {
      options: CLAIM,
      sample: (rng) => value(rng.uniform() < p0 ? Infinity : -Infinity),
      wrong: BOTH,
      share: p0,
    }),
    cell('infinite margins in a control', 'false', { options: CONTROL, sample: () => value(-Infinity), wrong: BOTH }),
    cell('dead control', 'false', { options: CONTROL, sample: dead, wrong: BOTH }),
    cell('half-dead control', 'boundary', { options: CONTROL, sample: mixed(0.5, dead, at(2 * p0 - 1)), wrong: BOTH }),
  ];
}

function exactLaw(): Cell[] {
  const criterion: Criterion = { law: 'always' };
  const at = (p: number, other: PartOutcome) => (rng: Stream) => (rng.uniform() < p ? value(1) : other);
  const cell = (
    condition: string,
    truth: Cell['truth'],
    rest: Omit<Cell, 'law' | 'condition' | 'truth' | 'criterion'>,
  ) => ({ law: 'always', condition, truth, criterion, ...rest }) as const;
  return [
    cell('independent', 'true', {
      options: CLAIM,
      sample: at(1, value(-1)),
      wrong: ['fails'],
      right: { decision: 'holds', atLeast: 1 },
    }),
    cell('independent, 5% violations', 'boundary', { options: CLAIM, sample: at(0.95, value(-1)), wrong: ['holds'] }),
    cell('independent', 'false', {
      options: CLAIM,
      sample: at(0.7, value(-1)),
      wrong: ['holds'],
      right: { decision: 'fails', atLeast: 1 },
    }),
    cell('clusters, one task each', 'boundary', {
      options: CLAIM,
      sample: (rng) => {
        const shared = rng.uniform();
        const own = rng.uniform();
        return value(0.95 - (rng.uniform() < 0.5 ? shared : own));
      },
      wrong: ['holds'],
    }),
    cell('slow failures', 'boundary', {
      options: CLAIM,
      sample: at(0.95, value(-1)),
      wrong: ['holds'],
      workers: slow,
    }),
    cell('easy first trials', 'false', {
      options: CLAIM,
      sample: easyFirst(at(0.95, value(-1)), at(0.7, value(-1))),
      wrong: ['holds'],
      right: { decision: 'fails', atLeast: 1 },
    }),
    cell('5% in doubt', 'boundary', { options: CLAIM, sample: at(0.95, value(0.1, 1)), wrong: BOTH }),
    cell('5% NaN', 'boundary', { options: CLAIM, sample: at(0.95, NOT_A_NUMBER), wrong: BOTH }),
    cell('5% unfinished', 'boundary', { options: CLAIM, sample: at(0.95, UNFINISHED), wrong: BOTH }),
    cell('5% ties', 'boundary', { options: CLAIM, sample: at(0.95, value(0)), wrong: BOTH }),
    cell('infinite margins', 'true', {
      options: CLAIM,
      sample: () => value(Infinity),
      wrong: ['fails'],
      right: { decision: 'holds', atLeast: 1 },
    }),
    // A falsehood must break more than half of the tasks.
    cell('control that breaks half of the tasks', 'boundary', {
      options: CONTROL,
      sample: at(0.5, value(-1)),
      wrong: BOTH,
    }),
    cell('control that breaks one task in 53', 'false', {
      options: CONTROL,
      sample: at(52 / 53, value(-1)),
      wrong: ['fails'],
      right: { decision: 'holds', atLeast: 0.99 },
    }),
    cell('control that breaks nine tasks in ten', 'true', {
      options: CONTROL,
      sample: at(0.1, value(-1)),
      wrong: ['holds'],
      right: { decision: 'fails', atLeast: 0.99 },
    }),
    cell('control that breaks one task in ten, as its claim says', 'boundary', {
      options: { ...CONTROL, breaks: 0.1 },
      sample: at(0.9, value(-1)),
      wrong: BOTH,
    }),
    cell('infinite margins in a control', 'false', { options: CONTROL, sample: () => value(-Infinity), wrong: BOTH }),
    cell('dead control', 'false', { options: CONTROL, sample: dead, wrong: BOTH }),
  ];
}

/** A list that is run once: nothing is left to chance, one case decides. */
function enumerated(): Cell[] {
  const LISTED = 24;
  const cell = (
    condition: string,
    truth: Cell['truth'],
    last: PartOutcome,
    wrong: Cell['wrong'],
    decision?: 'holds' | 'fails',
  ): Cell => ({
    law: 'always.enumerated',
    condition,
    truth,
    criterion: { law: 'always.enumerated' },
    options: { ...CLAIM, budget: LISTED },
    sample: (_, index) => (index === LISTED - 1 ? last : value(1)),
    wrong,
    ...(decision && { right: { decision, atLeast: 1 } }),
  });
  return [
    cell('all cases', 'true', value(1), ['fails'], 'holds'),
    cell('all but the last', 'false', value(-1), ['holds'], 'fails'),
    { ...cell('slow failures: the last', 'false', value(-1), ['holds'], 'fails'), workers: slow },
    cell('all but one in doubt', 'boundary', value(0.1, 1), BOTH),
    cell('all but one NaN', 'boundary', NOT_A_NUMBER, BOTH),
    cell('all but one unfinished', 'boundary', UNFINISHED, BOTH),
    cell('all but one that ties', 'boundary', value(0), BOTH),
    {
      ...cell('dead control', 'false', NOT_A_NUMBER, BOTH),
      options: { ...CONTROL, budget: LISTED },
      sample: dead,
    },
  ];
}

function averages(): Cell[] {
  const criterion = onAverage({ atLeast: 0.1, cap: 1 });
  const cell = (
    condition: string,
    truth: Cell['truth'],
    draw: (rng: Stream, index: number) => number | PartOutcome,
    rest: Partial<Cell> = {},
  ) =>
    ({
      law: 'onAverage',
      condition,
      truth,
      criterion,
      options: CLAIM,
      wrong: truth === 'true' ? ['fails'] : truth === 'false' ? ['holds'] : BOTH,
      sample: (rng: Stream, index: number) => {
        const drawn = draw(rng, index);
        return typeof drawn === 'number' ? value(drawn) : drawn;
      },
      ...rest,
    }) as Cell;
  const all = (draw: Draw) => (rng: Stream) => value(draw(rng));
  return [
    cell('uniform', 'true', uniform(0, 0.8), { right: { decision: 'holds', atLeast: 0.95 } }),
    cell('uniform', 'boundary', uniform(-0.8, 1)),
    cell('uniform', 'false', uniform(-0.6, 0.2), { right: { decision: 'fails', atLeast: 0.95 } }),
    cell('two points', 'boundary', twoPoint(0.1, -1, 0.45)),
    cell('adverse skew: 10% lose 1', 'boundary', twoPoint(0.1, -1, 0.1)),
    cell('adverse skew: 2% lose 1', 'boundary', twoPoint(0.1, -1, 0.02)),
    cell('skew: 10% gain 1', 'boundary', twoPoint(0.1, 1, 0.1)),
    cell('skew: 2% gain 1', 'boundary', twoPoint(0.1, 1, 0.02)),
    cell('capped Cauchy', 'boundary', cauchy(0.1)),
    cell('90% ties', 'boundary', (rng) => (rng.uniform() < 0.9 ? 0.1 : twoPoint(0.1, 0.9, 0.5)(rng))),
    cell('5% NaN', 'boundary', mixed(0.05, nan, all(uniform(-0.6, 0.6 + 0.3 / 0.95)))),
    cell('5% NaN in a control', 'boundary', mixed(0.05, nan, all(uniform(-0.6, 0.6 + 0.1 / 0.95))), {
      options: CONTROL,
      wrong: ['fails'],
    }),
    // What is infinite lies beyond the cap, on its side.
    cell(
      '5% gain without bound',
      'boundary',
      mixed(0.05, () => value(Infinity), all(uniform(-0.6, 0.6 + 0.1 / 0.95))),
    ),
    cell(
      '5% lose without bound',
      'boundary',
      mixed(0.05, () => value(-Infinity), all(uniform(-0.6, 0.6 + 0.3 / 0.95))),
    ),
    cell('infinite margins', 'true', () => value(Infinity), { right: { decision: 'holds', atLeast: 1 } }),
    cell('error bars, all used up upwards', 'boundary', (rng) => value(uniform(-0.6, 0.8)(rng) + 0.1, 0.1), {
      wrong: ['holds'],
    }),
    cell('error bars, all used up downwards', 'boundary', (rng) => value(uniform(-0.6, 0.8)(rng) - 0.1, 0.1), {
      wrong: ['fails'],
    }),
    cell('slow losses', 'boundary', twoPoint(0.1, -1, 0.1), { workers: slow }),
    cell('clusters, by their mean', 'boundary', clusterMean(0.1, 0.4)),
    cell('easy first trials', 'false', easyFirst(all(uniform(-0.8, 1)), all(uniform(-0.8, 0.8)))),
    cell('dead control', 'false', dead, { options: CONTROL, wrong: BOTH }),
  ];
}

function equivalences(): Cell[] {
  const criterion = equivalent({ margin: 0.1, cap: 0.3 });
  const cell = (condition: string, truth: Cell['truth'], sample: Sample, rest: Partial<Cell> = {}) =>
    ({
      law: 'equivalent',
      condition,
      truth,
      criterion,
      options: CLAIM,
      wrong: truth === 'true' ? ['fails'] : truth === 'false' ? ['holds'] : BOTH,
      sample,
      ...rest,
    }) as Cell;
  const all = (draw: Draw) => (rng: Stream) => value(draw(rng));
  const sides = (condition: string, draw: Draw) => [
    cell(`${condition}, upper`, 'boundary', all(draw)),
    cell(`${condition}, lower`, 'boundary', all(negated(draw))),
  ];
  return [
    cell('uniform', 'true', all(uniform(-0.06, 0.06)), { right: { decision: 'holds', atLeast: 0.95 } }),
    ...sides('uniform', uniform(-0.1, 0.3)),
    ...sides('two points', twoPoint(0.1, -0.3, 1 / 3)),
    ...sides('adverse skew: 5% far below', twoPoint(0.1, -0.3, 0.05)),
    ...sides('adverse skew: 5% far above', twoPoint(0.1, 0.3, 0.05)),
    ...sides('ties with the margin', () => 0.1),
    cell('uniform', 'false', all(uniform(0.2, 0.3)), { right: { decision: 'fails', atLeast: 0.95 } }),
    cell('5% NaN', 'boundary', mixed(0.05, nan, all(uniform(-0.05, 0.05 + 0.17 / 0.95)))),
    cell('NaN that would centre the mean', 'false', mixed(0.1, nan, all(uniform(0.1, 0.14))), { wrong: ['holds'] }),
    cell('slow deviations', 'boundary', all(twoPoint(0.1, -0.3, 1 / 3)), { workers: slow }),
    cell('clusters, by their mean', 'boundary', all(clusterMean(0.1, 0.1))),
    cell('easy first trials', 'false', easyFirst(all(uniform(-0.1, 0.3)), all(uniform(0, 0.3)))),
    // What is not a number opposes the refutation of a control: it counts as the centre.
    cell('5% NaN in a control', 'boundary', mixed(0.05, nan, all(uniform(0.05, 0.2 / 0.95 - 0.05))), {
      options: CONTROL,
      wrong: ['fails'],
    }),
    cell('dead control', 'false', dead, { options: CONTROL, wrong: BOTH }),
  ];
}

function monotones(): Cell[] {
  const criterion = monotone({ within: 0.2, cap: 1, steps: 4 });
  const rising = uniform(0.2, 0.6);
  const steps =
    (last: Draw, others: Draw = rising) =>
    (rng: Stream) =>
      finished(...[others, others, others, last].map((draw) => ({ slack: draw(rng), error: 0 })));
  const cell = (condition: string, truth: Cell['truth'], sample: Sample, rest: Partial<Cell>) =>
    ({ law: 'monotone', condition, truth, criterion, options: CLAIM, sample, ...rest }) as Cell;
  const flat = uniform(-0.5, 0.5);
  const rareGain = twoPoint(0, 1, 0.05);
  // A control's missing number counts as a gain of 1, towards `fails`: with it the mean is 0.
  const holed: Draw = (rng) => (rng.uniform() < 0.05 ? NaN : uniform(-0.5, 0.5 - 0.1 / 0.95)(rng));
  return [
    cell('uniform', 'true', steps(uniform(0.1, 0.7)), {
      wrong: ['fails'],
      right: { decision: 'holds', atLeast: 0.95 },
    }),
    cell('one step loses exactly what is allowed', 'boundary', steps(uniform(-0.8, 0.4)), { wrong: ['holds'] }),
    cell('adverse skew: the same by 10% that lose 1', 'boundary', steps(twoPoint(-0.2, -1, 0.1)), { wrong: ['holds'] }),
    cell(
      'the same with 5% NaN',
      'boundary',
      steps((rng) => (rng.uniform() < 0.05 ? NaN : uniform(-0.5, 0.5 - 0.3 / 0.95)(rng))),
      {
        wrong: ['holds'],
      },
    ),
    cell('flat', 'boundary', steps(flat, flat), { wrong: ['fails'] }),
    cell('flat by 5% that gain 1', 'boundary', steps(rareGain, rareGain), { wrong: ['fails'] }),
    cell(
      'the same in every task: ties',
      'boundary',
      steps(() => -0.2),
      { wrong: ['holds'] },
    ),
    cell(
      'flat in every task: ties',
      'boundary',
      steps(
        () => 0,
        () => 0,
      ),
      { wrong: ['fails'] },
    ),
    cell('slow losses', 'boundary', steps(twoPoint(-0.2, -1, 0.1)), {
      wrong: ['holds'],
      workers: { count: 8, seconds: ({ margins }) => (margins.at(-1)!.slack < -0.5 ? 10 : 1) },
    }),
    cell('clusters, by their mean', 'boundary', steps(clusterMean(-0.2, 0.4)), { wrong: ['holds'] }),
    cell('easy first trials', 'false', easyFirst(steps(uniform(-0.8, 0.4)), steps(uniform(-0.8, 0.2))), {
      wrong: ['holds'],
    }),
    cell('flat with 5% NaN in a control', 'boundary', steps(holed, holed), { options: CONTROL, wrong: ['fails'] }),
    cell('one step loses .5', 'false', steps(uniform(-0.8, -0.2)), {
      wrong: ['holds'],
      right: { decision: 'fails', atLeast: 0.95 },
    }),
    cell('dead control', 'false', deadOf(4), { options: CONTROL, wrong: BOTH }),
  ];
}

const SIZES = [10, 20, 40, 80, 160, 320];

function scalings(): Cell[] {
  const criterion = scalesAs({ exponent: -0.5, within: 0.1, curvature: 0.2, sizes: SIZES });
  const middle = log(SIZES[0]! * SIZES.at(-1)!) / 2;
  /** Deviation of the slope and difference of the halves' slopes per task, and noise of each point. */
  const curve = (deviation: Draw, bend: Draw, noise: number) => (rng: Stream) => {
    const slope = -0.5 + deviation(rng);
    const kink = bend(rng);
    const level = rng.normal();
    return finished(
      ...SIZES.map((t) => {
        const x = log(t) - middle;
        const y = level + slope * x + (Math.sign(x) * kink * x) / 2 + uniform(-noise, noise)(rng);
        return { slack: exp(y), error: 0 };
      }),
    );
  };
  const cell = (condition: string, truth: Cell['truth'], sample: Sample, rest: Partial<Cell>) =>
    ({ law: 'scalesAs', condition, truth, criterion, options: CLAIM, sample, ...rest }) as Cell;
  const none = () => 0;
  const noNumber = () => finished(...SIZES.map((_, k) => ({ slack: k === 0 ? -1 : 1, error: 0 })));
  return [
    cell('slopes differ, points noisy', 'true', curve(uniform(-0.05, 0.05), none, 0.1), {
      wrong: ['fails'],
      right: { decision: 'holds', atLeast: 0.95 },
    }),
    cell('slope too large by the tolerance', 'boundary', curve(uniform(-0.15, 0.35), none, 0.1), { wrong: BOTH }),
    cell('slope too small by the tolerance', 'boundary', curve(uniform(-0.35, 0.15), none, 0.1), { wrong: BOTH }),
    cell('adverse skew: the same by 10% of the tasks', 'boundary', curve(twoPoint(0.1, -0.4, 0.1), none, 0.1), {
      wrong: BOTH,
    }),
    cell('bent by the tolerance', 'boundary', curve(none, uniform(-0.1, 0.5), 0.1), { wrong: BOTH }),
    cell('slope off by three tolerances', 'false', curve(uniform(0.25, 0.35), none, 0.1), {
      wrong: ['holds'],
      right: { decision: 'fails', atLeast: 0.95 },
    }),
    cell(
      '5% NaN: tasks without a slope',
      'boundary',
      mixed(0.05, noNumber, curve(uniform(0, 0.15 / 0.95), none, 0.1)),
      {
        wrong: BOTH,
      },
    ),
    cell(
      'slope off by the tolerance in every task: ties',
      'boundary',
      curve(() => 0.1, none, 0),
      { wrong: BOTH },
    ),
    cell('slow tasks that deviate', 'boundary', curve(twoPoint(0.1, -0.4, 0.1), none, 0.1), {
      wrong: BOTH,
      // A curve that falls fast is a task far below.
      workers: { count: 8, seconds: ({ margins }) => (margins.at(-1)!.slack < 0.1 * margins[0]!.slack ? 10 : 1) },
    }),
    cell('clusters, by their mean', 'boundary', curve(clusterMean(0.1, 0.15), none, 0.1), { wrong: BOTH }),
    cell(
      'easy first trials',
      'false',
      easyFirst(curve(uniform(-0.15, 0.35), none, 0.1), curve(uniform(0.1, 0.4), none, 0.1)),
      { wrong: ['holds'] },
    ),
    cell('bent by three tolerances', 'false', curve(none, uniform(0.5, 0.7), 0.1), {
      wrong: ['holds'],
      right: { decision: 'fails', atLeast: 0.95 },
    }),
    cell('5% NaN in a control', 'boundary', mixed(0.05, noNumber, curve(uniform(0, 0.2 / 0.95), none, 0.1)), {
      options: CONTROL,
      wrong: ['fails'],
    }),
    cell('dead control', 'false', deadOf(SIZES.length), { options: CONTROL, wrong: BOTH }),
  ];
}

export const CELLS: readonly Cell[] = [
  ...shares('forMost', forMost({ allBut: 0.1 }), 0.9, 0.99, 0.7),
  ...shares('median', median(), 0.5, 0.9, 0.2),
  ...exactLaw(),
  ...enumerated(),
  ...averages(),
  ...equivalences(),
  ...monotones(),
  ...scalings(),
];

/** The conditions under which every law is looked at, by the names of their cells. */
export const CONDITIONS: Readonly<Record<string, RegExp>> = {
  'independent trials': /^(independent|uniform|slopes differ|all cases)/,
  NaN: /NaN/,
  ties: /ties/,
  'adverse skew': /skew/,
  'slow failures': /slow/,
  clusters: /clusters/,
  'easy first trials': /easy first/,
  'dead controls': /dead control/,
};

/** Where a condition means nothing for a law, and why. */
export const MEANINGLESS: readonly {
  readonly laws: readonly Cell['law'][];
  readonly condition: string;
  readonly why: string;
}[] = [
  {
    laws: ['forMost', 'median', 'always', 'always.enumerated'],
    condition: 'adverse skew',
    why: 'a task passes or does not; how far it is off has no weight',
  },
  {
    laws: ['always.enumerated'],
    condition: 'clusters',
    why: 'every case of the list is run, so none stands for others',
  },
  {
    laws: ['always.enumerated'],
    condition: 'easy first trials',
    why: 'nothing stops before the end of the list but a counterexample',
  },
];
