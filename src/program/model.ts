/** A model in another language, as the engine sees one: it trains when it is asked, and what is asked of it in a while can be asked at once. */
import type { Any, Model, Streams, Trained } from '../claim.js';
import type { Matrix } from '../numerics/matrix.js';
import { normals, positionOf } from '../numerics/stream.js';
import { expectedOf } from '../rule.js';
import type { Stream } from '../stream.js';
import { Program } from './bridge.js';
import { PROTOCOL, type Draws, type Outcome, type Said, type Slope } from './said.js';
import { sent } from './wire.js';

/** One training that will be asked for. */
export interface Ask {
  readonly seen: unknown;
  readonly rule: unknown;
  readonly streams: Streams;
}

type Train = Model['train'];

/** A training of which many can be asked for at once: the answers wait until each is asked for by itself. */
export type Ahead = Train & { readonly ahead: (asked: readonly Ask[]) => void };
export const isAhead = (train: Train): train is Ahead => 'ahead' in train;

/** A model that trains elsewhere; its witness is the same in another process. */
export interface Remote extends Model {
  readonly witness: Model;
  readonly gradient?: (task: Any, rule: Any, parameters: Trained['parameters']) => Slope;
}

export const isRemote = (model: Model | undefined): model is Remote => model !== undefined && 'witness' in model;

/** Trials in one request, where a program says nothing. */
const BATCH = 16;

/** Where a stream stands: its four words, and the upper 53 bits of the first two as a seed. */
function place(stream: Stream): { readonly seed: number; readonly state: readonly number[] } {
  const words = positionOf(stream)?.words;
  const [high, low, third, fourth] = words
    ? [words[1] >>> 0, words[0] >>> 0, words[3] >>> 0, words[2] >>> 0]
    : [stream.bits(), stream.bits(), stream.bits(), stream.bits()];
  return { seed: high * 2 ** 21 + (low >>> 11), state: [high, low, third, fourth] };
}

function drawn(draws: readonly Draws[], streams: Streams): object {
  const all: Record<string, Record<string, unknown>> = {};
  for (const { stream, of, count } of draws) {
    const from = streams[stream]();
    const values = of === 'normal' ? normals(from, count) : Float64Array.from({ length: count }, () => from.uniform());
    (all[stream] ??= {})[of] = sent(values);
  }
  return all;
}

/** What `initialize` tells the program: in whose place it stands. */
export const about = (of: Model, version: string): object => ({
  protocol: PROTOCOL,
  host: { name: 'claimcheck', version },
  model: {
    name: of.name,
    capabilities: of.capabilities,
    rule: Object.entries(of.rule?.of ?? {}).map(([field, word]) => ({
      field,
      expected: expectedOf(word),
      must: word.must === true,
    })),
    facts: of.facts ?? {},
  },
});

/** Its name, and what decides its numbers. */
export const computedBy = ({ name, version, libraries = {}, computes }: Said): string =>
  [
    [name, version].filter(Boolean).join(' '),
    ...Object.entries(libraries)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map((each) => each.join(' ')),
    ...(computes === undefined ? [] : [`on ${computes}`]),
  ].join(', ');

/** @param of the model in whose place it stands */
export function remote(program: Program, said: Said, of: Model): Remote {
  const capabilities = said.capabilities ?? of.capabilities;
  const exact = said.reproducible !== 'statistically' && capabilities.includes('float64');
  const trains = (whom: 'first' | 'witness', fault?: string): Ahead => {
    const waiting = new Map<string, Outcome | { readonly error: string }>();
    const text = ({ seen, rule, streams }: Ask) =>
      JSON.stringify({
        task: sent(seen),
        rule: sent(rule) ?? {},
        streams: { train: place(streams.train()), noise: place(streams.noise()), eval: place(streams.eval()) },
        ...(said.draws && { draws: drawn(said.draws, streams) }),
        ...(fault !== undefined && { fault }),
      });
    const train = (seen: Any, rule: Any, streams: Streams): Trained => {
      const asked = text({ seen, rule, streams });
      const outcome = waiting.get(asked) ?? program.train([asked], whom)[0]!;
      waiting.delete(asked);
      if ('error' in outcome) throw new Error(outcome.error);
      return { ...outcome, predict: (X) => predict(outcome, X, seen, rule) };
    };
    const ahead = (all: readonly Ask[]) => {
      waiting.clear();
      const texts = [...new Set(all.map(text))];
      const size = said.batch ?? BATCH;
      for (let from = 0; from < texts.length; from += size) {
        const some = texts.slice(from, from + size);
        const outcomes = program.train(some, whom);
        outcomes.forEach((outcome, k) => waiting.set(some[k]!, outcome));
      }
    };
    return Object.assign(train, { ahead });
  };
  const predict = ({ parameters }: Outcome, X: Matrix, task: Any, rule: Any): Float64Array => {
    if (said.predict)
      return program.predict({ task: sent(task), rule: sent(rule), parameters: sent(parameters), X: sent(X) });
    const predictions = of.predicts?.at?.(parameters, X, rule);
    if (predictions) return predictions;
    throw new Error(`its predictions do not follow from its parameters alone; expected a program with "predict"`);
  };
  const faults = Object.entries(said.faults ?? {}).map(([name, what]) => [name, { what, by: trains('first', name) }]);
  const model = {
    name: said.name,
    capabilities,
    reproducible: exact ? ('on one machine' as const) : ('statistically' as const),
    computedBy: computedBy(said),
    ...(faults.length > 0 && { faults: Object.fromEntries(faults) as NonNullable<Model['faults']> }),
    ...(said.gradient && {
      gradient: (task: Any, rule: Any, parameters: Trained['parameters']) =>
        program.gradient({ task: sent(task), rule: sent(rule), parameters: sent(parameters) }),
    }),
  };
  return { ...model, train: trains('first'), witness: { ...model, train: trains('witness') } };
}
