/** What a run asks of its workers, and what one of them lacks for it. */
import { join } from 'node:path';
import { trainedBy } from '../engine/arm.js';
import { closureOf } from '../engine/closure.js';
import type { FoundClaim, FoundModel } from '../engine/discover.js';
import type { Planned } from '../engine/job.js';
import { versionOf } from '../engine/packages.js';
import { plan } from '../engine/plan.js';
import { packageRoot } from '../engine/source.js';
import { said, type Manifest, type Wanted } from './message.js';

type Models = ReadonlyMap<string, FoundModel>;

/** Enough of a digest to tell two apart by eye. */
const SHOWN = 12;

/** The version, and the digest of all that a trial runs through beside claim and models. */
export function build(): Pick<Manifest, 'version' | 'code'> {
  const { digest } = closureOf([join(packageRoot, 'src', 'execution', 'worker.ts')]);
  return { version: versionOf(packageRoot), code: digest.slice(0, 2 * SHOWN) };
}

const modelsOf = ({ claim }: FoundClaim, models: Models): Record<string, string> =>
  Object.fromEntries(trainedBy(claim).map((name) => [name, models.get(name)?.digest.slice(0, SHOWN) ?? '']));

export const manifestOf = (claims: readonly Planned[], models: Models): Manifest => ({
  ...build(),
  claims: claims
    .map((planned) => {
      const { id, seed, by, digest } = planned;
      return { id, seed, by, digest: digest.slice(0, SHOWN), models: modelsOf(planned, models) };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1)),
});

function lackingOf(wanted: Wanted, found: FoundClaim | undefined, models: Models): string[] {
  const { id } = wanted;
  if (!found) return [`it has no claim "${id}" (--claims of the worker says where its own are)`];
  if (plan(found, { seed: wanted.seed, models }).by === wanted.by) return [];
  const here = found.digest.slice(0, SHOWN);
  if (here !== wanted.digest) return [`its claim "${id}" is another (${here}, and the run's is ${wanted.digest})`];
  const own = modelsOf(found, models);
  const other = Object.keys(wanted.models).find((name) => own[name] !== wanted.models[name]);
  if (other === undefined) return [`what it has of the claim "${id}" is something else`];
  return [
    `its model "${other}" is another (${own[other] || 'none'}, and the run's is ${wanted.models[other] || 'none'}; ` +
      '--model of the worker puts one in its place)',
  ];
}

/** @returns each thing that keeps this installation from working for a run, once; nothing where it can */
export function lacking(
  { version, code, claims }: Manifest,
  own: Pick<Manifest, 'version' | 'code'>,
  found: ReadonlyMap<string, FoundClaim>,
  models: Models,
): string[] {
  if (version !== own.version) return [said(`it is claimcheck ${own.version}, and the run is of ${version}`)];
  if (code !== own.code)
    return [
      said(
        `its claimcheck ${version} is another build (${own.code.slice(0, SHOWN)}, and the run's is ${code.slice(0, SHOWN)})`,
      ),
    ];
  return [...new Set(claims.flatMap((wanted) => lackingOf(wanted, found.get(wanted.id), models)))].map(said);
}
