/** Small trainings that together ask for every field of the rules of the networks, whatever claims ask for. */
import type { Any, Model } from '../../src/claim.js';
import type { Stream } from '../../src/stream.js';
import { matrix } from '../../src/numerics/matrix.js';
import { childSeed, normals, seededStream, streams } from '../../src/numerics/stream.js';

export interface Training {
  readonly model: string;
  readonly task: Any;
  readonly rule: Any;
  /** Its streams are children of the drawn ones, of this index. */
  readonly copy: number | undefined;
}

const draws = seededStream(77);
const regression = (n: number, d: number) => ({ X: matrix(n, d, normals(draws, n * d)), y: normals(draws, n) });
const classification = (n: number, d: number) => {
  const { X, y } = regression(n, d);
  return { X, y: y.map((label) => (label < 0 ? -1 : 1)) };
};
/** Symmetric measurements of d x d matrices: m. */
const sensing = (m: number, d: number) => {
  const A = matrix(m, d * d, normals(draws, m * d * d));
  for (let k = 0; k < A.data.length; k++) {
    const [i, j] = [Math.floor((k % (d * d)) / d), k % d];
    if (j < i) A.data[k] = A.data[k - i * d - j + j * d + i]!;
  }
  return { A, y: normals(draws, m) };
};

const diagonal = [2, 3, 5].flatMap((depth) =>
  ['mirror', 'gradient', 'momentum', 'adam'].flatMap((optimizer) => {
    const rate = optimizer === 'adam' ? { rate: 0.01 } : {};
    const rule = { alpha: 0.4, depth, optimizer, within: 0.05, stable: 0.2, residual: 1e-8, ...rate };
    const next = { optimizer, single: true, labelNoise: 0.1, noiseOfSigns: true, rate: 0.002, steps: 40 };
    return [
      { ...rule, budget: 90 },
      { ...rule, balance: 0.7, gaussian: true, centred: true, lossScale: 0.7, weighted: true, steps: 60 },
      { ...rule, penalty: 0.05, labelNoise: 0.2, gradientNoise: 0.01, steps: 60, falling: true, rate: 0.003 },
      { ...rule, gaussNewton: true, labelNoise: 0.1, frozen: true, steps: 40, then: [next] },
      { ...rule, copy: 3, steps: 9, then: [{ optimizer: 'gradient', ofCurvature: 0.3, steps: 30 }] },
      { ...rule, rate: 3, steps: 60 },
    ];
  }),
);

const twoLayer = ['relu', 'tanh', 'softplus', 'linear'].flatMap((activation) =>
  ['squared', 'logistic'].flatMap((loss) => {
    const rule = { width: 6, activation, loss, spread: { W: 1, a: 0.7, b: 0.3 }, scale: 0.6, rate: 0.05 };
    const quiet = { loss, rate: 0.02, weightNoise: 0.1, decay: 0.1, decayOf: 'output', steps: 20, averaged: 9 };
    const dropped = { loss, rate: 0.05, dropout: { q: 0.25, masks: 3 }, explicit: 0.1, steps: 20 };
    return [
      { ...rule, steps: 30, decay: 0.05, trained: { b: true, c: true, a: false } },
      { ...rule, ofCurvature: 0.5, residual: 1e-3, budget: 60, centred: true, alpha: 2.5 },
      { ...rule, optimizer: 'adam', batch: 3, steps: 30, warmUp: 10, fallsAt: 0.6, clip: 0.3, labelNoise: 0.3 },
      { ...rule, antisymmetric: true, signs: true, momentum: 0.8, steps: 20, weightNoise: 0.05, then: [quiet] },
      { ...rule, explicit: 0.2, steps: 20, fallsAt: 0.37, decay: 0.1, decayOf: 'hidden', then: [dropped] },
      { ...rule, steps: 9, labelNoise: 0.2, frozen: true, then: [{ ...dropped, dropout: { q: 0.25, masks: 'all' } }] },
    ];
  }),
);

const factorization = ['mirror', 'gradient'].flatMap((optimizer) => {
  const rule = { optimizer, alpha: 0.3, signed: true, within: 0.3, stable: 0.5, residual: 1e-6, budget: 60 };
  return [
    rule,
    { ...rule, signed: false },
    { ...rule, start: 'gaussian' },
    { ...rule, start: 'orthogonal', balance: 0.6, gaussNewton: true },
    { ...rule, onlyU: true, rate: 0.01, steps: 30 },
    { ...rule, rate: 9, steps: 30 },
  ];
});

const product = ['gradient', 'alternating', 'adam'].flatMap((optimizer) => {
  const rule = { optimizer, lambda: 0.3, start: 1, stable: 0.9, rate: 0.02, gradient: 1e-6, budget: 200 };
  return [rule, { ...rule, lambdaOfV: 0.1, decoupled: true, steps: 60 }];
});

const layered = [[], [5], [4, 3]].flatMap((hidden) =>
  ['gradient', 'adam'].flatMap((optimizer) => {
    const rule = { hidden, optimizer, rate: 0.1, steps: 20, gain: 1.3 };
    return [
      { ...rule, decay: 0.01, then: { only: 2, rate: 0.3 } },
      { ...rule, ascent: 0.4 },
    ];
  }),
);

const idealized = [undefined, 4].map((refresh) => ({
  width: 33,
  blocks: [3, 2],
  phases: [
    { rate: 0.5, decay: 0.02, ...(refresh && { refresh }), steps: 40 },
    { rate: 0.1, refresh: 3, loss: 0.3, budget: 200 },
    { rate: 0.1, steps: 200 },
  ],
}));

const all = (model: string, task: () => object, rules: readonly Any[]): Training[] =>
  rules.map(({ copy, ...rule }) => ({ model, task: task(), rule, copy }));

export const TRAININGS: readonly Training[] = [
  ...all('diagonal-network', () => regression(5, 8), diagonal),
  ...all('two-layer-network', () => classification(7, 3), twoLayer),
  ...all('matrix-factorization', () => sensing(4, 4), factorization),
  ...all('product-network', () => regression(6, 4), product),
  ...all('layered-network', () => classification(6, 3), layered),
  ...all('decayed-network', () => regression(8, 2), [{ width: 5, penalty: 0.01, steps: 40, start: 0.5, copy: 2 }]),
  ...all('idealized-noise-network', () => classification(8, 5), idealized),
];

/** All that comes out of a training, or the sentence of its refusal. */
export function outcome(train: Model['train'], { task, rule, copy }: Training, trial: number): unknown {
  const drawn = streams({ suiteSeed: '7', claim: 'frozen', arm: 'claim', trial });
  const child = (of: () => Stream) => () => (copy === undefined ? of() : seededStream(childSeed(of().bits(), copy)));
  const given = { ...drawn, train: child(drawn.train), noise: child(drawn.noise) };
  try {
    const { predict, ...trained } = train(task, rule, given);
    return { ...trained, predicted: predict(task.X ?? task.A) };
  } catch (error) {
    return (error as Error).message;
  }
}
