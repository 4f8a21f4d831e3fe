import { describe, expect, it } from 'vitest';
import { log } from '../../src/numerics/elementary.js';
import { norm1, times } from '../../src/numerics/matrix.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { mirrorGap } from '../../oracles/mirror-gap.js';
import { plantedTask } from './instances.js';

describe('mirrorGap', () => {
  const task = plantedTask(3, 10, 16, 2);

  it('is the ratio of the complexities, and changes its sign where truth and mirror are exchanged', () => {
    const { beta } = minimumL2.answer(task).value;
    const mirror = beta.map((entry, j) => 2 * entry - task.truth[j]!);
    const { value, error } = mirrorGap.answer({ ...task, preference: { kind: 'L1' } });
    expect(value).toBeCloseTo(log(norm1(mirror) / norm1(task.truth)), 12);
    expect(value).toBeGreaterThan(0.1);
    expect(error).toBeLessThan(1e-10);
    const back = mirrorGap.answer({ ...task, truth: mirror, preference: { kind: 'L1' } });
    expect(back.value).toBeCloseTo(-value, 12);
  });

  it('is 0 in the L2 norm: truth and mirror are equally long', () => {
    expect(mirrorGap.answer({ ...task, preference: { kind: 'euclidean' } }).value).toBeCloseTo(0, 12);
  });

  it('refuses Q_alpha and truths of another length', () => {
    expect(() => mirrorGap.answer({ ...task, preference: { kind: 'hypentropy', alpha: 1 } })).toThrow(/not a norm/);
    expect(() => mirrorGap.answer({ ...task, truth: times(task.X, task.truth), preference: { kind: 'L1' } })).toThrow(
      /length 10/,
    );
  });

  it.each(Object.entries(mirrorGap.faults!))('fault %s changes the gap', (_, fault) => {
    const question = { ...task, preference: { kind: 'L1' } as const };
    expect(Math.abs(fault.by(question).value - mirrorGap.answer(question).value)).toBeGreaterThan(1e-3);
  });
});
