/**
 * The laws that every oracle keeps (docs/reference.md), whatever it answers: call `laws(oracle, questions)` for one of your
 * own. A law that is broken is a sentence that says where. That the error is a bound is tried against 60 to 100 digits
 * elsewhere (bounds-of-*.test.ts, audits*.test.ts).
 */
import { describe, test } from 'vitest';
import type { Any, Certificate, Certified, Oracle } from '../../src/claim.js';
import { change, copied } from '../../src/engine/lend.js';
import type { Asking } from './questions.js';

/** A change of the question under which theory says how the answer changes. */
export interface Equivariance {
  /** For example `the order of the examples does not matter`. */
  readonly what: string;
  /** The question changed, or undefined where this one cannot be. */
  readonly moved: (question: Any) => Any;
  /** Numbers of the answer that the error bounds. */
  readonly read: (value: Any) => readonly number[];
  /** What the numbers must become. */
  readonly sent?: (numbers: readonly number[], question: Any) => readonly number[];
}

export interface Subject {
  readonly oracle: Oracle<Any, Any>;
  readonly questions: readonly Asking[];
  readonly equivariances?: readonly Equivariance[];
}

type Answer = (question: Any) => Certified<Any>;

const KINDS: readonly Certificate['kind'][] = [
  'duality gap',
  'residual bound',
  'exact rational',
  'closed form',
  'enumeration',
  'strong convexity',
];

function broken(sentence: string): never {
  throw new Error(sentence);
}

/** The answer, or the refusal in its place. @throws what no oracle should throw */
function asked(answer: Answer, question: Any): { readonly said?: Certified<Any>; readonly refused?: string } {
  try {
    return { said: answer(question) };
  } catch (error) {
    if (!(error instanceof Error)) return broken(`it throws ${String(error)}; expected an Error with a sentence`);
    const { name, message } = error;
    if (!['Error', 'RangeError'].includes(error.constructor.name))
      return broken(`it fails with "${name}: ${message}"; expected an answer, or a RangeError with a sentence`);
    if (!/^[^\n]{20,}$/.test(message))
      return broken(`it refuses with ${JSON.stringify(message)}; expected one sentence`);
    return { refused: message };
  }
}

/** The numbers of a value with their paths. */
function* numbers(value: unknown, path = 'the value'): Generator<readonly [path: string, x: number]> {
  if (typeof value === 'number') yield [path, value];
  else if (ArrayBuffer.isView(value) || Array.isArray(value))
    for (let k = 0; k < (value as number[]).length; k++) yield* numbers((value as unknown[])[k], `${path}[${k}]`);
  else if (typeof value === 'object' && value !== null)
    for (const [field, item] of Object.entries(value)) yield* numbers(item, `${path}.${field}`);
}

/** The first place where the values are farther apart than that; numbers that one of them lacks are. */
function apart(one: unknown, other: unknown, most: number): string | undefined {
  const [a, b] = [new Map(numbers(one)), new Map(numbers(other))];
  for (const path of new Set([...a.keys(), ...b.keys()]))
    if (!(Math.abs(a.get(path)! - b.get(path)!) <= most)) return `${path} is ${a.get(path)} and ${b.get(path)}`;
  return undefined;
}

function expectCertified({ value, error, certificate }: Certified<Any>): void {
  if (!(error >= 0 && error < Infinity)) broken(`the error is ${error}; expected a finite bound of at least 0`);
  if (!KINDS.includes(certificate?.kind)) broken(`the certificate is of kind ${certificate?.kind}; expected one of ${KINDS.join(', ')}`); // prettier-ignore
  for (const [fact, said] of Object.entries(certificate))
    if (typeof said !== 'string' && !(typeof said === 'number' && !Number.isNaN(said)))
      broken(`the certificate says ${fact} = ${String(said)}; expected a number or words`);
  for (const [path, x] of numbers(value))
    if (!Number.isFinite(x)) broken(`${path} is ${x} with an error of ${error}; expected a refusal`);
}

