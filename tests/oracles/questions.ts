/** The oracles, found by their folder, and questions to each: those that shipped claims ask on their first tasks. */
import { readdirSync } from 'node:fs';
import type { Any, Oracle } from '../../src/claim.js';
import { oraclesOf, verdictArms } from '../../src/engine/arm.js';
import { discoverModels, loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';
import { draw } from '../../src/engine/draw.js';
import { copied } from '../../src/engine/lend.js';
import { evaluate } from '../../src/engine/trial.js';

export interface Asking {
  /** Who asks. */
  readonly name: string;
  readonly question: Any;
}

const folder = new URL('../../oracles/', import.meta.url);
export const oracleFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();

/** The oracles that a file of `oracles/` exports. */
export async function exportedBy(file: string): Promise<Oracle<Any, Any>[]> {
  const all = (await import(new URL(file, folder).href)) as Record<string, unknown>;
  return Object.values(all).filter(
    (value): value is Oracle<Any, Any> => typeof value === 'object' && value !== null && 'answer' in value,
  );
}

const TASKS = 2;

/** The questions of all shipped claims, by the oracle's name. */
export async function askedByClaims(): Promise<Map<string, Asking[]>> {
  const models = new Map([...(await discoverModels())].map(([name, { model }]) => [name, model]));
  const asked = new Map<string, Asking[]>();
  for (const file of await modulesIn(shippedClaims)) {
    const found = await loadClaim(file);
    if ('why' in found) throw new Error(`${file} ${found.why}`);
    const arm = verdictArms(found.claim)[0]!;
    for (let trial = 0; trial < Math.min(TASKS, found.claim.forAll.list?.length ?? TASKS); trial++) {
      const name = { suiteSeed: '1', claim: found.id, arm: 'claim', trial };
      const hear =
        ({ name: of, answer }: Oracle<Any, unknown>) =>
        (question: Any) => {
          const who = `${found.id}, task ${trial}`;
          asked.set(of, [...(asked.get(of) ?? []), { name: who, question: copied(question) as Any }]);
          return answer(question);
        };
      const oracles = Object.fromEntries(oraclesOf(found.claim).map((oracle) => [oracle.name, hear(oracle)]));
      evaluate({ ...arm, instead: { oracles } }, draw(found.claim.forAll, name).task, name, models, false);
    }
  }
  return asked;
}
