/** Reports made of synthetic outcomes by the real judge: one claim per verdict, with everything a report may hold. */
import { always, forMost, onAverage } from '../../src/criteria.js';
import type { Criterion } from '../../src/claim.js';
import type { ArmReport, ClaimReport, Report, TrialOutcome, Verdict } from '../../src/engine/report.js';
import { suite } from '../../src/engine/suite.js';
import { reportId } from '../../src/reporting/id.js';
import { evidence } from '../../src/statistics/evidence.js';
import { ALPHA } from '../../src/statistics/levels.js';
import type { Role } from '../../src/statistics/outcome.js';

const sha = (letter: string) => letter.repeat(64);

function arm(name: string, role: Role, accept: Criterion, slack: (i: number) => number): ArmReport {
  const judge = evidence(accept, { role, level: 'standard' });
  const outcomes: TrialOutcome[] = [];
  while (judge.decision === 'continue') {
    const margins = [{ slack: slack(outcomes.length), error: 1e-9 }];
    judge.add({ state: 'finished', margins });
    outcomes.push({ digest: 'd'.repeat(32), parts: { 'the part': margins } });
  }
  const i = outcomes.length;
  return {
    name,
    role,
    ...(role !== 'claim' && { because: `because of ${name}`, replaces: 'alpha = 1 (was 0.001)' }),
    ...(role === 'mustFail' && { breaks: 'the part' }),
    parts: { 'the part': { decision: judge.decision, evidence: judge.summary() } },
    trials: i,
    steps: 100 * i,
    digest: sha('a'),
    ...(role === 'claim' && { outcomes }),
  };
}

export function claimReport(
  id: string,
  verdict: Verdict,
  accept: Criterion,
  slack: (i: number) => number,
): ClaimReport {
  const judged = verdict !== 'error' && verdict !== 'not applicable';
  return {
    id,
    digest: sha('b'),
    words: sha('e'),
    title: `The claim ${id} about Q_alpha`,
    statement: 'For every task <b>X & y</b>, alpha^2 <= 1e-6.',
    talk: ['T7', 'T11'],
    marking: 'says',
    finding: id === 'finding',
    sources: [{ key: 'woodworth2020kernel', where: 'Theorem 1' }],
    scope: 'Nothing else.',
    premises: { 'alpha is small': { how: 'by construction', control: 'large' }, 'X has full rank': { how: 'assumed' } },
    population: {
      name: 'regression',
      version: 1,
      about: 'X: n x d with orthogonal rows, n uniform in 2..7 and d in 3n..4n; labels of length 1.',
      example: 'X 3 x 9, y 3',
    },
    runs: {
      small: { model: 'diagonal-network', rule: { alpha: 1e-3, budget: 200 }, varies: [] },
      tuned: { model: 'ridge', rule: { penalty: 0.25 }, varies: ['penalty'], sees: 'X 2 x 9, y 2', times: 3 },
    },
    symbols: {
      a: { tex: '\\lVert\\hat\\beta\\rVert_1', is: '({ run }) => norm1(run.beta)' },
      b: { tex: 'b', is: '({ theory }) => theory.least.norm' },
    },
    theory: { least: { oracle: 'least L1', asked: '({ task, run }) => ({ ...task, alpha: run.u[0] })' } },
    models: [{ name: 'diagonal-network', digest: sha('c') }],
    oracles: ['least L1'],
    seed: '12345',
    verdict,
    because: verdict === 'holds' ? [] : [`because ${verdict} is what it is`],
    parts: {
      'the part': {
        accept,
        source: 'a <= b',
        tex: '\\frac{a}{b}\\leq 1',
        given: 'the run converged',
        of: ['small', 'tuned'],
        sides: [
          {
            relation: '<=',
            tasks: 20,
            left: { source: 'a', tex: 'a', mean: 0.5, low: 0.4, high: 0.6, least: 0.1, most: 0.9, error: 1e-9 },
            right: { source: 'b', tex: 'b', mean: 1.5, low: 1.5, high: 1.5, least: 1.5, most: 1.5, error: 0 },
          },
        ],
      },
    },
    arms: judged
      ? [
          arm('claim', 'claim', accept, slack),
          arm('control:large', 'mustFail', accept, verdict === 'vacuous' ? () => 1 : () => -1),
          arm('control:rescaled', 'mustHold', accept, () => 1),
        ]
      : [],
    ...(verdict === 'holds' && {
      coverage: { 'alpha small': { share: 0.41, atLeast: 0.2, decision: 'holds' as const } },
      dial: {
        of: 'alpha',
        across: { name: 'alpha', tex: '\\alpha' },
        axis: 'log' as const,
        part: 'the part',
        measured: { source: 'l1', tex: '\\lVert\\beta\\rVert_1' },
        curve: { source: 'l1' },
        points: [1e-6, 1e-3, 0.1, 1, 10].map((at, k) => ({
          at,
          trials: 12,
          unfinished: 0,
          missed: 0,
          judged: k < 3 ? ('holds' as const) : ('fails' as const),
          measured: { mean: 1 + k, low: 0.5 + k, high: 1.5 + k },
          curve: 1 + 0.98 * k,
          margin: { mean: 1 - k, low: -k, high: 2 - k },
          holding: k < 3 ? 12 : 0,
          failing: k < 3 ? 0 : 12,
        })),
        boundary: { holdsAt: 0.1, failsAt: 1 },
      },
      table: {
        title: 'Which sign wins',
        of: 'sign',
        trials: 20,
        columns: [
          { name: 'across', source: 'a', tex: 'a', kind: 'mean' as const },
          { name: 'up', source: 'b', tex: 'b', kind: 'mean' as const },
          { name: 'wins', source: 'a / b <= 1', tex: 'a\\leq b', kind: 'share' as const },
        ],
        rows: [
          {
            name: `plus of ${id}`,
            values: [
              { mean: 0.25, low: 0.2, high: 0.3 },
              { mean: 1, low: 1, high: 1 },
              { mean: 1, low: 1, high: 1 },
            ],
          },
          {
            name: `minus of ${id}`,
            values: [
              { mean: 0.75, low: 0.7, high: 0.8 },
              { mean: id === 'finding' ? 0.1 : 0.5, low: 0, high: 1 },
              { mean: 0.35, low: 0.1, high: 0.6 },
            ],
          },
        ],
        drawn: ['across', 'up'] as const,
      },
    }),
    ...(id === 'holding' && {
      adversary: {
        climbs: 4,
        trainings: 400,
        counted: 397,
        steps: 40_000,
        digest: sha('e'),
        smallest: { 'the part': { slack: 3.14e-4, error: 1e-9, climb: 2 } },
      },
    }),
    ...(verdict === 'fails' && {
      counterexample: {
        part: 'the part',
        trial: 0,
        task: { X: { rows: 1, cols: 2, data: Float64Array.of(1, -0) }, y: Float64Array.of(NaN), alpha: 0.1 },
        slack: -1,
        error: 1e-9,
        sides: [
          {
            relation: '<=' as const,
            left: { source: 'a', tex: 'a', value: 2.5, error: 1e-9 },
            right: { source: 'b', tex: 'b', value: 1.5, error: 0 },
          },
        ],
        evaluations: 17,
        shrunk: 3,
      },
    }),
  };
}