/** The places of scalars in a question, and of the first entries of its vectors. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'number') return [path];
  if (value instanceof Float64Array) return value.length > 0 ? [[...path, '0']] : [];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  // The size of a matrix is its form.
  const form = 'rows' in value && 'data' in value ? ['rows', 'cols'] : [];
  return Object.entries(value).flatMap(([field, item]) => (form.includes(field) ? [] : places(item, [...path, field])));
}

function withNumber(question: Any, [field, ...rest]: readonly string[], x: number): Any {
  if (field === undefined) return x;
  const changed = copied(question) as Any;
  changed[field] = withNumber(changed[field], rest, x);
  return changed;
}

const named = (asking: Asking, check: () => void): void => {
  try {
    check();
  } catch (error) {
    throw new Error(`${asking.name}: ${(error as Error).message}`, { cause: error });
  }
};

const shape = (question: Any): string =>
  JSON.stringify(places(question).filter((path) => path.at(-1) !== '0')) + String(question?.norm ?? question?.loss);

export const LAWS: Readonly<Record<string, (subject: Subject) => void>> = {
  'answers with a bound and a certificate, or refuses with one sentence': ({ oracle, questions }) => {
    let answers = 0;
    for (const each of questions)
      named(each, () => {
        const { said } = asked(oracle.answer, each.question);
        if (!said) return;
        answers++;
        expectCertified(said);
      });
    if (answers === 0) broken(`it answers none of ${questions.length} questions`);
  },

  'does not change its question': ({ oracle, questions }) => {
    for (const each of questions)
      named(each, () => {
        const was = copied(each.question);
        asked(oracle.answer, each.question);
        const found = change(was, each.question);
        if (found) broken(`it changed its question at ${found.at}; expected that it works on a copy`);
      });
  },

  'answers the same question alike, bit for bit, whatever it was asked between': ({ oracle, questions }) => {
    const first = questions.map(({ question }) => asked(oracle.answer, question));
    questions.toReversed().forEach((each, k) =>
      named(each, () => {
        const found = change(first[questions.length - 1 - k], asked(oracle.answer, each.question));
        if (found) broken(`asked again it gives another answer at ${found.at}`);
      }),
    );
  },

  'refuses what is no number, or does not look at it': ({ oracle, questions }) => {
    const kinds = new Map(questions.map((each) => [shape(each.question), each]));
    for (const each of kinds.values())
      for (const place of places(each.question))
        for (const x of [NaN, Infinity])
          named({ ...each, name: `${each.name}, with ${place.join('.') || 'the question'} = ${x}` }, () => {
            const { said } = asked(oracle.answer, withNumber(each.question, place, x));
            if (said) expectCertified(said);
          });
  },

  'answers a changed question as theory says': ({ oracle, questions, equivariances = [] }) => {
    for (const { what, moved, read, sent = (same: readonly number[]) => same } of equivariances) {
      let seen = 0;
      for (const each of questions)
        named(each, () => {
          const other = moved(each.question);
          if (other === undefined) return;
          const [here, there] = [asked(oracle.answer, each.question).said, asked(oracle.answer, other).said];
          if (!here || !there) return;
          seen++;
          const found = apart(sent(read(here.value), each.question), read(there.value), here.error + there.error);
          if (found) broken(`${what}: ${found}, with errors ${here.error} and ${there.error}`);
        });
      if (seen === 0) broken(`${what}: no question could be changed`);
    }
  },

  'has faults that say what is wrong, and differ from the truth on some question': ({ oracle, questions }) => {
    for (const [label, { what, by, grade, survives }] of Object.entries(oracle.faults ?? {})) {
      if (!what?.trim()) broken(`the fault "${label}" does not say what is wrong`);
      if (grade !== undefined && !(grade > 0 && grade < Infinity)) broken(`the fault "${label}" has grade ${grade}`);
      const seen = questions.some(({ question }) => {
        const truth = asked(oracle.answer, question).said;
        if (!truth) return false;
        const wrong = asked(by, question).said;
        return !wrong || wrong.error !== truth.error || apart(truth.value, wrong.value, truth.error) !== undefined;
      });
      if (!seen && survives === undefined)
        broken(`the fault "${label}" is within the error of the truth on all ${questions.length} questions; ask one on which it is not, or say why it survives`); // prettier-ignore
    }
  },

  'has harmless variants that agree within the errors': ({ oracle, questions }) => {
    for (const [label, { by }] of Object.entries(oracle.harmless ?? {}))
      for (const each of questions)
        named(each, () => {
          const [one, other] = [asked(oracle.answer, each.question), asked(by, each.question)];
          if (!one.said || !other.said) return;
          const found = apart(one.said.value, other.said.value, one.said.error + other.said.error);
          if (found) broken(`the harmless variant "${label}": ${found}`);
        });
  },
};

export function laws(subject: Subject): void {
  describe(subject.oracle.name, () => {
    for (const [law, holds] of Object.entries(LAWS)) test(law, () => holds(subject));
  });
}
