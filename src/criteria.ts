/**
 * The criteria of a claim file: when a property counts as true of a population. Each constructor checks its numbers
 * once and returns plain data; the risk of error belongs to the level of a run, never to a criterion.
 */
import type { Budget, Criterion } from './claim.js';

type Of<L extends Criterion['law']> = Extract<Criterion, { readonly law: L }>;
type Text<L extends Criterion['law']> = Omit<Of<L>, 'law'>;

function refuse(law: string, name: string, value: unknown, why: string): never {
  throw new Error(`${law}: invalid ${name} ${String(value)}; ${why}`);
}

/** What every criterion may carry: its own numbers of trials, and the value that theory expects. */
function planned(law: string, options: { readonly budget?: Budget; readonly expected?: number }) {
  const { budget, expected } = options;
  if (budget !== undefined) {
    for (const level of ['quick', 'standard', 'paper'] as const)
      if (!Number.isInteger(budget[level]) || budget[level] < 1)
        refuse(law, `budget.${level}`, budget[level], 'a budget is a whole number of trials, at least 1');
    if (budget.quick > budget.standard || budget.standard > budget.paper)
      refuse(
        law,
        'budget',
        `${budget.quick}/${budget.standard}/${budget.paper}`,
        'a stricter level needs at least as many trials',
      );
  }
  if (expected !== undefined && !Number.isFinite(expected))
    refuse(law, 'expected', expected, 'what theory expects is a finite number');
  return { ...(budget && { budget }), ...(expected !== undefined && { expected }) };
}

/** The finite list of the population, once each; no statistics.
 * @example accept: always.enumerated() */
export const alwaysEnumerated = (): Of<'always.enumerated'> => ({ law: 'always.enumerated' });

/**
 * A theorem without exceptions: one certified counterexample refutes it, be it a drawn task or one that the adversary
 * found. It is never proved: holding means that none was found and that a violation rate above 5% is excluded.
 * @throws Error for a budget that is not three whole numbers in order
 */
export const always = Object.assign(
  (options: Text<'always'> = {}): Of<'always'> => ({ law: 'always', ...planned('always', options) }),
  { enumerated: alwaysEnumerated },
);

/**
 * At least a share 1 - allBut of the tasks.
 * @throws Error for allBut outside (0, 1), and below .05 unless `acknowledged` (then a budget is needed too)
 */
export function forMost(options: Text<'forMost'>): Of<'forMost'> {
  const { allBut, acknowledged, expected } = options;
  if (!(allBut > 0 && allBut < 1)) refuse('forMost', 'allBut', allBut, 'the share of exceptions must be in (0, 1)');
  if (allBut < 0.05) {
    if (acknowledged !== true)
      refuse(
        'forMost',
        'allBut',
        allBut,
        'fewer than 5% exceptions needs hundreds of trainings even if all succeed; say acknowledged: true to pay them',
      );
    if (!options.budget) refuse('forMost', 'budget', 'none', `there is no default for allBut ${allBut}; give one`);
  }
  if (expected !== undefined && !(expected >= 0 && expected <= 1))
    refuse('forMost', 'expected', expected, 'the expected share of successes must be in [0, 1]');
  return { law: 'forMost', allBut, ...(acknowledged && { acknowledged }), ...planned('forMost', options) };
}

/** More than half of the tasks, strictly: a tie is neither success nor refutation. */
export const median = (options: Text<'median'> = {}): Of<'median'> => ({
  law: 'median',
  ...planned('median', options),
});

/**
 * The mean of the margin over tasks, single tasks capped at +-cap, is more than `atLeast`, in natural units.
 * @throws Error unless 0 < atLeast < cap; `atLeast` may be left out where `expected` is given (half of it)
 */
