/** The parts of a claim: what was checked, by which criterion, what that came to, and the numbers behind it. */
import type { ArmReport, ClaimReport, PartReport } from '../../engine/report.js';
import { lawOf } from '../../statistics/criterion.js';
import { unsettled } from '../../statistics/sentence.js';
import type { Summary } from '../../statistics/recorded.js';
import { folded, numbers, said, strong, table, type Block, type Formula, type Phrase, type Text } from '../block.js';
import { percent, typeset } from '../number.js';
import { capEffect, criterion } from '../sentences.js';

/** The claim itself among its arms. */
const itself = ({ arms }: ClaimReport): ArmReport | undefined => arms.find(({ role }) => role === 'claim');

export const formulaOf = ({ tex, source = '' }: { readonly tex?: string; readonly source?: string }): Formula =>
  tex === undefined ? { code: source } : { tex };

/** How well the check can see, where the law knows. */
function sight({ power, law }: Summary): string {
  if (!power) return '';
  const { holds90, fails90 } = power;
  const share = lawOf({ law }).exact ? 'share of tasks that satisfy it' : 'true share';
  const up =
    holds90 === null
      ? 'It can certify no share with probability 90%'
      : `It certifies with probability 90% where the ${share} is at least ${percent(holds90)}`;
  const down = fails90 === null ? '' : `, and refutes with that probability where it is at most ${percent(fails90)}`;
  return ` ${up}${down}.`;
}

type Side = NonNullable<PartReport['sides']>[number]['left'];

/** What always is the same is said by itself. */
function spread({ mean, low, high, least, most, error }: Side): string {
  if (least === most) return `${typeset(mean, 4)} on every task`;
  const within = `${typeset(mean, 4)} [${typeset(low, 4)}, ${typeset(high, 4)}], from ${typeset(least)} to ${typeset(most)}`;
  return error > 0 ? `${within}, each up to an error of at most ${typeset(error)}` : within;
}

/** The two sides of each relation over the tasks of the claim itself; of several each with what it relates. */
const related = ({ sides = [] }: PartReport): Text[] =>
  sides.map(({ tasks, left, right }): Text => {
    const [one, other] = sides.length === 1 ? ['The left side', 'the right'] : [{ tex: left.tex }, { tex: right.tex }];
    return [one!, ` is ${spread(left)}; `, other!, ` is ${spread(right)} (means of ${tasks} tasks, 98% intervals).`];
  });

/** Which of the runs or numbers count. */
function whose({ accept, of = [], over }: PartReport): Text[] {
  const numbers =
    over === undefined ? '' : ` and each of ${typeof over === 'string' ? over : over.map(String).join(', ')}`;
  if (of.length > 1) return [`Of each of ${of.join(', ')}${numbers}${lawOf(accept).mean ? '' : '; the worst counts'}.`];
  return of.length === 1 ? [`Of the run ${of[0]!}${numbers}.`] : [];
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const formulas = (claim: ClaimReport): Block[] =>
  Object.entries(claim.parts).map(([name, part]) => {
    const judged = itself(claim)?.parts[name]?.evidence;
    const cap = capEffect(part);
    const head: Phrase[] = [strong(said(name)), ` (${criterion(part.accept)}).`];
    const caption: Text[] = [
      part.given ? [...head, ' Given that ', said(part.given), '.'] : head,
      ...(judged ? [[said(upper(judged.because)), `.${sight(judged)}`]] : []),
      ...whose(part).map((text) => said(text as string)),
      ...related(part),
      ...(cap ? [cap] : []),
    ];
    return { is: 'formula', formula: formulaOf(part), caption };
  });

export function estimates(claim: ClaimReport): Block[] {
  const all = Object.entries(itself(claim)?.parts ?? {});
  if (all.length === 0) return [];
  const rows = all.flatMap(([part, { evidence: e }]) =>
    e.quantities.map((quantity): Text[] => [
      said(part),
      quantity.name,
      quantity.estimate === null ? '–' : typeset(quantity.estimate),
      `[${typeset(quantity.interval[0])}, ${typeset(quantity.interval[1])}]`,
      `${e.n} of ${e.budget}`,
      e.logE.holds === null ? '–' : typeset(e.logE.holds),
      unsettled(e) || 'none',
      e.estimand,
    ]),
  );
  const at = percent(1 - 2 * all[0]![1].evidence.alpha);
  return [
    folded(
      'Estimates, intervals and e-values',
      table(
        [
          'Part',
          'Quantity',
          numbers('Estimate'),
          numbers(`Interval (${at}, at every n)`),
          numbers('Tasks'),
          numbers('log e-value'),
          'Not settled',
          'What is estimated',
        ],
        rows,
      ),
    ),
  ];
}
