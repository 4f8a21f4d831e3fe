/**
 * f(x) = sum_k a_k relu(w_k.x) with m units on inputs of length sqrt(d) and no factor in front: a start is what a library's
 * initializer makes of it. K(x, x') = sum_k relu(w_k.x) relu(w_k.x') + x.x' sum_k a_k^2 [both active] is its tangent kernel.
 *
 * 1. LeCun's: Var W = 1/d, Var a = 1/m. The first sum is m/2 at x' = x, so that labels take residuals of total size O(1/m), and
 *    these change either sum by O(1/m): its terms change by O(m^-3/2) with the random signs of a_k. A share of m^-2 of K.
 *    PyTorch's variances are a third of these: the same orders.
 * 2. Glorot's: Var W = 2/(d + m), Var a = 2/(m + 1). The first sum is d m / (d + m) there and the second d m / (m + 1), at every
 *    width about d: labels take residuals of total size O(1), weights change by as much as they are long, and K by a share that
 *    does not fall with m.
 */
import { along, ask, claim, forMost, on, once, scalesAs, type About, type Of } from 'claimcheck';
import { twoLayer } from 'claimcheck/models/two-layer-network';
import { pow } from 'claimcheck/numerics/elementary';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { atStart, tangentLimit } from 'claimcheck/oracles/tangent-limit';
import { outputs, tangentGram } from 'claimcheck/oracles/two-layer';
import { D, threeAtRightAngles, type RightAngles } from 'claimcheck/tasks/right-angles';

const WIDEST = 1024;
const widths = [32, 64, 128, 256, 512, WIDEST];

/** The standard deviations of W and a, of m units. */
type Initializer = (m: number) => { readonly W: number; readonly a: number };
const glorot: Initializer = (m) => ({ W: Math.sqrt(2 / (D + m)), a: Math.sqrt(2 / (m + 1)) });
const lecun: Initializer = (m) => ({ W: Math.sqrt(1 / D), a: Math.sqrt(1 / m) });
const pytorch: Initializer = (m) => ({ W: Math.sqrt(1 / (3 * D)), a: Math.sqrt(1 / (3 * m)) });
/** The geometric mean of LeCun's and Glorot's variances, with that share of Glorot's. */
const between =
  (share: number): Initializer =>
  (m) => ({ W: lecun(m).W * pow(glorot(m).W / lecun(m).W, share), a: lecun(m).a });

const trained = (by: Initializer, width: number) =>
  twoLayer({
    width,
    activation: 'relu',
    spread: by(width),
    ofCurvature: 0.5,
    residual: 1e-8,
    budget: 20_000,
  });
const from = (by: Initializer) => along(widths, (m) => trained(by, m));
/** A part that does not look at a family is spared it. */
const spared = twoLayer({ width: 1, activation: 'relu', spread: { W: 1, a: 1 }, rate: 1, steps: 0 });
const none = along(widths, () => spared);
const smaller = ({ y, ...task }: RightAngles) => ({ ...task, y: y.map((label) => label / 100) });

const law = (exponent: number) =>
  scalesAs({ exponent, within: 0.4, curvature: 0.8, sizes: widths, budget: { quick: 40, standard: 60, paper: 90 } });

const train = { glorot: from(glorot), lecun: from(lecun), pytorch: trained(pytorch, WIDEST) };
/** Of what the labels leave to fit. */
const linearized = ask(tangentLimit, ({ task: { X, y }, runs }: About<RightAngles, typeof train>) => {
  const run = runs.lecun.at(WIDEST);
  return atStart({ task: { X, y: subtract(y, outputs({ ...run.rule, theta: run.start }, X)), points: X }, run });
});

/** |K_T - K_0| / |K_0| in the Frobenius norm. */
function moved({ theta, start, rule }: Of<typeof twoLayer>, { X }: RightAngles): number {
  const kernel = (at: Float64Array) => tangentGram({ ...rule, theta: at }, X).data;
  const before = kernel(start);
  return norm2(subtract(kernel(theta), before)) / norm2(before);
}
type Seen = About<RightAngles, typeof train> & { readonly at: number };
/** That of a family at one width, which several parts look at. */
const movedOf = (which: 'glorot' | 'lecun') => once(({ task, runs, at }: Seen) => moved(runs[which].at(at), task));

