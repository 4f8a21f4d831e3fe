/** The controls of a claim, and what else is known of how well its check can see. */
import type { ArmReport, ClaimReport, Report } from '../../engine/report.js';
import { heading, numbers, paragraph, said, sentence, table, type Block, type Text, type Tone } from '../block.js';
import { asExpected, broken, caught, label, outcome, reason, searched } from '../sentences.js';
import { draws } from '../suite.js';

const TONE = new Map<boolean | undefined, Tone>([
  [true, 'good'],
  [false, 'bad'],
]);

/** What decided, each sentence once. */
const decided = ({ parts, breaks }: ArmReport): string =>
  [
    ...new Set(
      Object.entries(parts).flatMap(([name, { evidence }]) =>
        breaks === undefined || name === breaks ? [evidence.because] : [],
      ),
    ),
  ].join('; ');

function listed(title: string, arms: readonly ArmReport[]): Block[] {
  if (arms.length === 0) return [];
  const rows = arms.map((arm): Text[] => [
    said(label(arm)),
    said(arm.replaces ?? ''),
    said(reason(arm)),
    said(arm.role === 'mustFail' ? `breaks “${arm.breaks ?? ''}”` : 'changes nothing'),
    { badge: outcome(arm), tone: TONE.get(asExpected(arm)) ?? 'doubt' },
    String(arm.trials),
    broken(arm),
    decided(arm),
  ]);
  return [
    heading(3, title),
    table(
      [
        'Control',
        { head: 'Replaces', wide: true },
        { head: 'Why', wide: true },
        'Expected',
        'Outcome',
        numbers('Tasks'),
        'Broken',
        { head: 'Evidence', wide: true },
      ],
      rows,
    ),
  ];
}

export function seeing(claim: ClaimReport, report: Report): Block[] {
  const of = (role: ArmReport['role']) => claim.arms.filter((arm) => arm.role === role);
  return [
    ...listed('Controls that must fail', of('mustFail')),
    ...listed('Variants that must not matter', of('mustHold')),
    ...sentence(searched(claim)),
    paragraph(caught(claim, report)),
    ...sentence(draws(claim, report)),
  ];
}
