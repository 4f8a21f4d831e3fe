/** One constant changed in a model, an oracle or a property turns the verdict; what theory calls equivalent does not. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Claim, Criterion, Model } from '../../src/claim.js';
import { scalesAs } from '../../src/criteria.js';
import { faultArms, verdictArms, type Arm } from '../../src/engine/arm.js';
import { discoverModels, loadClaim, shippedClaims } from '../../src/engine/discover.js';
import { foldArm } from '../../src/engine/fold.js';
import { trial } from '../../src/engine/trial.js';

let models: Map<string, Model>;
beforeAll(async () => {
  models = new Map([...(await discoverModels())].map(([name, { model }]) => [name, model]));
});

async function claimOf(id: string): Promise<Claim> {
  const found = await loadClaim(join(shippedClaims, `${id}.ts`));
  if ('why' in found) throw new Error(`${id} ${found.why}`);
  return found.claim;
}

/** Whether any part is certified false, or all hold, at level quick. */
function decide(arm: Arm, id: string): string {
  const fold = foldArm(arm, 'quick');
  while (!fold.done) fold.add(trial(arm, id, '1', fold.next, models));
  const decisions = Object.values(fold.report().parts).map(({ decision }) => decision);
  if (decisions.includes('fails')) return 'fails';
  return decisions.every((decision) => decision === 'holds') ? 'holds' : 'undecided';
}
const decideFault = async (id: string, fault: string): Promise<string[]> => {
  const arms = faultArms(await claimOf(id), models).filter(({ name }) => name === `fault:${fault}`);
  expect(arms.length, fault).toBeGreaterThan(0);
  return arms.map((arm) => decide(arm, id));
};

const caught: Record<string, readonly string[]> = {
  'initialization-selects-q-alpha': [
    'diagonal-network: alpha squared',
    'diagonal-network: half step of v',
    'diagonal-network: stale gradient',
    'diagonal-network: swapped coupling',
    'diagonal-network: unequal start',
    'diagonal-network: momentum',
    'diagonal-network: alpha off by 1%',
    'minimum-q: alpha-0.01',
    'minimum-q: alpha-for-alpha-squared',
    'minimum-q: asinh-of-z',
  ],
  'plain-descent-selects-drifted-q': [
    'diagonal-network: step ignored',
    'diagonal-network: stale gradient',
    'minimum-q: alpha-0.03',
  ],
  'label-noise-decays-balance': [
    'diagonal-network: label noise kept',
    'diagonal-network: label noise averaged',
    'diagonal-network: label noise off by 10%',
    'diagonal-network: stale gradient',
    'label-noise-decay: constant-0.03',
    'label-noise-decay: correction-doubled',
    'label-noise-decay: correction-inverted',
    'label-noise-decay: unweighted',
    'label-noise-decay: unsquared-norms',
    'label-noise-decay: step-unsquared',
    'label-noise-decay: noise-unsquared',
  ],
  'label-noise-is-weighted-l1': ['diagonal-network: label noise averaged', 'minimum-q: alpha-0.3'],
  'large-init-is-min-l2': [
    'large-init: constant-0.01',
    'large-init: not-projected',
    'diagonal-network: alpha off by 1%',
  ],
  'depth-sharpens-l1': ['diagonal-network: alpha off by 3%', 'diagonal-network: unequal start'],
  'small-init-nuclear-commuting': [
    'matrix-factorization: Gaussian start',
    'matrix-factorization: rank-deficient start',
    'matrix-factorization: half step of V',
    'matrix-factorization: diagonal gradient',
    'matrix-factorization: alpha off by 1%',
  ],
  'matched-measure-is-expected-risk': ['posterior: covariance of the round prior', 'posterior: prior squared'],
  'mismatched-preference-hurts': ['posterior: last row dropped', 'linear-model: preconditioner halved'],
  'no-measure-without-assumptions': ['mirror-covariance: all directions', 'mirror-covariance: constant-0.01'],
  'simpler-than-mirror-predicts-ranking': ['mirror-gap: half of the data', 'mirror-gap: last row dropped'],
  'small-init-nuclear-counterexample': [
    'minimum-nuclear: norm-0.01',
    'minimum-nuclear: last-measurement-dropped',
    'minimum-l2: ridge-0.01',
  ],
  'small-init-is-not-nuclear-in-general': ['minimum-nuclear: norm-0.01', 'minimum-l2: ridge-0.01'],
  'small-batch-alone-does-not-flatten': [
    'curvature: off by 10%',
    'flattening: constant-0.1',
    'flattening: not projected',
    'two-layer-network: label noise kept',
  ],
};

describe.each(Object.entries(caught))('%s sees', (id, faults) => {
  test.each(faults)('%s', async (fault) => expect(await decideFault(id, fault)).toContain('fails'));
});

describe('what is equivalent is held', () => {
  test.each(['loss rescaled', 'equations weighted', 'random signs', 'single samples', 'dual momentum'])(
    '%s',
    async (variant) =>
      expect(await decideFault('initialization-selects-q-alpha', `diagonal-network: ${variant}`)).toEqual(['holds']),
  );

  test('single samples at depth 3 and 4', async () =>
    expect(await decideFault('depth-sharpens-l1', 'diagonal-network: single samples')).toEqual(['holds']));
});

describe('a constant of the property', () => {
  const changed = async (id: string, part: string, change: { holds?: string; accept?: Criterion }) => {
    const claim = await claimOf(id);
    expect(Object.keys(claim.parts)).toContain(part);
    const parts = { [part]: { ...claim.parts[part]!, ...change } };
    return decide(verdictArms({ ...claim, parts })[0]!, id);
  };
  const sizes = [2, 2.8, 4, 5.6, 8];
  const falls = 'depth 2: the distance falls as alpha^-4';
  const slope = (exponent: number) => scalesAs({ exponent, within: 0.05, sizes, acknowledged: true });

  test('the exponent of large-init-is-min-l2', async () => {
    expect(await changed('large-init-is-min-l2', falls, { accept: slope(-4) })).toBe('holds');
    expect(await changed('large-init-is-min-l2', falls, { accept: slope(-3.7) })).toBe('fails');
  });

  test('the law of label-noise-decays-balance', async () => {
    const part = 'large steps, longest column';
    expect(await changed('label-noise-decays-balance', part, {})).toBe('holds');
    expect(await changed('label-noise-decays-balance', part, { holds: 'decay / corrected == 1.03' })).toBe('fails');
  });

  test('the tolerance of initialization-selects-q-alpha', async () => {
    const part = 'the limit minimizes Q';
    expect(await changed('initialization-selects-q-alpha', part, {})).toBe('holds');
    expect(await changed('initialization-selects-q-alpha', part, { holds: 'distance / size >= 1e-6' })).toBe('fails');
  });
});
