/**
 * The formulas of a claim, read when it is loaded: each must parse, stand under a law that can judge it, and have TeX that a
 * page can set. So a misspelt function costs one sentence and no training, and no other claim.
 */
import type { Claim } from '../claim.js';
import { turn } from '../form/claim.js';
import { refuse } from '../form/field.js';
import { undrawn, mispaired, untabulated } from '../statistics/pairing.js';
import { typeset } from './typeset.js';

interface Written {
  readonly place: string;
  readonly source: string;
  /** @returns what is wrong with it where it stands */
  readonly fault: (source: string) => string | undefined;
  readonly tex?: Readonly<Record<string, string>> | undefined;
}

function* written({ parts, controls, dial, table }: Claim): Generator<Written> {
  const under =
    (part: string) =>
    (source: string): string | undefined =>
      mispaired(source, parts[part]!.accept.law);
  const [first] = Object.keys(parts);
  for (const [name, { holds: source, tex }] of Object.entries(parts))
    yield { place: `part "${name}"`, source, tex, fault: under(name) };
  const { mustFail, mustHold = {} } = controls;
  for (const [name, { holds: source, breaks }] of Object.entries(mustFail))
    if (source !== undefined) yield { place: `control "${name}"`, source, fault: under(breaks) };
  for (const [name, { holds: source }] of Object.entries(mustHold))
    if (source !== undefined) yield { place: `control "${name}"`, source, fault: under(first!) };
  if (dial) {
    yield { place: 'dial: measured', source: dial.measured.value, tex: dial.measured.tex, fault: undrawn };
    if (dial.curve) yield { place: 'dial: curve', source: dial.curve.value, tex: dial.curve.tex, fault: undrawn };
    for (const value of dial.grid) {
      const { holds: source } = turn(dial, value);
      if (source !== undefined) yield { place: `dial at ${value}`, source, fault: under(dial.part ?? first!) };
    }
  }
  for (const [head, source] of Object.entries(table?.columns ?? {}))
    yield { place: `table: column "${head}"`, source, tex: table!.tex, fault: untabulated };
}

/** @throws Slip one sentence that names the part, control, dial or column and what is wrong with its formula */
export async function formulas(claim: Claim): Promise<void> {
  for (const { place, source, tex, fault } of written(claim)) {
    let set: string;
    let why: string | undefined;
    try {
      why = fault(source);
      set = typeset(source, tex);
    } catch (error) {
      return refuse(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (why !== undefined) refuse(`${place}: ${why}`);
    if (tex === undefined) continue;
    const { default: katex } = await import('katex');
    try {
      katex.renderToString(set, { output: 'mathml', throwOnError: true, strict: 'ignore' });
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/^KaTeX parse error: /, '') : String(error);
      refuse(`${place}: tex cannot be set: ${why}`);
    }
  }
}
