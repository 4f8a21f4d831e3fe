/** What an arm costs before anything is trained. */
import { isListed } from '../statistics/criterion.js';
import { ALPHA, failShare, type Level } from '../statistics/levels.js';
import { expectedTrials } from '../statistics/plan.js';
import type { Arm } from './arm.js';
import { TRAININGS } from './climb.js';
import { budget } from './fold.js';

/** Trainings where all is as it is expected: exact for yes/no laws, for means as if tasks did not differ. */
export function expectedOf(arm: Arm, level: Level): number {
  const { role, claim, control, parts } = arm;
  if (role === 'dial' || role === 'cap') return budget(arm, level);
  if (role === 'adversary') return budget(arm, level) * TRAININGS;
  const alpha = ALPHA[level];
  const falsehood = role === 'mustFail';
  const share = failShare(
    alpha,
    Object.values(claim.parts).map(({ accept }) => accept),
  );
  const each = parts.map((name) => {
    const { accept } = claim.parts[name]!;
    const most = isListed(accept) ? claim.forAll.list?.length : control?.budget;
    const expected = falsehood ? control?.expected : undefined;
    return expectedTrials(accept, {
      role: falsehood ? role : 'claim',
      level,
      failAlpha: falsehood ? alpha : share,
      ...(most !== undefined && { budget: most }),
      ...(expected !== undefined && { expected }),
      ...(falsehood && control?.seldom && { breaks: control.seldom.share }),
    });
  });
  return Math.max(arm.leastTrials ?? 0, ...each);
}
