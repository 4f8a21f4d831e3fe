/** A comparison whose later run left no report: what it found is in the errors of tests, and a run finds it again. */
import { against } from './against.js';
import type { Compared, ComparedClaim } from './compared.js';

/**
 * @param command what runs the claim again, and compares it
 * @returns why the claim is worse than in the baseline, or nobody can tell, line by line; nothing where neither is so
 */
export function whyNot(claim: ComparedClaim, all: Compared, command: string): string[] {
  if (claim.weight === 'fine') return [];
  const counterexample = claim.replay.counterexample && command;
  const lines = against({ ...claim, replay: { ...claim.replay, head: null, counterexample } }, all);
  // What is gone cannot be run.
  if (claim.change === 'removed') return lines;
  return lines.some((text) => text.includes(command)) ? lines : [...lines, `# to see more\n${command}`];
}
