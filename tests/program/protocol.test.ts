/** The page of the protocol, its schema and what is really sent say the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Any, Model } from '../../src/claim.js';
import { armNamed } from '../../src/engine/arm.js';
import { asked, streamsOf } from '../../src/engine/asked.js';
import { loadClaim, shippedClaims } from '../../src/engine/discover.js';
import { draw } from '../../src/engine/draw.js';
import type { Program } from '../../src/program/bridge.js';
import { about, remote } from '../../src/program/model.js';
import { saidFrom, trainedFrom } from '../../src/program/said.js';
import { blocksOf } from '../blocks.js';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/protocol.schema.json'), 'utf8')) as object;
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(schema, 'protocol');
const valid = (name: string) => {
  const check = ajv.compile({ $ref: `protocol#/$defs/${name}` });
  return (value: unknown) => check(value) || JSON.stringify(check.errors);
};

test('the messages of the page are those of the schema', () => {
  const [asking, stream, outcome, error] = blocksOf('docs/protocol.md').map(({ code }) => JSON.parse(code) as unknown);
  expect(valid('asking')(asking)).toBe(true);
  expect(valid('stream')(stream)).toBe(true);
  expect(valid('outcome')(outcome)).toBe(true);
  expect(valid('outcome')(error)).toBe(true);
  expect(valid('outcome')(stream)).not.toBe(true);
});

describe('what is sent', () => {
  /** A program that keeps what it is asked. */
  function kept() {
    const trials: string[] = [];
    const train = (texts: readonly string[]) => {
      trials.push(...texts);
      return texts.map(() => ({ error: 'kept' }));
    };
    return { trials, program: { train } as unknown as Program };
  }

  test.each(['small-init-is-min-l1', 'label-noise-flattens', 'double-descent-peaks', 'explicit-dropout-matches'])(
    'is valid, and JSON: the tasks of %s',
    async (id) => {
      const found = await loadClaim(join(shippedClaims, `${id}.ts`));
      if ('why' in found) throw new Error(found.why);
      const arm = armNamed(found.claim, 'claim', new Map());
      const name = { suiteSeed: '3', claim: id, trial: 0, arm: 'claim' };
      const { task } = draw(found.claim.forAll, name);
      for (const named of Object.keys(found.claim.train)) {
        const { model, seen, rule } = asked(arm, named, task, streamsOf(arm, name), new Map());
        expect(valid('asking')(about(model, '0.1.0'))).toBe(true);
        const { trials, program } = kept();
        const draws = [{ stream: 'train', of: 'uniform', count: 2 } as const];
        expect(() => remote(program, { protocol: 1, name: 'kept', draws }, model as Model).train(seen as Any, rule as Any, streamsOf(arm, name))).toThrow('kept'); // prettier-ignore
        expect(valid('trial')(JSON.parse(trials[0]!))).toBe(true);
        expect(trials[0]).not.toContain('\n');
      }
    },
  );
});

describe('what comes back', () => {
  const accepted = (read: () => unknown) => {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  };
  /** Some fields of what is right, with one of them or another one replaced. */
  const nearly = (right: Record<string, unknown>, must: readonly string[], other: fc.Arbitrary<unknown>) =>
    fc
      .tuple(fc.subarray(Object.keys(right)), fc.option(fc.constantFrom(...Object.keys(right), 'other')), other)
      .map(([names, wrong, value]) => {
        const fields = Object.fromEntries([...must, ...names].map((name) => [name, right[name]]));
        return wrong === null ? fields : { ...fields, [wrong]: value };
      });
  const any = fc.constantFrom<unknown>('', 'net', 'NaN', -1, 0, 1, 1.5, null, true, [], ['linear'], ['a'], {}, { a: '1' }, { a: 1 }, [{}], { a: { number: 'NaN' } }); // prettier-ignore

  test('of initialize is taken if and only if the schema takes it', () => {
    const check = valid('said');
    const draws = [{ stream: 'noise', of: 'normal', count: 3 }];
    const right = {
      ...{
        protocol: 1,
        name: 'net',
        version: '1',
        capabilities: ['linear'],
        reproducible: 'statistically',
        batch: 1,
        draws,
      },
      ...{
        libraries: { numpy: '2' },
        computes: 'CPU',
        files: ['a.py'],
        predict: true,
        gradient: false,
        faults: { a: 'b' },
      },
    };
    let good = 0;
    fc.assert(
      fc.property(nearly(right, ['protocol', 'name'], any), (value) => {
        const is = check(value) === true;
        good += Number(is);
        expect(accepted(() => saidFrom(value))).toBe(is);
      }),
      { numRuns: 2000 },
    );
    expect(good).toBeGreaterThan(200);
  });

  test('of train is taken trial by trial if and only if the schema takes it', () => {
    const check = valid('outcome');
    const array = { float64: 'AAAAAAAA8D8=', shape: [1] };
    const right = { parameters: { beta: array }, steps: 3, stopped: 'exact', facts: { residual: 1 } };
    const wrong = fc.oneof(
      any,
      fc.constantFrom({ beta: [1] }, { beta: { ...array, shape: [-1] } }, { beta: { float64: 1 } }),
    );
    const outcome = nearly(right, ['parameters', 'steps', 'stopped'], wrong);
    let good = 0;
    fc.assert(
      fc.property(outcome, (value) => {
        const is = check(value) === true;
        good += Number(is);
        expect('error' in trainedFrom({ trained: [value] }, 1)[0]!).toBe(!is);
      }),
      { numRuns: 2000 },
    );
    expect(good).toBeGreaterThan(200);
  });
});
