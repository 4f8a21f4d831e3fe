/**
 * The diagonal linear network: beta = u^D - v^D entry by entry (D = 2 unless said), trained on the squared loss
 * L = (1/2) |X beta - y|^2 from u = v = alpha. X: n x d, y: n, u, v, beta: d. A rule is a start and one phase of training,
 * and possibly further phases after it.
 *
 * - `mirror`: the exact dual step. At depth 2 it is multiplicative, u <- u exp(-2 h g), v <- v exp(2 h g) with
 *   g = X'(X beta - y); at depth D >= 3 it is additive in u^(2-D). It keeps what gradient flow conserves (u v at depth 2)
 *   at any step size, so its limit is the limit of the flow without discretization bias.
 * - `gradient`: plain gradient descent. Its step is `rate`, or min(within / (2 max|g|), 2 stable / K),
 *   K = 4 max(u^2 + v^2) |X|^2 bounding the curvature. Its bias is of first order in h and known in closed form:
 *   u v <- u v (1 - 4 h^2 g^2), g with the noise and the mini-batch of that step.
 * Sources: woodworth2020kernel, sections 2 to 4 (depth D: section 5); label noise: blanc2020implicit, damian2021label;
 * the closed form of the bias is derived in the claims that use it.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { norm2, times } from 'claimcheck/numerics/matrix';
import { descend, type Ended } from './descent/descend.js';
import { ends } from './descent/ends.js';
import { inTurn } from './descent/in-turn.js';
import { mirrored, moved } from './diagonal/moves.js';
import { look, start, type Network } from './diagonal/network.js';
import { BUDGET, enter, relabel, slopes } from './diagonal/pass.js';
import { diagonalRule, type DiagonalRule, type Phase } from './diagonal/rule.js';
import { both, following, heavy, MOVES, moves, sizes, type Move, type Moves, type Turn } from './diagonal/step.js';
import type { Sample } from 'claimcheck/tasks/sample';

export type { DiagonalRule, Phase, Start } from './diagonal/rule.js';

/** Runs one phase; the network is left at its end. */
function run(moves: Moves, net: Network, phase: Phase): Ended & { readonly rate: number } {
  const pass = enter(net, phase);
  const [slope, size, move, follow] = [slopes(pass), sizes(pass), moves[phase.optimizer](pass), following(pass)];
  const redrawn = pass.noise && !phase.frozen;
  const ended = descend({
    look: () => look(net),
    stop: ends(phase, () => norm2(net.r), phase.residual, { otherwise: BUDGET }),
    step: (made) => {
      if (redrawn) relabel(pass);
      slope();
      const h = size(made);
      net.shown = false;
      move(h, made);
      follow(h);
    },
  });
  return { ...ended, rate: pass.rate ?? 0 };
}

const trained =
  (moves: Moves) =>
  (task: Sample, rule: DiagonalRule, streams: Streams): Ending => {
    const net = start(task, rule, streams);
    look(net);
    const { steps, stopped, rate } = inTurn([rule, ...(rule.then ?? [])], (phase) => run(moves, net, phase));
    const { u, v, beta, r, product } = net;
    const drifts = product.map((expected, j) => Math.abs((u[j]! * v[j]!) / expected - 1));
    return {
      parameters: { beta, u, v },
      steps,
      stopped,
      // `drift`: how far u v is from its closed form, relatively; `rate`: the fixed step of the last phase, 0 if none.
      facts: { residual: norm2(r), drift: Math.max(...drifts), rate },
    };
  };

const train = trained(MOVES);
const moving = (changed: Partial<Moves>) => trained({ ...MOVES, ...changed });
const ruled = ofRule(train);

const halfOfV =
  (turn: Turn): Turn =>
  (pass, of) => {
    const turning = turn(pass, of);
    return (rate, h) => turning(of === 'v' ? -h : rate, h);
  };
const stale =
  (turn: Turn): Turn =>
  (pass, of) => {
    const [turning, slope] = [turn(pass, of), slopes(pass)];
    return (rate, h) => {
      if (of === 'v') {
        look(pass.net);
        slope();
      }
      turning(rate, h);
    };
  };
const swapped: Move =
  ({ net: { depth, u, v, g } }) =>
  (h) => {
    const old = u.slice();
    moved(depth, u, v, g, depth * h);
    moved(depth, v, old, g, -depth * h);
  };
/** Dual steps along the mean of the gradients, half of it the last one's (depth 2). */
const rolling: Move = (pass) => {
  const { net, first } = pass;
  const { depth, u, v, g } = net;
  if (depth !== 2) return MOVES.mirror(pass);
  return (h) => {
    for (let j = 0; j < g.length; j++) first.u[j] = 0.5 * first.u[j]! + 0.5 * g[j]!;
    mirrored(depth, u, first.u, depth * h);
    mirrored(depth, v, first.u, -depth * h);
  };
};
/** A change of what a descent to an interpolant does not see; fixed steps, noise and penalties do see it. */
const gently = (change: Partial<DiagonalRule>) =>
  ruled((rule) => {
    const { labelNoise, gradientNoise, penalty, rate } = rule;
    return [labelNoise, gradientNoise, penalty, rate].every((each) => each === undefined)
      ? { ...rule, ...change }
      : rule;
  });