const NORMAL = (i: number) => 0.05 + 0.01 * ((i % 7) - 3);

/** One claim per verdict. */
export const everyVerdict = (): ClaimReport[] => [
  claimReport('holding', 'holds', always(), () => 1),
  claimReport('finding', 'holds', onAverage({ atLeast: 0.01, cap: 0.3 }), NORMAL),
  claimReport('failing', 'fails', always(), () => -1),
  claimReport('vacuous', 'vacuous', forMost({ allBut: 0.2 }), () => 1),
  claimReport('open', 'undecided', forMost({ allBut: 0.1 }), (i) => (i % 20 === 3 ? -1 : 1)),
  claimReport('broken', 'error', always(), () => 1),
  claimReport('elsewhere', 'not applicable', always(), () => 1),
];

export function sample(
  claims: readonly ClaimReport[] = everyVerdict(),
  change: Partial<Report['envelope']> = {},
): Report {
  const content: Report['content'] = {
    schema: 2,
    suite: 'claimcheck',
    level: 'standard',
    seed: 'registered',
    selfControl: { verdict: 'fails', trials: 12 },
    claims,
    ...suite(claims, ALPHA.standard),
  };
  const citable = claims.every(({ verdict }) => verdict !== 'error') && change.incomplete === undefined;
  return {
    id: citable ? reportId(content) : null,
    content,
    envelope: {
      started: '2026-11-22T20:00:00.000Z',
      seconds: 61.2,
      claimSeconds: Object.fromEntries(claims.map(({ id }) => [id, 1.25])),
      trials: 1234,
      machine: { platform: 'linux', arch: 'x64', cpu: 'a cpu', cores: 2 },
      node: 'v20.20.2',
      version: '0.1.0',
      commit: 'abc',
      workers: 2,
      kernels: 'wasm',
      packages: { mathjs: '15.2.0' },
      files: { 'claimcheck/src/numerics/matrix.ts': '0123456789ab', mathjs: '15.2.0' },
      own: Object.fromEntries(claims.map(({ id }) => [id, [`claimcheck/claims/${id}.ts`]])),
      errors: claims.some(({ verdict }) => verdict === 'error') ? { broken: ['trial 3: /tmp/x is lost'] } : {},
      ...change,
    },
  };
}

export const holding = (): Report => sample(everyVerdict().slice(0, 2));
