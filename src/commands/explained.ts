/** One claim as plain data: what `explain --json` prints (docs/machines.md). */
import type { Claim, Run, Variation } from '../claim.js';
import type { FoundClaim } from '../engine/discover.js';
import { places } from '../engine/place.js';
import { texOf, typeset } from '../engine/typeset.js';
import { REPLACED } from '../form/claim.js';
import { criterion } from '../reporting/sentences.js';
import { LEVELS } from '../statistics/levels.js';
import { cost, expectedCost, searching } from './list.js';

/** What a variation replaces, in a word. */
const replaced = (variation: Variation): string => REPLACED.find((field) => field in variation)!;

const mapped = <V, W>(of: Readonly<Record<string, V>>, to: (value: V, name: string) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, to(value, name)]));

const run = ({ model, rule, on, copy, times }: Run) => ({
  model: model.name,
  rule: typeof rule === 'function' ? null : (rule as object),
  // It sees something else of its task than the claim.
  on: on !== undefined,
  copy: copy ?? null,
  times: times ?? null,
});

/** @param seed of the first tasks, on which rules and lengths are looked at */
export function explained({ id, file, digest, claim }: FoundClaim, seed: string): object {
  const { title, statement, talk, marking, sources, scope, premises, forAll, controls, dial, parts } = claim as Claim;
  const tex = texOf(claim);
  return {
    schema: 1,
    ...{
      id,
      file,
      digest,
      title,
      statement,
      talk,
      marking,
      finding: claim.finding === true,
      sequel: claim.sequel === true,
      sources,
      scope,
    },
    premises: mapped(premises, ({ how, control = null }) => ({ how, control })),
    forAll: {
      name: forAll.name,
      version: forAll.version,
      covers: mapped(forAll.covers ?? {}, ({ atLeast }) => atLeast),
      listed: forAll.list?.length ?? null,
    },
    train: mapped(claim.train, run),
    places: places(id, claim, seed),
    theory: mapped(claim.theory, ([oracle]) => oracle.name),
    symbols: mapped(claim.symbols, (_, name) => tex[name] ?? null),
    parts: mapped(parts, ({ holds, accept, given }) => ({
      holds,
      tex: typeset(holds, tex).trim(),
      accept,
      criterion: criterion(accept),
      given: given?.premise ?? null,
    })),
    mustFail: mapped(controls.mustFail, (each) => ({
      because: each.because,
      replaces: replaced(each),
      breaks: each.breaks,
    })),
    mustHold: mapped(controls.mustHold, (each) => ({ because: each.because, replaces: replaced(each) })),
    dial: dial
      ? {
          ...{ turns: dial.turns, grid: dial.grid, axis: dial.axis, part: dial.part, measured: dial.measured },
          curve: dial.curve ?? null,
        }
      : null,
    cost: Object.fromEntries(
      LEVELS.map((level) => [
        level,
        {
          expected: Math.round(expectedCost(claim as Claim, level)),
          most: cost(claim as Claim, level),
          adversary: searching(claim as Claim, level),
        },
      ]),
    ),
  };
}
