/**
 * The laws that every model keeps, whatever it trains: call `laws(model, cases)` for a model of your own.
 * A case is a task, the rule and the streams of one training run.
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

export function laws(model: Model, cases: readonly Case[]): void {
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
