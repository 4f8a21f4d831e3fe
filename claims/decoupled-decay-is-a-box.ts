/**
 * Weight decay c that is decoupled from the gradient, with steps that do not know the gradient's size, on a convex loss f.
 *
 * 1. Sign descent: b <- (1 - c h) b - h sign(g) = (1 - s) b + s (-sign(g) / c), s = c h: a step of share s towards the corner
 *    of the box |b|_inf <= 1 / c where g.b is least. This is the method of Frank and Wolfe: b never leaves the box.
 * 2. With s_t = 2 / (t + 1) its loss exceeds the least in the box by at most 2 C / (T + 2), C = |X|_2^2 (2 / c)^2 d.
 * 3. Lion takes the sign of a running mean of g, AdamW u = m / (sqrt(v) + epsilon). Where u settles, b = -u / c, and on average
 *    |u_j| <= 1 with equality where g_j keeps its sign: the conditions of Karush, Kuhn and Tucker of the same box.
 * 4. Decay that is added to the gradient is a penalty c |b|_2^2 / 2 instead, whose minimizer knows of no box.
 */
import { ask, claim, type About } from 'claimcheck';
import { adaptive } from 'claimcheck/models/adaptive-steps';
import { dot, normInf, subtract, times } from 'claimcheck/numerics/matrix';
import { boxOptimum } from 'claimcheck/oracles/box-optimum';
import { beyondBox } from 'claimcheck/tasks/beyond-box';
import type { Sample } from 'claimcheck/tasks/sample';

const DECAY = 2;
const ways = (decay: number, steps = 700) => {
  const rule = { loss: 'squared', rate: 1 / decay, falls: 'harmonic', decay, steps } as const;
  return {
    sign: adaptive({ method: 'sign', ...rule }),
    lion: adaptive({ method: 'lion', ...rule }),
    adamw: adaptive({ method: 'adam', second: 0.99, ...rule }),
  };
};
const within = (box: number) => ask(boxOptimum, ({ task }: About<Sample>) => ({ ...task, box }));
const lossOf = ({ X, y }: Sample, b: Float64Array) => {
  const r = subtract(times(X, b), y);
  return dot(r, r) / 2;
};

export default claim({
  title: 'Decoupled weight decay is a box',
  statement:
    'On least squares with decay 2, sign descent, Lion and AdamW end with the least loss of all b with |b|_inf <= 1/2: to a ' +
    'thousandth of what there is to gain, AdamW to a fiftieth.',
  ours: ['T8'],
  sequel: true,
  sources: {
    xie2024implicit: 'the theorem on AdamW: a KKT point of the loss in the box, if it converges',
    chen2024lion: 'Lion with decay solves a problem in a box',
    jaggi2013revisiting: 'Theorem 1 (Frank and Wolfe)',
  },
  scope:
    'Steps that fall as 2 / (t + 1), no mini-batches, a convex loss. The second memory of AdamW is .99: at the usual .999 large ' +
    'early gradients are remembered, and 1000 steps leave 1 to 2%. Its epsilon, 1e-8, is far below these gradients; where it ' +
    'is not, the box is another one (adamw-epsilon-is-a-barrier).',
  premises: {
    'the decay is decoupled from the gradient': 'decay in the gradient',
    'there is decay': 'no decay',
    'the box is that of the decay': 'twice the box',
    'the least loss of all is outside of the box': true,
  },
  needs: ['linear', 'parameters'],

  forAll: beyondBox,
  train: ways(DECAY),
  theory: { best: within(1 / DECAY) },
  symbols: {
    loss: ['f(b)', ({ task, run }) => lossOf(task, run.b)],
    best: ['\\min_{\\lVert b\\rVert_\\infty\\le 1/c}f', ({ theory }) => theory.best.loss],
    start: ['f(0)', ({ task }) => dot(task.y, task.y) / 2],
    reach: ['\\lVert b\\rVert_\\infty', ({ run }) => normInf(run.b)],
    box: ['1/c', ({ rule }) => 1 / (rule.decay ?? 0)],
  },
  parts: {
    'signs end with the least loss in the box': {
      holds: 'abs(loss - best) <= 1e-3 * (start - best)',
      of: ['sign', 'lion'],
      unless: {
        'no decay': { because: 'nothing holds b back from the least loss of all', rule: { decay: 0 } },
        'twice the box': { because: 'there is less loss in a larger box', theory: { best: within(2 / DECAY) } },
      },
    },
    'AdamW does': {
      holds: 'abs(loss - best) <= 0.02 * (start - best)',
      of: 'adamw',
      unless: { 'decay in the gradient': { because: 'it minimizes f + c |b|^2 / 2 instead', rule: { coupled: true } } },
    },
  },
  harmless: { 'half of the first memory': { because: 'a mean settles where its entries do', rule: { first: 0.5 } } },
  dial: {
    turns: 'decay',
    axis: 'log',
    grid: [0.25, 0.5, 1, 2, 4, 8],
    at: (decay) => ({ train: ways(decay), theory: { best: within(1 / decay) } }),
    of: 'sign',
    part: 'signs end with the least loss in the box',
    measured: 'reach',
    curve: { bound: 'box' },
  },
});
