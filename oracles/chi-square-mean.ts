/**
 * Means of normal probabilities Phi(w(c)) over c ~ chi^2_D, w(c) = +-a sqrt(c) - b / sqrt(c), with a bound of the error that
 * is proven for every D > 0: by the trapezoid rule in s = log(c / D) on the whole line, density exp(D/2 (s - e^s + 1)).
 *
 * The density and Phi(w) are analytic for |Im s| <= t < pi/2. There the density times its constant integrates to at most
 * cos(t)^(-D/2), and, as |Phi(x + i y)| <= 1 + |y| exp((y^2 - x^2) / 2) / sqrt(2 pi), |Phi(w)| is at most
 *
 *   F = 1 + sin(t/2) sqrt(R / pi) exp(a b - R cos(t) / 2),   R = max(2 a b, 1 / cos t)   (R >= a^2 |c| + b^2 / |c|).
 *
 * So nodes h apart are off by at most 2 F cos(t)^(-D/2) / (exp(2 pi t / h) - 1) (trefethen2014trapezoidal, Theorem 5.1);
 * t is chosen so that h is largest. What is left out at both ends is below the last node over the slope of the exponent
 * there, since the density is log-concave. Nodes are multiples of a power of two, so that they are exact.
 */
import { UNIT } from 'claimcheck/numerics/ball';
import { cos, exp, expm1, log, normalCdf, sin } from 'claimcheck/numerics/elementary';

/** What the rule may be off by, before its rounding. */
const RULE = 1e-17;
/** More nodes than this are not summed. */
const NODES = 200_000;

export interface ChiSquareMeans {
  readonly means: readonly number[];
  /** A bound of the error of each. */
  readonly error: number;
  readonly nodes: number;
}

/** s - (e^s - 1), to a relative error of 16 u: its own series where it would cancel. */
function fall(s: number): number {
  if (Math.abs(s) > 0.5) return s - expm1(s);
  let term = s * s;
  let sum = 0;
  // Coefficients 1 / k!, from the smallest term up; 2^-k / k! is below 2^-60 of the first from k = 16 on.
  const terms: number[] = [];
  for (let k = 2; k <= 17; k++) {
    term = k === 2 ? term / 2 : (term * s) / k;
    terms.push(term);
  }
  for (let k = terms.length - 1; k >= 0; k--) sum += terms[k]!;
  return -sum;
}

/** log of F cos(t)^(-D/2) */
function logSize(t: number, D: number, turn: number): number {
  const R = Math.max(2 * turn, 1 / cos(t));
  const bulge = log(sin(t / 2) * Math.sqrt(R / 3.14159)) + turn - (R * cos(t)) / 2;
  return 0.7 + Math.max(0, bulge) - (D / 2) * log(cos(t));
}

/** The largest distance of nodes for which the rule is good enough: eight bits times a power of two. */
function spacing(D: number, turn: number): number {
  let best = 0;
  for (let k = 0; k < 80; k++) {
    const t = 1.5 * exp(-k / 4);
    best = Math.max(best, (6.2831 * t) / (logSize(t, D, turn) - log(RULE / 2) + 0.1));
  }
  let unit = 1;
  while (unit > best / 128) unit /= 2;
  return Math.floor(best / unit) * unit;
}

/**
 * @param probits w(c), computed to within 14 u (|a| sqrt(c) + |b| / sqrt(c))
 * @param turn the largest a b among them
 * @throws RangeError where the arguments turn so fast that the rule needs more than 200,000 nodes
 */
export function chiSquareMeans(
  D: number,
  probits: readonly ((c: number) => readonly [w: number, size: number])[],
  turn: number,
): ChiSquareMeans {
  const h = spacing(D, turn);
  const sums = probits.map(() => 0);
  const rests = probits.map(() => 0);
  const offs = probits.map(() => 0);
  let [mass, massRest, off, dropped, nodes] = [0, 0, 0, 0, 0];
  const see = (s: number): number => {
    const exponent = (D / 2) * fall(s);
    const weight = exp(exponent);
    const total = mass + weight;
    massRest += Math.abs(mass) >= weight ? mass - total + weight : weight - total + mass;
    mass = total;
    off += weight * (20 * Math.abs(exponent) + 6);
    const c = D * exp(s);
    probits.forEach((of, k) => {
      const [w, size] = of(c);
      const term = weight * normalCdf(w);
      const next = sums[k]! + term;
      rests[k]! += sums[k]! >= term ? sums[k]! - next + term : term - next + sums[k]!;
      sums[k] = next;
      offs[k]! += weight * 14 * size * Math.min(1, exp((-w * w) / 2 + 1e-6));
    });
    nodes++;
    return weight;
  };
  see(0);
  for (const way of [-1, 1])
    for (let k = 1; nodes <= NODES; k++) {
      const weight = see(way * k * h);
      const slope = (D / 2) * Math.abs(expm1(way * k * h));
      if (weight > slope * h * mass * (RULE / 4)) continue;
      dropped += weight / slope;
      break;
    }
  if (!(h > 0 && nodes <= NODES))
    throw new RangeError(
      `chiSquareMeans: more than ${NODES} nodes at D = ${D}, a b = ${turn}; ` +
        'expected probabilities that turn less fast: a shorter signal, fewer dimensions or more energy',
    );
  const whole = mass + massRest;
  const left = dropped / (h * whole);
  // The rule of both sums, what both leave out, their weights, Phi to 4.5 units, sums and quotient.
  const common = 2.1 * (RULE + left) + UNIT * ((2.1 * off) / whole + 9 + 12);
  const error = Math.max(...offs.map((entry) => common + (UNIT * entry) / whole)) * 1.01;
  return { means: sums.map((sum, k) => (sum + rests[k]!) / whole), error, nodes };
}
