/** What several measures of a trial look at is computed once: a function of what they look at, remembered for the trial. */
export function once<A extends { readonly runs: object }, V>(compute: (about: A) => V): (about: A) => V {
  const known = new WeakMap<object, V>();
  return (about) => {
    const before = known.get(about.runs);
    if (before !== undefined) return before;
    const value = compute(about);
    known.set(about.runs, value);
    return value;
  };
}
