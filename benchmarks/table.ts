/** results.json as a page. */
import type { Results, Setting } from './run.js';

const speed = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toPrecision(3)}M`
    : value >= 1e3
      ? `${(value / 1e3).toPrecision(3)}k`
      : value.toPrecision(3);

function place({ date, machine, load }: Setting): string[] {
  const versions = Object.entries(machine).flatMap(([name, value]) =>
    name === 'cpu' || name === 'cores' ? [] : [`${name} ${value}`],
  );
  return [
    `${date}, ${machine['cpu']}, ${machine['cores']} cores; ${versions.join(', ')}.`,
    `Load averages of the machine at the start: ${load.join(', ')}.`,
    ...(load[0]! > Number(machine['cores'])
      ? ['The machine was busy: ratios can be trusted, speeds, seconds and the scaling over workers cannot.']
      : []),
  ];
}

function training(measured: NonNullable<Results['training']>): string[] {
  const rows = Object.entries(measured.cases);
  const contenders = [...new Set(rows.flatMap(([, of]) => of.map(({ contender }) => contender)))];
  return [
    '## Training and linear algebra',
    '',
    ...place(measured),
    'All in float64 (tfjs: float32), on one thread.',
    '',
    `Steps per second (median of ${measured.rounds} interleaved rounds), and in parentheses the ratio to strict C (to numpy where`,
    'there is no C): median of the ratios within rounds; ratio of the best rounds. A step of `ridge` and `eigenvectors` is one',
    'path and one decomposition. All contenders of a case agree on the loss after the first 100 steps (networks: 20;',
    'eigenvalues and norms: 2).',
    '',
    `| | ${contenders.join(' | ')} |`,
    `|---|${contenders.map(() => '---|').join('')}`,
    ...rows.map(([name, of]) => {
      const cells = contenders.map((contender) => {
        const row = of.find((each) => each.contender === contender);
        return row ? `${speed(row.median)} (${row.ratio.toPrecision(2)}; ${row.bestRatio.toPrecision(2)})` : '–';
      });
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
    '',
  ];
}

const runs = (measured: NonNullable<Results['runs']>): string[] => [
  '## Whole runs',
  '',
  ...place(measured),
  '',
  '| | |',
  '|---|---|',
  ...Object.entries(measured.figures).map(
    ([name, value]) => `| ${name} | ${typeof value === 'number' ? Number(value.toPrecision(3)) : value} |`,
  ),
  '',
];

export const table = (results: Results): string =>
  [
    '# Benchmarks',
    '',
    ...(results.training ? training(results.training) : []),
    ...(results.runs ? runs(results.runs) : []),
  ].join('\n');
