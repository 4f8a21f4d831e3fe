/** Runs along numbers: `along('n', [5, 10])` trains `n = 5` and `n = 10`, and finds them again. */
import type { Run } from 'claimcheck';

type ByName<V> = { readonly [name: string]: V };

export interface Along {
  readonly places: readonly number[];
  /** The places that have one before them. */
  readonly steps: readonly number[];
  /** The run at each place, by name. */
  readonly train: <T, R, P extends string, F extends string>(
    run: (place: number) => Run<T, R, P, F>,
  ) => ByName<Run<T, R, P, F>>;
  /** What belongs to the run at that place, or to the run at the place before it. @throws RangeError where there is none */
  readonly at: <V>(runs: ByName<V>, place: number) => V;
  readonly before: <V>(runs: ByName<V>, place: number) => V;
}

export function along(what: string, places: readonly number[]): Along {
  const name = (place: number | undefined) => `${what} = ${place}`;
  const of = <V>(runs: ByName<V>, place: number | undefined): V => {
    const run = runs[name(place)];
    if (run === undefined) throw new RangeError(`no run ${name(place)}; there are ${places.map(name).join(', ')}`);
    return run;
  };
  return {
    places,
    steps: places.slice(1),
    train: (run) => Object.fromEntries(places.map((place) => [name(place), run(place)])),
    at: of,
    before: (runs, place) => of(runs, places[places.indexOf(place) - 1]),
  };
}

/** 0, 1, ..., count - 1. */
export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k);
