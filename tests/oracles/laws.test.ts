/** Every oracle keeps the laws on the questions of the shipped claims, and the laws see what breaks them. */
import { describe, expect, test } from 'vitest';
import type { Any, Certified, Oracle } from '../../src/claim.js';
import { identity } from '../../src/numerics/matrix.js';
import { equivariances } from './equivariances.js';
import { denseTask } from './instances.js';
import { laws, LAWS, type Subject } from './laws.js';
import { askedByClaims, exportedBy, oracleFiles, type Asking } from './questions.js';

/** Questions that no claim asks on its first tasks. */
const others: Readonly<Record<string, readonly Any[]>> = {
  preferred: [1, 2].map((seed) => {
    const { X, y } = denseTask(seed);
    const P = identity(X.cols);
    for (let j = 0; j < X.cols; j++) P.data[j * X.cols + j] = 1 + j;
    return { X, y, preference: { kind: 'preconditioned', P } };
  }),
  'minimum-p-norm': [1, 2, 3].map((seed) => ({ ...denseTask(seed), p: 1 + 0.3 * seed })),
  'ridge-limit': [0.4, 1.7].map((gamma) => ({ gamma, lambda: 0.3, r2: 1, sigma2: 0.25 })),
};

const asked = await askedByClaims();
const exported = new Map(await Promise.all(oracleFiles.map(async (file) => [file, await exportedBy(file)] as const)));
const questionsOf = ({ name }: Oracle<Any, Any>): readonly Asking[] => [
  ...(asked.get(name) ?? []),
  ...(others[name] ?? []).map((question, k) => ({ name: `question ${k}`, question })),
];

for (const oracles of exported.values())
  for (const oracle of oracles) {
    const questions = questionsOf(oracle);
    if (questions.length > 0) laws({ oracle, questions, equivariances: equivariances[oracle.name] ?? [] });
  }

describe('every file of oracles/', () => {
  test.each([...exported])('%s is covered', (file, oracles) => {
    for (const oracle of oracles)
      expect(
        questionsOf(oracle).length,
        `no claim asks the oracle "${oracle.name}" of oracles/${file}; declare it in the theory of one, ` +
          'or give it questions in tests/oracles/laws.test.ts',
      ).toBeGreaterThan(0);
  });

  test('equivariances and questions are of oracles that there are', () => {
    const names = [...exported.values()].flat().map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(equivariances), ...Object.keys(others)]));
  });
});

describe('the laws see', () => {
  const answer = ({ x }: { x: number }): Certified<Any> => {
    if (!Number.isFinite(x)) throw new RangeError(`square: x is ${x}; expected a finite number`);
    return { value: { square: x * x }, error: 1e-9, certificate: { kind: 'closed form' } };
  };
  const sound: Subject = {
    oracle: {
      name: 'square',
      answer,
      faults: { cube: { what: 'x^3', by: ({ x }) => ({ ...answer({ x }), value: { square: x ** 3 } }) } },
      harmless: { other: { what: 'x |x|', by: ({ x }) => answer({ x: Math.abs(x) }) } },
    },
    questions: [-2, 1, 3].map((x) => ({ name: `x = ${x}`, question: { x } })),
    equivariances: [{ what: 'even', moved: ({ x }) => ({ x: -x }), read: ({ square }) => [square] }],
  };
  const law = (words: string) => Object.entries(LAWS).find(([name]) => name.includes(words))![1];
  const answering = (of: (question: { x: number }) => unknown) => ({
    ...sound,
    oracle: { ...sound.oracle, answer: of as typeof answer },
  });
  let calls = 0;

  test.each<[string, string, Subject, string | RegExp]>([
    ['an error below 0', 'a bound', answering((q) => ({ ...answer(q), error: -1 })), 'x = -2: the error is -1'],
    ['an error that is none', 'a bound', answering((q) => ({ ...answer(q), error: NaN })), 'the error is NaN'],
    ['a value that is none', 'a bound', answering((q) => ({ ...answer(q), value: [1, NaN] })), 'the value[1] is NaN with an error of 1e-9'], // prettier-ignore
    ['a certificate of no kind', 'a bound', answering((q) => ({ ...answer(q), certificate: { kind: 'trust' } })), 'of kind trust; expected one of duality gap'], // prettier-ignore
    ['a certificate without a number', 'a bound', answering((q) => ({ ...answer(q), certificate: { kind: 'closed form', gap: NaN } })), 'says gap = NaN'], // prettier-ignore
    ['a refusal of two lines', 'a bound', answering(() => { throw new RangeError('it is not possible\nto say'); }), 'expected one sentence'], // prettier-ignore
    ['a TypeError', 'a bound', answering(() => { throw new TypeError('x is undefined'); }), 'it fails with "TypeError: x is undefined"'], // prettier-ignore
    ['refusing all', 'a bound', answering(() => answer({ x: NaN })), 'it answers none of 3 questions'],
    ['a changed question', 'not change', answering((q) => { const said = answer(q); q.x = 7; return said; }), 'it changed its question at .x'], // prettier-ignore
    ['a memory', 'alike', answering((q) => ({ ...answer(q), value: calls++ })), 'asked again it gives another answer'],
    ['a NaN that passes', 'no number', answering(({ x }) => ({ ...answer({ x: 1 }), value: x })), /x = 3, with x = NaN: the value is NaN/], // prettier-ignore
    ['an odd answer', 'theory says', answering((q) => ({ ...answer(q), value: { square: q.x } })), /even: the value\[0\] is -2 and 2/], // prettier-ignore
    ['an equivariance that moves nothing', 'theory says', { ...sound, equivariances: [{ what: 'none', moved: () => undefined, read: () => [] }] }, 'none: no question could be changed'], // prettier-ignore
    ['a fault that is none', 'differ', { ...sound, oracle: { ...sound.oracle, faults: { same: { what: 'x^2', by: answer } } } }, 'the fault "same" is within the error of the truth on all 3'], // prettier-ignore
    ['a fault without words', 'differ', { ...sound, oracle: { ...sound.oracle, faults: { same: { what: ' ', by: answer } } } }, 'does not say what is wrong'], // prettier-ignore
    ['harm', 'harmless', { ...sound, oracle: { ...sound.oracle, harmless: sound.oracle.faults! } }, 'the harmless variant "cube": the value.square is 4 and -8'], // prettier-ignore
  ])('%s', (_, words, wrong, said) => {
    expect(() => law(words)({ ...sound, questions: structuredClone(sound.questions) })).not.toThrow();
    expect(() => law(words)({ ...wrong, questions: structuredClone(wrong.questions) })).toThrow(said);
  });

  test('a fault that is declared to survive', () => {
    const faults = { same: { what: 'x^2', by: answer, survives: 'it is the same' } };
    expect(() => law('differ')({ ...sound, oracle: { ...sound.oracle, faults } })).not.toThrow();
  });
});
