/** Numbers that papers print, with the same numbers here. */
import type { ClaimReport } from '../../engine/report.js';
import { cite, type Bibliography } from '../bibliography.js';
import { heading, numbers, paragraph, said, section, table, type Block, type Phrase, type Text } from '../block.js';
import { typeset } from '../number.js';
import { beside, UNMEASURED, type Beside, type Estimate } from '../printed.js';

const exponent = (x: number) => Number(x.toExponential().split('e')[1]);

/** To two digits of the half of its interval, and no more than six; what does not vary stands alone. */
function shown({ mean, low, high }: Estimate): string {
  const half = (high - low) / 2;
  if (half <= 1e-9 * Math.abs(mean)) return typeset(mean, 6);
  const digits = (x: number) => typeset(x, Math.min(6, Math.max(1, exponent(x) - exponent(half) + 2)));
  return `${digits(mean)} [${digits(low)}, ${digits(high)}]`;
}

const whose = ({ by }: Beside): Phrase[] => [{ to: by.id }, ...(by.verdict === 'holds' ? [] : [`, ${by.verdict}`])];

/** Nothing where the report has none of them. */
export function printed(claims: readonly ClaimReport[], works: Bibliography): Block[] {
  const rows = beside(claims).map((row): Text[] => [
    [
      typeof row.printed === 'string' ? said(row.printed) : row.printed,
      `: ${cite(row.source, works)}, ${row.where}; ${row.how}`,
    ],
    row.stated === undefined ? '–' : typeset(row.stated, 6),
    shown(row.found),
    row.ratio === undefined ? '–' : typeset(row.ratio.mean, 4),
    [
      said(row.is),
      ' (',
      ...whose(row),
      ')',
      ...(row.differs === undefined ? [] : ['. Its setting: ', said(row.differs)]),
    ],
  ]);
  if (rows.length === 0) return [];
  return [
    section(
      'table',
      [
        heading(2, 'Printed beside here'),
        table(
          [
            { head: 'Printed, where, and how it was seen', wide: true },
            numbers('It says'),
            numbers('Here'),
            numbers('Here / it says'),
            { head: 'What it is here, and whose', wide: true },
          ],
          rows,
        ),
        {
          is: 'paragraph',
          text:
            'Means over tasks with 98% intervals, by the claim that is named. Seen: in a public copy of the work, its abstract ' +
            "or its authors' code, or where it says by what else. From memory: not seen. A formula is evaluated on the tasks of the " +
            'claim; 1 where what is measured is divided by it.',
          as: 'aside',
        },
        paragraph('Printed, and measured by no claim: ', said(UNMEASURED.join('; ')), '.'),
      ],
      'printed',
    ),
  ];
}
