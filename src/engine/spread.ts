/** Means and two-sided 98% t intervals, for display only. */
import { KEPT } from './kept.js';

export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const squares = (values: readonly number[], centre: number): number =>
  values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);

function around(centre: number, n: number, squared: number): Spread {
  if (n < 2) return { mean: centre, low: centre, high: centre };
  const variance = squared / (n - 1);
  // Expansion of the t quantile around the normal one, z = 2.3263.
  const z = 2.3263478740408408;
  const nu = n - 1;
  const z3 = z * z * z;
  const t = z + (z3 + z) / (4 * nu) + (5 * z3 * z * z + 16 * z3 + 3 * z) / (96 * nu * nu);
  const half = t * Math.sqrt(variance / n);
  return { mean: centre, low: centre - half, high: centre + half };
}

export function spread(values: readonly number[]): Spread {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return around(centre, values.length, squares(values, centre));
}

/** The spread of numbers that come one by one, of any number of them in the same memory. */
export interface Running {
  readonly add: (value: number) => void;
  readonly least: number;
  readonly most: number;
  readonly spread: () => Spread;
}

/**
 * The mean is that of `spread` bit for bit. So is the interval of at most `KEPT` numbers; those that follow are squared
 * around the mean of these, not around that of all, which is corrected at the end.
 */
export function running(): Running {
  let values: number[] | undefined = [];
  let [n, sum, least, most] = [0, 0, Infinity, -Infinity];
  let [about, squared] = [0, 0];
  return {
    add(value) {
      n++;
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
      if (values && n <= KEPT) return void values.push(value);
      if (values) {
        about = (sum - value) / (n - 1);
        squared = squares(values, about);
        values = undefined;
      }
      squared += (value - about) * (value - about);
    },
    get least() {
      return least;
    },
    get most() {
      return most;
    },
    spread() {
      const centre = sum / n;
      const off = centre - about;
      return around(centre, n, values ? squares(values, centre) : Math.max(0, squared - n * off * off));
    },
  };
}
