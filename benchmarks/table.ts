/** results.json as a page. */
import type { Results } from './run.js';

const speed = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toPrecision(3)}M`
    : value >= 1e3
      ? `${(value / 1e3).toPrecision(3)}k`
      : value.toPrecision(3);

export function table({ date, machine, rounds, training, suite }: Results): string {
  const contenders = [...new Set(Object.values(training).flatMap((rows) => rows.map(({ contender }) => contender)))];
  const whole = Object.entries(suite);
  const load = (machine['load'] as number[]).join(', ');
  const lines = [
    '# Benchmarks',
    '',
    `${date}, ${machine['cpu']}, ${machine['cores']} cores, Node ${machine['node']}, gcc ${machine['gcc']}, numpy ${machine['numpy']},`,
    `PyTorch ${machine['torch']}, JAX ${machine['jax']}; float64 (tfjs: float32), one thread. Load averages of the machine at the start: ${load}.`,
    '',
    `Steps per second (median of ${rounds} interleaved rounds), and in parentheses the ratio to strict C (to numpy where there`,
    'is no C): median of the ratios within rounds; ratio of the best rounds. A step of `ridge` and `eigenvectors` is one path and',
    'one decomposition. All contenders of a case agree on the loss after the first 100 steps (networks: 20; eigenvalues and norms: 2).',
    '',
    `| | ${contenders.join(' | ')} |`,
    `|---|${contenders.map(() => '---|').join('')}`,
    ...Object.entries(training).map(([name, rows]) => {
      const cells = contenders.map((contender) => {
        const row = rows.find((each) => each.contender === contender);
        return row ? `${speed(row.median)} (${row.ratio.toPrecision(2)}; ${row.bestRatio.toPrecision(2)})` : '–';
      });
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
    '',
    ...((machine['load'] as number[])[0]! > (machine['cores'] as number)
      ? [
          'The machine was busy: ratios can be trusted, speeds, the seconds below and the scaling over workers cannot.',
          '',
        ]
      : []),
    ...(whole.length === 0
      ? ['Whole runs were not timed.']
      : [
          '| whole runs | |',
          '|---|---|',
          ...whole.map(
            ([name, value]) => `| ${name} | ${typeof value === 'number' ? Number(value.toPrecision(3)) : value} |`,
          ),
        ]),
    '',
  ];
  return lines.join('\n');
}
