/** Regressions at scales of initialization at which the drift of a small step is visible, and training is quick. */
import type { Population } from 'claimcheck';
import { equations, regressionAtModerateScale, type ScaledRegression } from './regression.js';

/** Dense labels, n in 2..7, d in n+2..3n+1, and alpha in [0.3, 2], log-uniform in 9 steps. */
export const regressionAtVisibleScale: Population<ScaledRegression> = {
  name: 'dense regression at visible scale',
  version: 1,
  about: `${equations('2..7', 'n + 2..3n + 1')}. A scale of initialization alpha = 10^(e / 10), e uniform in -5..3.`,
  arbitrary: regressionAtModerateScale.arbitrary.filter(({ alpha }) => alpha > 0.3),
};
