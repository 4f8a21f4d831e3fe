/** What the module exports; the bindings are in the folder above. */
/** Where free memory begins: nothing is ever allocated. */
export const heapBase: usize = __heap_base;
export { exp, expm1 } from './elementary/exponential.js';
export { log, log1p, log2, log10 } from './elementary/logarithm.js';
export { acosh, asinh, atanh, cosh, sinh, tanh } from './elementary/hyperbolic.js';
export { acos, asin, atan, cos, sin } from './elementary/circular.js';
export { pow, power } from './elementary/power.js';
export { erf, erfc, normalCdf } from './elementary/error.js';
export { logGamma } from './elementary/gamma.js';
export { hypot } from './elementary/hypot.js';
export { normals } from './stream';
export { accumulate, axpy, dot, dots, norm2, normInf } from './lanes';
// The parts of a step are exported so that the compiler keeps them functions: a loop that is entered once stays in the
// engine's first, slow tier, and what it calls does not.
export { drift, fastest, image, mirrored, moved } from './factors';
export { packQuads, quadAccumulate, quadDots } from './quads';
export { laneOrder, laneTile, mirrorUp, pack, rowOrder, tile1, tile4 } from './products';
export { arranged, chase, eigen, reflect, rotate, rotateTwice, rotations, subtractBoth, symmetricDots, toQuads } from './eigen';
export { cholesky, column } from './cholesky';
export { basis, reflect1, reflections } from './qr';
export { inward, outward, units } from './units';
export { drop, weigh } from './dropout';
export { adaptAlong, descendAlong, rollAlong } from './descent';
export { added, exponential, firstOrder, signedTile, squares, timesAcross, widest } from './factorization';
export { orthogonalize, rotateRows, svd } from './svd';
export { shrinkSingular } from './completion';
export { judged, learn, overlap, say, switchOn } from './idealized';
export { decayed } from './decayed';
export { examples, pushBack, pushForward } from './layered';
export { pairs } from './pairs';
export { coordinatePass, dualPass, stochasticSteps } from './penalized';
export { adam, blended, carried, doubted, lessened, missing, multiplied, powers, quotients, scaled, shrink, signed, sinhs, steepest, uphill, weighed } from './entries';