/**
 * Dual steps on single equations. In the Gauss-Newton metric only near the interpolant: all equations together lead there
 * along multiples of y, single ones around, through places where J J' is singular in double precision.
 */
const sampled = (rule: DiagonalRule): DiagonalRule => {
  if (rule.optimizer !== 'mirror') return rule;
  const single = { ...rule, single: true, budget: 2_000_000 };
  return rule.gaussNewton ? { ...rule, residual: 0.1, then: [single, ...(rule.then ?? [])] } : single;
};
/** A change of every phase with label noise of size `sigma`, on n equations. */
const noised = (change: (sigma: number, n: number) => Partial<Phase>) =>
  ruled((rule, { X }) => {
    const changed = <P extends Phase>(phase: P): P =>
      phase.labelNoise ? { ...phase, ...change(phase.labelNoise, X.rows) } : phase;
    return { ...changed(rule), ...(rule.then && { then: rule.then.map(changed) }) };
  });

const diagonalNetwork = model({
  name: 'diagonal-network',
  capabilities: ['linear', 'differentiable', 'float64', 'tangent-kernel', 'parameters'],
  rule: diagonalRule,
  shapes: ({ X }: Sample) => ({ beta: X.cols, u: X.cols, v: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ beta }, X) => times(X, beta!) },
  facts: {
    residual: '|X beta - y|_2',
    drift: 'how far u v is from its closed form, relatively, at most',
    rate: 'the fixed step of the last phase, 0 if none',
  },
  train,
  faults: {
    'alpha squared': { what: 'initialized at alpha^2', by: ruled({ alpha: (alpha) => alpha * alpha }) },
    'half step of v': { what: "the step of v lacks the gradient's factor 2", by: trained(moves(halfOfV)) },
    'stale gradient': {
      what: 'v is moved with the gradient at the already moved u',
      by: moving({ ...moves(stale), momentum: MOVES.momentum }),
    },
    'swapped coupling': {
      what: "u's step uses v and v's step uses u",
      by: moving({ mirror: swapped, gradient: swapped, momentum: swapped }),
    },
    'unequal start': { what: 'v starts at alpha/2', by: ruled({ balance: 0.5 }) },
    momentum: {
      what: 'heavy ball with momentum 0.9 on u and v',
      by: moving({ mirror: both(heavy), gradient: both(heavy) }),
    },
    'step ignored': {
      what: 'plain descent takes the largest step whatever the rule says',
      by: ruled((rule) => (rule.optimizer === 'gradient' ? { ...rule, within: 0.1, stable: 0.25 } : rule)),
    },
    'label noise kept': { what: 'the label noise is drawn once', by: noised(() => ({ frozen: true })) },
    'label noise averaged': {
      what: 'the label noise is divided by the number of equations',
      by: noised((sigma, n) => ({ labelNoise: sigma / n })),
    },
    'label noise off by 10%': {
      what: 'sigma is 10% too large',
      grade: 0.1,
      by: noised((sigma) => ({ labelNoise: 1.1 * sigma })),
    },
    ...graded('alpha', 'initialized at (1 + {grade}) alpha', (grade) =>
      ruled({ alpha: (alpha) => alpha * (1 + grade) }),
    ),
  },
  harmless: {
    'loss rescaled': { what: 'the loss is multiplied by 0.5', by: gently({ lossScale: 0.5 }) },
    'equations weighted': {
      what: 'equation i of the loss is weighted by 1 / (1 + i/n)',
      by: gently({ weighted: true }),
    },
    'random signs': {
      what: 'u and v start with random signs, at depth 2',
      by: ruled((rule) => ((rule.depth ?? 2) === 2 ? { ...rule, signs: true } : rule)),
    },
    'single samples': {
      what: 'every exact dual step sees one equation, in the Gauss-Newton metric from a residual of 0.1 on',
      by: ruled(sampled),
    },
    'noise of signs': {
      what: 'label noise is +-sigma in place of Gaussian',
      by: noised(() => ({ noiseOfSigns: true })),
    },
    'dual momentum': {
      what: 'the exact dual step carries momentum 0.5 in the dual variable, at depth 2',
      by: moving({ mirror: rolling }),
    },
  },
});

export default diagonalNetwork;

/** The exact dual step to the given residual. */
export const mirror = runs(diagonalNetwork, { optimizer: 'mirror', residual: 1e-12, budget: 200_000 });

/** Plain gradient descent with small steps. */
export const descent = runs(diagonalNetwork, {
  optimizer: 'gradient',
  within: 0.1,
  stable: 0.25,
  residual: 1e-10,
  budget: 400_000,
});

/** Adam for a fixed number of steps, its rate falling linearly to zero. */
export const adam = runs(diagonalNetwork, { optimizer: 'adam', rate: 1e-2, steps: 20_000 });
