import { describe, expect, it, test } from 'vitest';
import { fromRows, matrix, norm2, normInf } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { occamBound } from '../../oracles/occam-bound.js';
import { rademacher } from '../../oracles/rademacher.js';
import { binomial, spikes } from '../../oracles/spikes.js';
import { ridgeShift } from '../../oracles/ridge-shift.js';
import { trainRidge } from '../../models/ridge.js';
import { orthogonalRows, unitLabels } from '../../tasks/regression.js';
import { subtract } from '../../src/numerics/matrix.js';
import { ridgeRules } from '../models/rules.js';

const { leastNorm, ridge } = ridgeRules;

describe('occamBound', () => {
  const task = { m: 50, delta: 0.01, levels: [1024], lengths: [0], mistakes: new Float64Array(0) };
  it('is the closed form', () => {
    expect(occamBound.answer(task).value.deviations[0]).toBeCloseTo(Math.sqrt(Math.log(1024 / 0.01) / 100), 14);
    const coded = { ...task, levels: [2, 4, 8], lengths: [2, 4, 6] };
    const { deviations, kraft } = occamBound.answer(coded).value;
    expect(kraft).toBe(0.875);
    expect(deviations[2]).toBeCloseTo(Math.sqrt((6 * Math.log(2) + Math.log(100)) / 100), 14);
  });
  it('knows the mean over all outcomes of two and of three coins on three points', () => {
    for (const count of [2, 3]) {
      let sum = 0;
      for (let outcome = 0; outcome < 8 ** count; outcome++) {
        const mistakes = Array.from({ length: count }, (_, h) =>
          [0, 1, 2].reduce((ones, i) => ones + ((outcome >> (3 * h + i)) & 1), 0),
        );
        sum += 0.5 - Math.min(...mistakes) / 3;
      }
      const { expected } = occamBound.answer({ ...task, m: 3, levels: [count] }).value;
      expect(expected[0]).toBeCloseTo(sum / 8 ** count, 14);
    }
  });
  it('fails on fair coins on fewer than delta of the samples, and would without log(1/delta)', () => {
    // The exact probability that some of 1024 binomial (m, 1/2) counts is that small.
    const fails = (bound: number, m: number) => {
      const p = binomial({ m, rate: m / 2 });
      let tail = 0;
      for (let k = 0; k <= Math.floor(m * (0.5 - bound)); k++) tail += p[k]!;
      return -Math.expm1(1024 * Math.log1p(-tail));
    };
    for (const m of [50, 60, 100]) {
      expect(fails(occamBound.answer({ ...task, m }).value.deviations[0]!, m)).toBeLessThan(0.001);
      const wrong = occamBound.faults!['no confidence']!.by({ ...task, m });
      expect(fails(wrong.value.deviations[0]!, m)).toBeGreaterThan(0.04);
    }
  });
  it.each(Object.keys(occamBound.faults!))('differs with the fault "%s"', (name) => {
    expect(occamBound.faults![name]!.by(task).value).not.toEqual(occamBound.answer(task).value);
  });
});

describe('rademacher', () => {
  const X = matrix(6, 4, normals(seededStream(2), 24));
  test.each(['l1', 'l2'] as const)('%s: is the mean over all signs', (ball) => {
    const dual = ball === 'l2' ? norm2 : normInf;
    let total = 0;
    for (let pattern = 0; pattern < 64; pattern++) {
      const sum = new Float64Array(4);
      for (let i = 0; i < 6; i++)
        for (let j = 0; j < 4; j++) sum[j]! += ((pattern >> i) & 1 ? -1 : 1) * X.data[4 * i + j]!;
      total += dual(sum);
    }
    const { value, error } = rademacher.answer({ X, ball, radius: 3 });
    expect(Math.abs(value.complexity - (3 * total) / 64 / 6)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-13);
  });
  it('attains both of Khintchine’s bounds', () => {
    const equal = rademacher.answer({ X: fromRows([[1], [1]]), ball: 'l2', radius: 1 }).value;
    expect(equal.complexity).toBeCloseTo(equal.lower, 14);
    const orthogonal = rademacher.answer({ X: fromRows([[1, 0], [0, 1]]), ball: 'l2', radius: 1 }).value; // prettier-ignore
    expect(orthogonal.complexity).toBeCloseTo(orthogonal.upper, 14);
  });
  it('refuses more points than it can enumerate', () => {
    expect(() => rademacher.answer({ X: matrix(17, 1), ball: 'l1', radius: 1 })).toThrow(/1 to 16/);
  });
  it('has faults that differ', () => {
    const question = { X, ball: 'l2', radius: 1 } as const;
    for (const fault of Object.values(rademacher.faults!))
      expect(fault.by(question).value).not.toEqual(rademacher.answer(question).value);
  });
});

describe('spikes', () => {
  it('agree with the enumeration of points and signs', () => {
    const [m, rate] = [5, 0.4];
    const p = rate / m;
    let complexity = 0;
    let supremum = 0;
    for (let points = 0; points < 32; points++) {
      const ones = [0, 1, 2, 3, 4].filter((i) => (points >> i) & 1);
      const chance = p ** ones.length * (1 - p) ** (5 - ones.length);
      supremum += chance * Math.abs(ones.length / m - p);
      for (let signs = 0; signs < 32; signs++)
        complexity += (chance / 32 / m) * Math.abs(ones.reduce((sum, i) => sum + ((signs >> i) & 1 ? -1 : 1), 0));
    }
    const { value } = spikes.answer({ m, rate });
    expect(value.complexity).toBeCloseTo(complexity, 14);
    expect(value.supremum).toBeCloseTo(supremum, 14);
  });
  it('has the ratio 1.89 at a rate of .1', () => {
    const { value } = spikes.answer({ m: 1000, rate: 0.1 });
    expect(value.supremum / value.complexity).toBeCloseTo(1.89, 1);
    for (const fault of Object.values(spikes.faults!))
      expect(fault.by({ m: 10, rate: 0.1 }).value).not.toEqual(spikes.answer({ m: 10, rate: 0.1 }).value);
  });
});

describe('ridgeShift', () => {
  const stream = seededStream(6);
  const question = { X: orthogonalRows(stream, 5, 9), y: unitLabels(stream, 5), penalty: 0.2 };
  it('is what the closed-form solutions show, within its error', () => {
    const { value, error } = ridgeShift.answer(question);
    const regularized = trainRidge(question, ridge(0.2));
    const distance = norm2(
      subtract(regularized.parameters['beta']!, trainRidge(question, leastNorm).parameters['beta']!),
    );
    expect(error).toBeLessThan(1e-11);
    expect(Math.abs(distance - value.distance)).toBeLessThanOrEqual(error);
    expect(Math.abs(regularized.facts!['residual']! - value.residual)).toBeLessThanOrEqual(error);
  });
  it.each(Object.keys(ridgeShift.faults!))('differs with the fault "%s"', (name) => {
    const [right, wrong] = [ridgeShift.answer(question).value, ridgeShift.faults![name]!.by(question).value];
    expect(Math.abs(wrong.distance - right.distance) + Math.abs(wrong.residual - right.residual)).toBeGreaterThan(1e-4);
  });
  it('refuses a penalty that is not positive', () => {
    expect(() => ridgeShift.answer({ ...question, penalty: 0 })).toThrow(/positive/);
  });
});