export function onAverage(
  options: Omit<Text<'onAverage'>, 'atLeast'> & { readonly atLeast?: number },
): Of<'onAverage'> {
  const { cap, expected } = options;
  const atLeast = options.atLeast ?? (expected === undefined ? undefined : expected / 2);
  if (atLeast === undefined || !(atLeast > 0 && Number.isFinite(atLeast)))
    refuse(
      'onAverage',
      'atLeast',
      atLeast,
      'it must be positive: a control without any effect lies at 0 and could never be refuted there',
    );
  if (!(cap > atLeast && Number.isFinite(cap)))
    refuse('onAverage', 'cap', cap, `it must be finite and above atLeast ${atLeast}, or no mean could exceed it`);
  return { law: 'onAverage', atLeast, cap, ...planned('onAverage', options) };
}

/**
 * Along `steps` steps of a grid no step loses more than `within`, on average over tasks.
 * @throws Error unless 0 < within < cap and steps is a whole number
 */
export function monotone(options: Text<'monotone'>): Of<'monotone'> {
  const { within, cap, steps } = options;
  if (!(within > 0 && Number.isFinite(within)))
    refuse('monotone', 'within', within, 'it must be positive: a flat stretch could never be decided at 0');
  if (!(cap > within && Number.isFinite(cap)))
    refuse('monotone', 'cap', cap, `it must be finite and above within ${within}`);
  if (!Number.isInteger(steps) || steps < 1)
    refuse('monotone', 'steps', steps, 'it is the number of grid steps, a whole number of at least 1');
  return { law: 'monotone', within, cap, steps, ...planned('monotone', options) };
}

/**
 * The mean signed deviation from the law lies strictly within +-margin, single tasks capped at +-cap. Where the law is
 * `exact` for the mean without the cap, a run measures what the cap changes, on further tasks, and prints it; a tenth of
 * the margin or more is an error.
 * @throws Error unless 0 < margin < cap
 */
export function equivalent(options: Text<'equivalent'>): Of<'equivalent'> {
  const { margin, cap, exact } = options;
  if (!(margin > 0 && Number.isFinite(margin)))
    refuse('equivalent', 'margin', margin, 'it must be positive: exact equality can never be certified');
  if (!(cap > margin && Number.isFinite(cap)))
    refuse('equivalent', 'cap', cap, `it must be finite and above the margin ${margin}`);
  return { law: 'equivalent', margin, cap, ...(exact && { exact }), ...planned('equivalent', options) };
}

/**
 * The log-log slope over `sizes` is `exponent` up to `within`, and the slopes of the two halves of the grid differ by
 * at most `curvature` (default: `within`), both on average over tasks.
 * @throws Error for fewer than 5 sizes, sizes that do not rise, and less than 1.5 decades unless `acknowledged`
 */
export function scalesAs(
  options: Omit<Text<'scalesAs'>, 'curvature'> & { readonly curvature?: number },
): Of<'scalesAs'> {
  const { exponent, within, curvature = within, sizes, acknowledged } = options;
  if (!Number.isFinite(exponent)) refuse('scalesAs', 'exponent', exponent, 'it must be a finite number');
  if (!(within > 0 && Number.isFinite(within)))
    refuse('scalesAs', 'within', within, 'it must be positive: an exact exponent can never be certified');
  if (!(curvature > 0 && Number.isFinite(curvature)))
    refuse('scalesAs', 'curvature', curvature, 'it must be positive: an exactly straight line can never be certified');
  if (sizes.length < 5) refuse('scalesAs', 'sizes', `[${sizes.join(', ')}]`, 'a slope needs at least 5 sizes');
  if (!sizes.every((size, k) => size > (k === 0 ? 0 : sizes[k - 1]!) && Number.isFinite(size)))
    refuse('scalesAs', 'sizes', `[${sizes.join(', ')}]`, 'sizes must be positive and rise');
  const ratio = sizes.at(-1)! / sizes[0]!;
  // 1.5 decades are a ratio of sqrt(1000).
  if (ratio * ratio < 1000 * (1 - 1e-12) && acknowledged !== true)
    refuse(
      'scalesAs',
      'sizes',
      `[${sizes.join(', ')}]`,
      'they span less than 1.5 decades; say acknowledged: true to claim a slope over so short a range',
    );
  return {
    law: 'scalesAs',
    exponent,
    within,
    curvature,
    sizes: [...sizes],
    ...(acknowledged && { acknowledged }),
    ...planned('scalesAs', options),
  };
}
