/**
 * What the functions of a claim look at in one trial: its task, what was trained, what theory answers. Theory is asked when
 * somebody looks at the answer, once for the trial, or once for each run if the question looks at the run.
 */
import type { Any, Asked, Certified, Quantity, Streams, Trained } from '../claim.js';
import { refuse } from '../form/field.js';
import { answer, byName, given } from '../form/given.js';
import { own } from '../form/own.js';
import { shown } from '../form/shown.js';

/** One run of a trial: how it ended, by which rule; of independent copies each. */
export interface Ended {
  readonly trained: readonly Trained[];
  readonly rule: Any;
  readonly copies: boolean;
  /** Of a member of a family. */
  readonly family?: string;
  readonly place?: number;
  /** Told of each name that is looked at. */
  readonly noticed?: (name: string) => void;
}

/** The same, where somebody wants to know what is looked at. */
const noticing = (of: object, noticed: Ended['noticed']): object =>
  noticed
    ? new Proxy(of, {
        get(target, name) {
          if (typeof name === 'string') noticed(name);
          return Reflect.get(target, name) as unknown;
        },
      })
    : of;

/** A run as it is looked at: parameters and facts by name, predictions, rule. */
function end({ parameters, facts, predict, steps, stopped }: Trained, { rule, noticed }: Ended): object {
  const names = { ...parameters, ...facts };
  return noticing(
    byName({ ...names, parameters, predict, steps, stopped, rule }, 'run', 'look at its predictions'),
    noticed,
  );
}

/** Entry by entry, the first and the sum of the others, by their number. */
function mean(all: readonly Trained[]): Readonly<Record<string, Float64Array>> {
  const [first, ...others] = all.map(({ parameters }) => parameters);
  return Object.fromEntries(
    Object.entries(first!).map(([name, entries]) => [
      name,
      entries.map((entry, j) => {
        if (others.length === 0) return entry;
        let sum = others[0]![name]![j]!;
        for (const other of others.slice(1)) sum += other[name]![j]!;
        return (entry + sum) / all.length;
      }),
    ]),
  );
}

const seen = (of: Ended): object =>
  of.copies
    ? byName(
        {
          each: of.trained.map((one) => end(one, of)),
          mean: noticing(byName(mean(of.trained), 'mean', 'it has parameters alone'), of.noticed),
        },
        'run of copies',
        'look at one',
      )
    : end(of.trained[0]!, of);

/** Families of runs by name: each in order, one by its place, the one before it. */
function families(
  ends: Readonly<Record<string, Ended>>,
  views: Readonly<Record<string, object>>,
): Record<string, object> {
  const names = [...new Set(Object.values(ends).flatMap(({ family }) => family ?? []))];
  return Object.fromEntries(
    names.map((family): [string, object] => {
      const members = Object.entries(ends).filter(([, of]) => of.family === family);
      const each = members.map(([name]) => views[name]!);
      const index = (place: number) => {
        const k = members.findIndex(([, of]) => of.place === place);
        if (k < 0)
          refuse(`"${family}" has no run at ${place}; it has them at ${members.map(([, of]) => of.place).join(', ')}`);
        return k;
      };
      const before = (place: number) => each[index(place) - 1] ?? refuse(`"${family}" has no run before ${place}`);
      return [family, byName({ each, at: (place: number) => each[index(place)], before }, 'family', 'look at one')];
    }),
  );
}

/** Not to be reckoned with as if it were a number: what came of it would be none, or would have lost the error. */
const uncounted = (quantity: Exclude<Quantity, number>): Quantity =>
  Object.defineProperty(quantity, Symbol.toPrimitive, {
    value: () =>
      refuse(
        `reckons with a number of theory as if it had no error (${quantity.value} +- ${quantity.error}); make it a symbol ` +
          'of its own and reckon in the formula, or give known(...) of what follows from theory.x.value',
      ),
  });

