/** results.json as a page. */
import { median } from './median.js';
import type { Results, Setting } from './run.js';
import type { Row } from './training.js';

const short = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toPrecision(3)}M`
    : value >= 1e3
      ? `${(value / 1e3).toPrecision(3)}k`
      : value.toPrecision(3);

const rounded = (value: number, digits = 2): string => String(Number(value.toPrecision(digits)));
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const head = (cells: readonly string[]) => [line(cells), `|${cells.map(() => '---|').join('')}`];

function place({ date, machine, load, commit, before }: Setting): string[] {
  const versions = Object.entries(machine).flatMap(([name, value]) =>
    name === 'cpu' || name === 'cores' ? [] : [`${name} ${value}`],
  );
  return [
    `${date}, ${machine['cpu']}, ${machine['cores']} cores; ${versions.join(', ')}.`,
    `Commit ${commit}${before ? `, before: ${before}` : ''}.`,
    `Load averages of the machine at the start: ${load.join(', ')}.`,
    ...(load[0]! > 0.5
      ? ['The machine was busy: ratios of processor time can be trusted, speeds, seconds and the scaling cannot.']
      : []),
  ];
}

/** What of a build is compared, in the order of its names. */
const OURS = ['wasm', 'native'];

function training(measured: NonNullable<Results['training']>): string[] {
  const rows = Object.entries(measured.cases);
  const contenders = [...new Set(rows.flatMap(([, of]) => of.map(({ contender }) => contender)))];
  const ours = OURS.filter((kind) => contenders.includes(kind));
  const others = contenders.filter((name) => !ours.includes(name));
  const said = ours.join(' / ');
  return [
    '## Training and linear algebra',
    '',
    ...place(measured),
    'All in float64 (tfjs: float32), on one thread.',
    '',
    `Steps per processor second of claimcheck (${said}), and how many times as fast that is as each of the others: medians of`,
    `${measured.rounds} interleaved rounds. A step of \`ridge\` and \`eigenvectors\` is one path and one decomposition. All agree on the loss`,
    'after the first 100 steps (networks: 20; eigenvalues and norms: 2).',
    '',
    ...head(['', said, ...others]),
    ...rows.map(([name, of]) => {
      const find = (contender: string): Row | undefined => of.find((each) => each.contender === contender);
      const each = (cell: (mine: Row) => string) =>
        ours
          .map((kind) => find(kind))
          .map((mine) => (mine ? cell(mine) : '–'))
          .join(' / ');
      const against = (other: Row) =>
        each(({ speeds }) => rounded(median(speeds.map((speed, round) => speed / other.speeds[round]!))));
      const cells = others.map((other) => find(other)).map((other) => (other ? against(other) : '–'));
      return line([name, each(({ speeds }) => short(median(speeds))), ...cells]);
    }),
    '',
  ];
}

const number = (value: number | string) => (typeof value === 'number' ? rounded(value, 3) : value);

const runs = (measured: NonNullable<Results['runs']>): string[] => [
  '## Whole runs',
  '',
  ...place(measured),
  '',
  ...head(['', 'now', 'ratio to before']),
  ...measured.figures.map(({ name, now, ratio }) =>
    line([name, number(now), ratio === undefined ? '' : number(ratio)]),
  ),
  '',
];

function job(measured: NonNullable<Results['job']>): string[] {
  const cell = (value: number | undefined, digits = 2) =>
    value === undefined ? 'not measured' : rounded(value, digits);
  return [
    '## The job itself',
    '',
    ...place(measured),
    '',
    'A claim as a command from cold (level standard, two workers, no dials), and the same trainings, oracles and verdict as a program in',
    'JAX and in numpy (`peers/job/`), from cold as well: seconds of the peer over ours (above 1: we are faster), medians of',
    `${measured.rounds} rounds in turn. Then processor seconds of the peer over ours, here and at ten times the tasks. The last columns are the`,
    'largest difference of a margin on the same tasks, relative where margins are above 1.',
    '',
    ...head([
      '',
      'ours (s)',
      'JAX',
      'numpy',
      'ours (CPU s)',
      'outside trials',
      'JAX',
      'numpy',
      'tenfold (CPU s)',
      'JAX',
      'numpy',
      'over before: wall',
      'CPU',
      'margins: JAX',
      'numpy',
    ]),
    ...measured.claims.map(({ claim, seconds, cpu, outside, tenfold, before, peers: { jax, numpy } }) =>
      line([
        claim,
        ...[seconds, jax?.wall, numpy?.wall].map((value) => cell(value)),
        ...[cpu, outside, jax?.cpu, numpy?.cpu].map((value) => cell(value)),
        ...[tenfold, jax?.tenfold, numpy?.tenfold].map((value) => cell(value)),
        ...[before?.wall, before?.cpu].map((value) => cell(value)),
        ...[jax?.margins, numpy?.margins].map((value) => cell(value, 1)),
      ]),
    ),
    '',
  ];
}

