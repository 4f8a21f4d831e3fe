/** What a claim asks of the models that it trains. */
import type { Claim } from '../claim.js';
import { modelOf, type Models } from './arm.js';

/** @returns one sentence where a model lacks what the claim needs, so that the claim is not applicable */
export function lacking({ train, needs = [] }: Claim, models: Models): string | undefined {
  for (const run of Object.values(train)) {
    const model = modelOf(run, models);
    const missing = needs.filter((need) => !model.capabilities.includes(need));
    if (missing.length > 0) return `the model "${model.name}" lacks ${missing.join(', ')}`;
  }
  return undefined;
}