export default claim({
  title: 'A default initializer decides who is lazy',
  statement:
    "From Glorot's start, the default of Keras and TensorFlow.js, the tangent kernel moves by a share that goes as the power " +
    "0 of the width, from LeCun's, the default of Flax, as the power -2, both within .4. At 1024 units it moves on nine tasks " +
    "in ten from Glorot's by more than .04 and more than 30 times as far as from PyTorch's, and from that more than twice as " +
    "far as from LeCun's.",
  ours: ['T5'],
  sequel: true,
  sources: {
    chizat2019lazy: 'section 1.2: the scale of the output decides; which default has which scale is worked out here',
  },
  scope:
    "Two layers without biases, three points in dimension 3, plain descent, and Gaussian weights of the libraries' variances: " +
    'their uniform and truncated ones are not drawn. By how much the kernel moves depends on the labels.',
  premises: {
    'both layers are initialized by the sum of their fans': "LeCun's in its place",
    'the width is not in the variance of the first layer': "Glorot's in its place",
    'labels are of the size of 1': 'labels of a hundredth',
    'training reaches zero loss': { checked: true },
  },
  needs: ['parameters', 'float64'],

  forAll: threeAtRightAngles,
  train,
  theory: { linearized },
  symbols: {
    glorot: ['\\Delta_{\\mathrm{Glorot}}', movedOf('glorot')],
    lecun: ['\\Delta_{\\mathrm{LeCun}}', movedOf('lecun')],
    pytorch: ['\\Delta_{\\mathrm{PyTorch}}', ({ task, runs }) => moved(runs.pytorch, task)],
    change: ['\\lVert w-w_0\\rVert', ({ run }) => norm2(subtract(run.theta, run.start))],
    length: ["\\sqrt{r'K^{-1}r}", ({ theory }) => norm2(theory.linearized.change)],
  },
  parts: {
    "Glorot's kernel moves at every width": {
      holds: 'glorot',
      over: widths,
      accept: law(0),
      unless: {
        "LeCun's in its place": {
          because: 'it falls as m^-2',
          train: { glorot: from(lecun), lecun: none, pytorch: spared },
        },
      },
    },
    'by more than .04': {
      holds: 'glorot >= 0.04',
      over: [WIDEST],
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'labels of a hundredth': {
          because: 'what is left to fit is then mostly the output of the start, about .08',
          train: { glorot: along(widths, (m) => on(smaller, trained(glorot, m))) },
        },
      },
    },
    "LeCun's falls as the square of the width": {
      holds: 'lecun',
      over: widths,
      accept: law(-2),
      unless: {
        "Glorot's in its place": {
          because: 'it does not fall',
          train: { glorot: none, lecun: from(glorot), pytorch: spared },
        },
      },
    },
    "LeCun's weights change as the kernel says": {
      holds: 'abs(change / length - 1) <= 0.005',
      of: 'lecun 1024',
      accept: forMost({ allBut: 0.1 }),
    },
    'by the default alone': {
      holds: '2 * lecun <= pytorch and 30 * pytorch <= glorot',
      over: [WIDEST],
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'one initializer for all': {
          because: 'only the initializer differs',
          train: { glorot: from(pytorch), lecun: from(pytorch) },
        },
      },
    },
  },
  dial: {
    turns: "share of Glorot's first layer",
    axis: 'linear',
    grid: [0, 0.25, 0.5, 0.75, 1],
    at: (share) => ({
      train: {
        glorot: along(widths, (m) => (m === WIDEST ? trained(between(share), m) : spared)),
        lecun: none,
        pytorch: spared,
      },
    }),
    part: 'by more than .04',
    over: [WIDEST],
    measured: 'glorot',
  },
});
