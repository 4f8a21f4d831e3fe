/**
 * The laws that every model keeps, whatever it trains: call `laws(model, cases)` for a model of your own.
 * A case is a task, the rule and the streams of one training run; every field and word that a rule may hold should be in one.
 */
import { describe, expect, test } from 'vitest';
import type { Any, Model, Streams } from '../../src/claim.js';
import { change, copied } from '../../src/engine/lend.js';
import { instead, train } from '../../src/engine/train.js';

export interface Case {
  readonly name: string;
  readonly task: Any;
  readonly rule: Any;
  readonly streams: Streams;
}

/** The paths of all numbers in a rule; vectors are left alone. */
function numbersIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([field, item]) => numbersIn(item, [...path, field]));
}

/** A copy of the rule with one value replaced. */
function withValue(rule: Any, [field, ...rest]: readonly string[], value: unknown): Any {
  const changed = copied(rule) as Any;
  changed[field!] = rest.length === 0 ? value : withValue(changed[field!], rest, value);
  return changed;
}

/** The rule with no more than so many steps in any of its phases. */
function brief(rule: Any, most: number): Any {
  if (typeof rule !== 'object' || rule === null || ArrayBuffer.isView(rule)) return rule;
  if (Array.isArray(rule)) return rule.map((item) => brief(item, most));
  return Object.fromEntries(
    Object.entries(rule).map(([field, value]) => [
      field,
      ['steps', 'budget', 'averaged'].includes(field) && typeof value === 'number'
        ? Math.min(value, most)
        : brief(value, most),
    ]),
  );
}

/** What a training found, predictions with it, or the sentence in which it ended. */
function found({ predicts }: Model, by: Model['train'], { task, rule, streams }: Case): unknown {
  try {
    const { predict, ...trained } = by(task, rule, streams);
    return { ...trained, predicted: predicts && predict(predicts.rows(task)) };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether some case is trained otherwise: in its first steps, which cost little, or in all. */
function apart(model: Model, by: Model['train'], cases: readonly Case[]): boolean {
  const short = cases.map((each) => ({ ...each, rule: brief(each.rule, 100) }));
  return [...short, ...cases].some(
    (each) => change(found(model, by, each), found(model, model.train, each)) !== undefined,
  );
}

/** @param more cases in which a fault may show that none of `cases` shows */
export function laws(model: Model, cases: readonly Case[], more: readonly Case[] = []): void {
  describe(model.name, () => {
    test('declares its rule, its parameters and what it is', () => {
      expect(model.rule).toBeTypeOf('function');
      expect(model.shapes).toBeTypeOf('function');
      expect(model.capabilities.length).toBeGreaterThan(0);
      expect(cases.length).toBeGreaterThan(0);
    });

    test.each(cases)('$name: leaves task and rule alone, gives what it declares, twice the same', (each) => {
      // In its own place it is held to all that a model of the user's is held to.
      const own = instead(model, model);
      const once = () => train(model.name, own, model.train, each.task, each.rule, each.streams);
      const [{ predict: _, ...first }, { predict: __, ...again }] = [once(), once()];
      expect(change(first, again)).toBeUndefined();
    });

    test.each(cases)('$name: makes no more steps than its rule says, and says whether it declared them', (each) => {
      const { steps, budget, then, phases } = each.rule as Record<string, number | undefined>;
      const limit = steps ?? budget;
      if (limit === undefined || then !== undefined || phases !== undefined) return;
      for (const most of [1, 5].map((few) => Math.min(few, limit))) {
        const trained = model.train(each.task, brief(each.rule, most), each.streams);
        expect(trained.steps).toBeLessThanOrEqual(most);
        if (trained.stopped === 'steps' || trained.stopped === 'budget') expect(trained.steps).toBe(most);
        expect(trained.stopped).not.toBe(steps === undefined ? 'steps' : 'budget');
      }
    });

    test.each(Object.entries(model.faults ?? {}))('the fault "%s" does something else', (_, { by, survives }) => {
      expect(apart(model, by, [...cases, ...more]) || survives !== undefined).toBe(true);
    });

    test.each(cases)(
      '$name: refuses numbers that are none, and fields that it does not know',
      ({ task, rule, streams }) => {
        const refused = (wrong: Any, said: RegExp) => expect(() => model.train(task, wrong, streams)).toThrow(said);
        for (const path of numbersIn(rule))
          for (const value of [NaN, -Infinity])
            refused(withValue(rule, path, value), new RegExp(`^the model "${model.name}" was given ${value}`));
        for (const field of ['steps', 'budget'])
          if (field in rule)
            for (const steps of [2.5, -1, Infinity])
              refused({ ...rule, [field]: steps }, /"(steps|budget)"; expected a whole number/);
        refused({ ...rule, momentun: 0.9 }, /knows no rule field "momentun"; expected one of the fields/);
      },
    );
  });
}
