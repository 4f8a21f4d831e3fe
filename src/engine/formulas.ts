/**
 * The formulas of a claim, read when it is loaded: each must parse, and its TeX must be what a page can set. So a misspelt
 * function costs one sentence and no training, and no other claim.
 */
import type { Claim } from '../claim.js';
import { turn } from '../form/claim.js';
import { refuse } from '../form/field.js';
import { expression } from '../numerics/expression.js';
import { typeset } from './typeset.js';

interface Written {
  readonly place: string;
  readonly source: string;
  readonly tex?: Readonly<Record<string, string>> | undefined;
}

function* written({ parts, controls, dial, table }: Claim): Generator<Written> {
  for (const [name, { holds: source, tex }] of Object.entries(parts)) yield { place: `part "${name}"`, source, tex };
  const { mustFail, mustHold = {} } = controls;
  for (const [name, { holds: source }] of [...Object.entries(mustFail), ...Object.entries(mustHold)])
    if (source !== undefined) yield { place: `control "${name}"`, source };
  if (dial) {
    yield { place: 'dial: measured', source: dial.measured.value, tex: dial.measured.tex };
    if (dial.curve) yield { place: 'dial: curve', source: dial.curve.value, tex: dial.curve.tex };
    for (const value of dial.grid) {
      const { holds: source } = turn(dial, value);
      if (source !== undefined) yield { place: `dial at ${value}`, source };
    }
  }
  for (const [head, source] of Object.entries(table?.columns ?? {}))
    yield { place: `table: column "${head}"`, source, tex: table!.tex };
}

/** @throws Slip one sentence that names the part, control, dial or column and what is wrong with its formula */
export async function formulas(claim: Claim): Promise<void> {
  for (const { place, source, tex } of written(claim)) {
    let set: string;
    try {
      expression(source);
      set = typeset(source, tex);
    } catch (error) {
      return refuse(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
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
