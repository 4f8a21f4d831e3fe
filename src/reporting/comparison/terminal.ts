/** A comparison on a terminal: a line for each claim, what is worse or lost with its task, and what to do next. */
import type { Weight } from '../../engine/transition.js';
import type { Colors } from '../colors.js';
import type { Compared, ComparedClaim } from './compared.js';
import { conclusion, shared, summary } from './sentences.js';
import { shown } from './shown.js';

export function comparedTerminal(all: Compared, c: Colors): string {
  const { claims, notes } = all;
  const paint: Readonly<Record<Weight, (text: string) => string>> = {
    worse: c.red,
    lost: c.red,
    open: c.yellow,
    fine: (text) => text,
  };
  const together = shared(all);
  const width = (of: (each: ComparedClaim) => string) => Math.max(0, ...claims.map((each) => of(each).length));
  const [ids, words] = [width(({ id }) => id), width(({ word }) => word)];
  const out = [...notes, ...[...together].map(([sentence, count]) => `${count} claims: ${sentence}`)];
  if (out.length > 0) out.push('');
  for (const claim of claims) {
    const { id, word, weight, sentences } = claim;
    const color =
      word === 'identical' ? c.dim : word === 'changed better' && weight === 'fine' ? c.green : paint[weight];
    out.push(`${id.padEnd(ids)}  ${color(word.padEnd(words))}  ${summary(claim).join('; ')}`);
    for (const sentence of sentences) if (!together.has(sentence)) out.push(`  ${sentence}`);
    for (const { sentence, task, commands } of shown(claim, all)) {
      out.push(`  ${sentence}`);
      if (task) out.push(...task.split('\n').map((line) => c.dim(`    ${line}`)));
      for (const { label, command } of commands) out.push(`    ${label}: ${command}`);
    }
  }
  const [counted, ...rest] = conclusion(all);
  return [...out, ...(claims.length > 0 ? [''] : []), counted, ...rest].join('\n');
}