/** The numbers of an answer with its error; `value` is without, and `known` is for what moves with the answer. */
export function view(certified: Certified<unknown>): object {
  const { value, error } = certified;
  const known = (of: number, factor = 1): Quantity =>
    typeof of === 'number' && typeof factor === 'number'
      ? uncounted({ value: of, error: error * factor })
      : refuse(`known is given ${shown(typeof of === 'number' ? factor : of)}; expected a number of theory.x.value`);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    return Object.freeze({ ...certified, known });
  const fields = Object.entries(value).map(([name, of]): [string, unknown] => [
    name,
    typeof of === 'number' ? known(of) : of,
  ]);
  return byName({ ...Object.fromEntries(fields), ...certified, known }, 'answer', 'look at its value');
}

const seenBy = (about: object): Any => byName(about as Readonly<Record<string, unknown>>, 'trial', 'look at its task');

export interface Look {
  /** What measures look at, where they look at that run and at that number. */
  readonly at: (run?: string, number?: number) => Any;
  /** The answers so far: the asked, by name, and by name and run where the question looked at it. */
  readonly answers: Readonly<Record<string, Certified<unknown>>>;
}

/**
 * @param wrong for an oracle's name what answers in its place
 * @param from is told who has seen what, and hands on what it gave
 * @param answered is told of every answer
 */
export function look(
  trial: { readonly task: unknown; readonly streams: Streams },
  ends: Readonly<Record<string, Ended>>,
  theory: Readonly<Record<string, Asked>>,
  wrong: Readonly<Record<string, Asked[0]['answer']>>,
  from: <V>(who: string, value: V) => V,
  answered: (answer: unknown) => void,
): Look {
  const views = Object.fromEntries(Object.entries(ends).map(([name, of]) => [name, seen(of)]));
  const runs = byName({ ...views, ...families(ends, views) }, 'runs', 'name one in train');
  const answers: Record<string, Certified<unknown>> = {};
  const known = new Map<string, object>();

  /** @param use is told where the run is looked at */
  const about = (run: string | undefined, use: () => void = () => {}): Any => ({
    ...trial,
    runs,
    get run() {
      use();
      if (run === undefined)
        throw new Error("looks at `run`, and its part is of none; say which, for example `of: 'each'`");
      return views[run];
    },
    get rule() {
      return (this.run as { readonly rule: unknown }).rule;
    },
  });

  const ask = (name: string, [oracle, question]: Asked, run: string | undefined): object => {
    const before = known.get(name) ?? known.get(`${name} of ${run}`);
    if (before) return before;
    let looked = false;
    const asked = from(
      `the question to the oracle "${oracle.name}"`,
      given(`the question to ${oracle.name}`, () => question(seenBy(about(run, () => (looked = true))))),
    );
    const by = own(wrong, oracle.name) ?? oracle.answer;
    const certified = from(
      `the oracle "${oracle.name}"`,
      answer(`oracle "${oracle.name}"`, () => by(asked)),
    );
    answered(certified);
    const key = looked ? `${name} of ${run}` : name;
    answers[key] = certified;
    const seen = view(certified);
    known.set(key, seen);
    return seen;
  };

  // The same for the same run and number, so that what is computed once for them is known by it (once.ts).
  const abouts = new Map<string | undefined, Map<number | undefined, object>>();
  return {
    answers,
    at: (run, number) => {
      let seen = abouts.get(run);
      if (!seen) abouts.set(run, (seen = new Map()));
      const before = seen.get(number);
      if (before) return before;
      const asked = Object.defineProperties(
        {},
        Object.fromEntries(
          Object.entries(theory).map(([name, of]) => [name, { enumerable: true, get: () => ask(name, of, run) }]),
        ),
      ) as Record<string, unknown>;
      const place = number ?? (run === undefined ? undefined : ends[run]?.place);
      const made = seenBy(
        Object.defineProperties(about(run), {
          theory: { value: byName(asked, 'theory', 'give the claim a theory'), enumerable: true },
          at: {
            get: () =>
              place ?? refuse('looks at `at`, and its part has no numbers; say which, for example over: [1, 2]'),
            enumerable: true,
          },
        }),
      );
      seen.set(number, made);
      return made;
    },
  };
}
