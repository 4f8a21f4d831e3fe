/** The functions of two numbers at once, of n numbers (n even) in place: for the tests. */
import { expPair } from './expPair';
import { log1pPair, logPair } from './logPair';
import { tanhPair } from './tanhPair';

/** which: 0 exp, 1 tanh, 2 log, 3 log1p. */
export function pairs(which: i32, x: usize, n: i32): void {
  for (const end = x + (<usize>n << 3); x < end; x += 16) {
    const v = v128.load(x);
    v128.store(x, which == 0 ? expPair(v) : which == 1 ? tanhPair(v) : which == 2 ? logPair(v) : log1pPair(v));
  }
}
