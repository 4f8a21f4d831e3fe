import { describe, expect, test } from 'vitest';
import { graded, ofEnd, ofRule, ofTask, relabelled } from '../src/faults.js';

const train = (task: { readonly y: Float64Array }, rule: { readonly by: number }, add: number) =>
  task.y.map((y) => rule.by * y + add);
const task = { y: Float64Array.of(1, 2) };
const rule = { by: 3 };

describe('a fault is what is right with one thing changed', () => {
  test('the task, given the rule', () => {
    const by = ofTask(train)((asked, { by }) => ({ y: asked.y.map((y) => y + by) }));
    expect([...by(task, rule, 1)]).toEqual([13, 16]);
  });

  test('the rule, given the task', () => {
    const by = ofRule(train)((asked, { y }) => ({ by: asked.by + y.length }));
    expect([...by(task, rule, 1)]).toEqual([6, 11]);
  });

  test('the end, given all that was asked', () => {
    const by = ofEnd(train)((end, asked, { by }, add) => end.map((x, i) => x + 10 * asked.y[i]! + by + add));
    expect([...by(task, rule, 1)]).toEqual([18, 31]);
  });

  test('the labels, and nothing of the given task', () => {
    expect([...ofTask(train)(relabelled((y, i) => (i === 0 ? -y : y)))(task, rule, 0)]).toEqual([-3, 6]);
    expect(task).toEqual({ y: Float64Array.of(1, 2) });
  });
});

test('a constant is off by four sizes, named and graded', () => {
  const faults = graded('radius', 'the radius is {grade} too large', (grade) => (x: number) => x * (1 + grade));
  const labels = ['radius off by 1%', 'radius off by 3%', 'radius off by 10%', 'radius off by 30%'];
  expect(Object.keys(faults)).toEqual(labels);
  expect(faults['radius off by 3%']).toMatchObject({ what: 'the radius is 0.03 too large', grade: 0.03 });
  expect(faults['radius off by 30%']!.by(2)).toBe(2.6);
  expect(graded('', '{percent} too small', () => 0, [0.1])).toEqual({
    'off by 10%': { what: '10% too small', grade: 0.1, by: 0 },
  });
  expect(Object.keys(graded('norm-{grade}', '', () => 0, [0.1]))).toEqual(['norm-0.1']);
});
