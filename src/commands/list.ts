/** The claims: what each is about, by what it is accepted, what it costs. */
import type { Claim } from '../claim.js';
import { adversaryArms, verdictArms } from '../engine/arm.js';
import { TRAININGS } from '../engine/climb.js';
import { budget } from '../engine/fold.js';
import { colorsFor } from '../reporting/colors.js';
import { criteria } from '../reporting/sentences.js';
import { isListed } from '../statistics/criterion.js';
import { ALPHA, budgetOf, failShare, type Level } from '../statistics/levels.js';
import { expectedTrials } from '../statistics/plan.js';
import { choose } from './choose.js';

/** Trials at most, controls included; a control that is refuted early costs a fraction of its budget. */
export function cost(claim: Claim, level: Level): number {
  const parts = Object.values(claim.parts);
  const most = (names?: readonly string[]) =>
    claim.forAll.list?.length ??
    Math.max(...(names ? names.map((name) => claim.parts[name]!) : parts).map(({ accept }) => budgetOf(accept)[level]));
  return verdictArms(claim).reduce((sum, arm) => sum + (arm.control?.budget?.[level] ?? most(arm.parts)), 0);
}

/** Trainings of the adversary at most; where they are dear it takes fewer. */
export const searching = (claim: Claim, level: Level): number =>
  adversaryArms(claim).reduce((sum, arm) => sum + budget(arm, level) * TRAININGS, 0);

/** Trials where all is as it is expected: exact for yes/no laws, for means as if tasks did not differ. */
export function expectedCost(claim: Claim, level: Level): number {
  const alpha = ALPHA[level];
  const share = failShare(
    alpha,
    Object.values(claim.parts).map(({ accept }) => accept),
  );
  return verdictArms(claim).reduce((sum, { role, control, parts }) => {
    const falsehood = role === 'mustFail';
    const each = parts.map((name) => {
      const { accept } = claim.parts[name]!;
      const budget = isListed(accept) ? claim.forAll.list?.length : control?.budget;
      const expected = falsehood ? control?.expected : undefined;
      return expectedTrials(accept, {
        role: falsehood ? role : 'claim',
        level,
        failAlpha: falsehood ? alpha : share,
        ...(budget !== undefined && { budget }),
        ...(expected !== undefined && { expected }),
        ...(falsehood && control?.seldom && { breaks: control.seldom.share }),
      });
    });
    return sum + Math.max(...each);
  }, 0);
}

/** @returns the exit code */
export async function list({ claims: folder }: { readonly claims?: string }): Promise<number> {
  const { found, broken } = await choose([], folder, { formulas: false });
  const c = colorsFor(process.stdout);
  const adversary = (claim: Claim) => {
    const most = searching(claim, 'standard');
    return most === 0 ? '' : `, adversary <= ${most}`;
  };
  const rows = found.map(({ id, claim }) => [
    id,
    claim.talk.join(' ') || '-',
    claim.finding ? `${claim.marking}, finding` : claim.marking,
    criteria(claim),
    `about ${Math.round(expectedCost(claim, 'standard'))}, <= ${cost(claim, 'standard')} trials${adversary(claim)}`,
    claim.title,
  ]);
  const head = ['claim', 'talk', 'marking', 'criterion', 'cost at standard', 'title'];
  const widths = head.map((name, k) => Math.max(name.length, ...rows.map((row) => row[k]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => cell.padEnd(widths[k]!))
      .join('  ')
      .trimEnd();
  const lines = [c.dim(line(head)), ...rows.map((row) => line(row))];
  for (const { id, file, why } of broken) lines.push(c.red(`${id}: ${file} ${why}`));
  process.stdout.write(`${lines.join('\n')}\n`);
  return broken.length > 0 ? 3 : 0;
}
