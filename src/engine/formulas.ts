/**
 * The formulas of a claim, read when it is loaded: each must parse, stand under a law that can judge it, name symbols of the
 * claim, and have TeX that a page can set. So a misspelt function costs one sentence and no training, and no other claim.
 */
import type { Claim } from '../claim.js';
import { refuse } from '../form/field.js';
import { inShort, tooLong } from './long.js';
import { nearest } from '../form/nearest.js';
import { CONSTANTS, expression } from '../numerics/expression.js';
import { undrawn, mispaired, untabulated } from '../statistics/pairing.js';
import { texOf, typeset } from './typeset.js';

interface Written {
  readonly place: string;
  readonly source: string;
  /** @returns what is wrong with it where it stands */
  readonly fault: (source: string) => string | undefined;
}

function* written({ parts, controls, dial, table }: Claim): Generator<Written> {
  const under =
    (part: string) =>
    (source: string): string | undefined =>
      mispaired(source, parts[part]!.accept.law);
  const [first] = Object.keys(parts);
  for (const [name, { holds: source }] of Object.entries(parts))
    yield { place: `part "${name}"`, source, fault: under(name) };
  const { mustFail, mustHold } = controls;
  for (const [name, { holds: source, breaks }] of Object.entries(mustFail))
    if (source !== undefined) yield { place: `control "${name}"`, source, fault: under(breaks) };
  for (const [name, { holds: source }] of Object.entries(mustHold))
    if (source !== undefined) yield { place: `control "${name}"`, source, fault: under(first!) };
  if (dial) {
    yield { place: 'dial: measured', source: dial.measured, fault: undrawn };
    if (dial.curve) yield { place: `dial: curve: ${dial.curve.kind}`, source: dial.curve.of, fault: undrawn };
    for (const value of dial.grid) {
      const { holds: source } = dial.at(value);
      if (source !== undefined) yield { place: `dial at ${value}`, source, fault: under(dial.part) };
    }
  }
  for (const [head, source] of Object.entries(table?.columns ?? {}))
    yield { place: `table: column "${head}"`, source, fault: untabulated };
}

/** @returns what is said of a name that nothing is measured for */
function unmeasured(source: string, { symbols }: Claim): string | undefined {
  const known = Object.keys(symbols);
  const name = [...expression(source).symbols].find((each) => !known.includes(each) && !CONSTANTS.has(each));
  if (name === undefined) return undefined;
  const [near] = nearest(name, known);
  const hint = near === undefined ? `the symbols are ${known.join(', ') || 'none'}` : `did you mean "${near}"?`;
  return `the formula "${source}" names "${name}", which is no symbol of the claim; ${hint}`;
}

/** @throws Slip one sentence that names the part, control, dial or column and what is wrong with its formula */
export async function formulas(claim: Claim): Promise<void> {
  const used = new Set<string>();
  const tex = texOf(claim);
  for (const { place, source, fault } of written(claim)) {
    const long = tooLong(source);
    if (long !== undefined) refuse(`${place}: ${long}`);
    let set: string;
    let why: string | undefined;
    try {
      why = fault(source) ?? unmeasured(source, claim);
      set = typeset(source, tex);
    } catch (error) {
      if (error instanceof RangeError)
        return refuse(
          `${place}: the formula "${source.slice(0, 60)}..." is nested too deeply; measure parts of it as symbols`,
        );
      return refuse(`${place}: ${inShort(error instanceof Error ? error.message : String(error))}`);
    }
    if (why !== undefined) refuse(`${place}: ${why}`);
    for (const name of expression(source).symbols) used.add(name);
    const { default: katex } = await import('katex');
    try {
      katex.renderToString(set, { output: 'mathml', throwOnError: true, strict: 'ignore' });
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/^KaTeX parse error: /, '') : String(error);
      refuse(`${place}: tex cannot be set: ${why}`);
    }
  }
  const idle = Object.keys(claim.symbols).find((name) => !used.has(name));
  if (idle !== undefined) refuse(`symbol "${idle}" is named by no formula; take it out, or name it`);
}
