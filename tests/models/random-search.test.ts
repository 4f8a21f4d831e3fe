/** The blind search: what it keeps lowers the loss, what the data do not see is a random walk, and its ends and variants. */
import { describe, expect, it } from 'vitest';
import search, { searched, type SearchRule } from '../../models/random-search.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { dot, norm2, subtract, times } from '../../src/numerics/matrix.js';
import { streams } from '../../src/numerics/stream.js';
import { denseTask } from '../oracles/instances.js';
import { ruleOf } from './rules.js';

const named = (trial: number) => streams({ suiteSeed: '1', claim: 'test', arm: 'claim', trial });
const task = denseTask(3);
const { beta, norm } = minimumL2.answer(task).value;
const by = (rule: Partial<SearchRule> = {}) => ruleOf(searched({ first: 0.01, ...rule })) as SearchRule;
const trained = (rule: Partial<SearchRule> = {}, trial = 0) => search.train(task, by(rule), named(trial));

describe('random-search', () => {
  it('goes down, step by step, to an interpolant', () => {
    const ends = [50, 100, 200, 400].map((budget) => trained({ budget }).facts!.residual!);
    expect(ends).toEqual([...ends].sort((a, b) => b - a));
    expect(trained({ budget: 50 }).stopped).toBe('budget');
    const { parameters, stopped, facts } = trained();
    expect(stopped).toBe('residual');
    expect(norm2(subtract(times(task.X, parameters.b!), task.y))).toBe(facts!.residual);
  });

  it('walks at random where the data see nothing, by the steps that it kept', () => {
    const open = task.X.cols - task.X.rows;
    for (const rule of [{}, { first: 0.3 }, { patience: 1, lengthen: 1.5, shorten: 0.9 }]) {
      const shares = Array.from({ length: 200 }, (_, trial) => {
        const { parameters, facts } = trained(rule, trial);
        return (dot(parameters.b!, parameters.b!) - norm * norm) / facts!.kept! / open;
      });
      const mean = shares.reduce((sum, each) => sum + each, 0) / shares.length;
      expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(2 / open / shares.length));
    }
  });

  it('stays in the row space where its proposals do, and then ends at least norm', () => {
    expect(norm2(subtract(trained({ rows: true }).parameters.b!, beta))).toBeLessThan(1e-3);
  });

  it('keeps the part of a random start that the data leave open', () => {
    const { b } = trained({ rows: true, start: 0.5 }).parameters;
    expect(norm2(b!)).toBeGreaterThan(1.01 * norm);
  });

  it.each(Object.entries({ ...search.faults, ...search.harmless }))('%s is another search', (_, { by: wrong }) => {
    const [right, other] = [search.train, wrong].map((train) => train(task, by(), named(1)));
    expect([...other!.parameters.b!, other!.facts!.kept]).not.toEqual([...right!.parameters.b!, right!.facts!.kept]);
  });
});
