/** The own arm of a claim at level quick, with a program in the place of a model. */
import { delimiter, join } from 'node:path';
import { expect } from 'vitest';
import { verdictArms } from '../../src/engine/arm.js';
import { discoverModels, loadClaim, type FoundClaim } from '../../src/engine/discover.js';
import { silent } from '../../src/engine/journal.js';
import { measure } from '../../src/engine/measure.js';
import type { ArmReport } from '../../src/engine/report.js';
import { plan } from '../../src/engine/plan.js';
import { local } from '../../src/execution/local.js';
import { root } from '../commands/shell.js';
import { environment } from './interpreter.js';

Object.assign(process.env, environment, {
  PYTHONPATH: [join(root, 'clients', 'examples'), environment.PYTHONPATH].join(delimiter),
});

/** What it says of each part. */
export async function judged(claim: string, model: string, command: string) {
  const found = (await loadClaim(join(root, 'claims', `${claim}.ts`))) as FoundClaim;
  const models = await discoverModels({ [model]: command }, [found]);
  const planned = plan(found, { seed: '1', models });
  const executor = local([planned], new Map([...models].map(([name, each]) => [name, each.model])));
  let report: ArmReport | undefined;
  await measure([planned], {
    level: 'quick',
    executor,
    journal: silent,
    known: [],
    arms: ({ claim }) => verdictArms(claim).filter(({ role }) => role === 'claim'),
    onEvent: () => {},
    onDecided: (_, [arm]) => {
      expect(arm!.error).toBeUndefined();
      report = arm!.report();
    },
  }).finally(() => executor.close());
  return Object.entries(report!.parts).map(([part, { decision }]) => [part, decision] as const);
}