/** Numbers of tenths, or of some of them. */
const tenths = (of: readonly number[]) => [0, 2, 4, 6, 8, 9].map((k) => (of[k] ? String(Math.round(of[k])) : '–'));

const faster = (what: string, rows: NonNullable<Results['scale']>['scaled']) =>
  rows.map(({ workers, seconds, faster: times, trials }) =>
    line([`${what}: ${workers}`, rounded(seconds, 3), rounded(times), short(trials / seconds)]),
  );

const scale = ({ grown, coordinated, scaled, queued, idle, laws, ...at }: NonNullable<Results['scale']>): string[] => [
  '## Very many trials',
  '',
  ...place(at),
  '',
  'Runs of trials that train nothing, by two workers, as a command from cold with its page: megabytes that were resident when a tenth,',
  'three tenths and so on of the trials were in the journal, and at most (in the end the report is made).',
  '',
  ...head([
    'trials',
    'seconds',
    'per second',
    '10%',
    '30%',
    '50%',
    '70%',
    '90%',
    '100%',
    'most',
    'journal (MB)',
    'report (MB)',
  ]),
  ...grown.map(({ trials, seconds, tenths: held, most, journal, report }) =>
    line([
      ...[short(trials), rounded(seconds, 3), short(trials / seconds)],
      ...[...tenths(held), String(Math.round(most)), rounded(journal, 3), rounded(report, 3)],
    ]),
  ),
  '',
  'The coordinator alone, in one process, with simulated workers who answer after the time that their trials take and 5 ms: batches come',
  'as text and go into a journal. Wasted are trials of arms that had stopped when they came.',
  '',
  ...head([
    ...[
      'workers',
      'ms a trial',
      'trials',
      'per second',
      'of what they can (%)',
      'CPU us a trial',
      'trials a batch',
      'wasted',
    ],
    ...['10%', '30%', '50%', '70%', '90%', '100%'],
  ]),
  ...coordinated.map(({ workers, ms, trials, seconds, cpu, batches, wasted, tenths: held }) =>
    line([
      ...[short(workers), String(ms), short(trials), short(trials / seconds)],
      ms === 0 ? '–' : rounded((100 * trials * ms) / (1000 * seconds * workers)),
      ...[rounded((1e6 * cpu) / trials), rounded(trials / batches), String(wasted), ...tenths(held)],
    ]),
  ),
  '',
  'Workers over one, wall time of the run without loading; medians of',
  `${at.rounds} rounds in turn. On a queue each worker is a process of one thread, beside its Redis and the run on this machine.`,
  '',
  ...head(['workers', 'seconds', 'times as fast as one', 'trials per second']),
  ...faster('threads, trials of some tens of milliseconds', scaled),
  ...faster('on a queue, trials of some tens of milliseconds', queued ?? []),
  ...faster('on a queue, trials that train nothing', idle ?? []),
  '',
  'A law about a share, on its boundary, where nothing but the budget ends it.',
  '',
  ...head(['budget', 'before the first trial (s)', 'us a trial, with the summary']),
  ...laws.map(({ budget, seconds, each }) => line([short(budget), rounded(seconds), rounded(each)])),
  '',
];

export const table = (results: Results): string =>
  [
    '# Benchmarks',
    '',
    ...(results.training ? training(results.training) : []),
    ...(results.runs ? runs(results.runs) : []),
    ...(results.job ? job(results.job) : []),
    ...(results.scale ? scale(results.scale) : []),
  ].join('\n');
