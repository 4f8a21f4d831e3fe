/**
 * What several measures of a trial look at is computed once: a function of what they look at, remembered for the trial, or
 * for each run and number of a part where it looks at those.
 */

/** What is another for another run, or another number. */
const OF_ONE: ReadonlySet<string | symbol> = new Set(['run', 'rule', 'at', 'theory']);

export function once<A extends object, V>(compute: (about: A) => V): (about: A) => V {
  const known = new WeakMap<object, { readonly value: V }>();
  return (about) => {
    const { runs } = about as { readonly runs: object };
    const before = known.get(runs) ?? known.get(about);
    if (before) return before.value;
    let ofOne = false;
    const value = compute(
      new Proxy(about, {
        get(target, name) {
          ofOne ||= OF_ONE.has(name);
          return Reflect.get(target, name) as unknown;
        },
      }),
    );
    known.set(ofOne ? about : runs, { value });
    return value;
  };
}
