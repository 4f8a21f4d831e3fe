/**
 * Finding claims and models: a default export under `claims/` is a claim, one under `models/` is a model; the file name
 * is the id. Nothing is registered. A user's own files are bundled in memory (bundle.ts).
 */
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Message } from 'esbuild';
import type { Claim, Model } from '../claim.js';
import { formed } from '../form/claim.js';
import { model as formedModel } from '../form/model.js';
import { nearest } from '../form/nearest.js';
import { shown } from '../form/shown.js';
import { isCommand } from '../program/command.js';
import { modelsIn, trainedIn } from './arm.js';
import { bundle } from './bundle.js';
import { closureOf, type Bundled, type Closure } from './closure.js';
import { formulas } from './formulas.js';
import { claimIdentity, type Identity } from './identity.js';
import { loading } from './loading.js';
import { programIdentity, start, type Started } from './programs.js';
import { packageRoot } from './source.js';
import { instead } from './train.js';

export interface FoundClaim extends Identity {
  readonly id: string;
  /** The source file. */
  readonly file: string;
  /** What is imported: the compiled form of the source. */
  readonly module: string;
  readonly claim: Claim;
}

export interface FoundModel extends Pick<Closure, 'digest' | 'files'> {
  readonly name: string;
  readonly file: string;
  readonly module: string;
  readonly model: Model;
  /** Where a user put it in the place of a model: what is imported for that one, or nothing where a claim brings it. */
  readonly insteadOf?: string;
  /** Where it is a program: how it is started. Then nothing is imported. */
  readonly program?: Started;
}

/** A file that should hold a claim or a model and does not. */
export interface Broken {
  readonly id: string;
  readonly file: string;
  readonly why: string;
}

const MODULE = /^(?!.*\.(d|test)\.ts$)[^._].*\.(ts|mts|js|mjs)$/;
export const idOf = (file: string): string => basename(file).replace(/\.[^.]+$/, '');
export const shippedClaims = join(packageRoot, 'claims');
/** The deliberately false claim of every run: outside the table and the count, it must come out as `fails`. */
export const selfControl = join(shippedClaims, 'self-control', 'one-step-interpolates.ts');
const shippedModels = join(packageRoot, 'models');

/** @returns the source files of a folder that may hold a claim or a model, sorted by code unit */
export async function modulesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => MODULE.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** The files by their ids, sorted by code unit. @throws Error where two have the same id */
export function byId(files: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    const twin = found.get(idOf(file));
    if (twin !== undefined && twin !== file)
      throw new Error(`"${idOf(file)}" is the id of two files, ${twin} and ${file}; rename one of them`);
    found.set(idOf(file), file);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where the compiled form of a source file is, and what a user's file is made of; that is bundled in memory first. */
async function loadable(file: string): Promise<{ readonly module: string; readonly made?: Bundled }> {
  if (file.startsWith(packageRoot + sep) && existsSync(join(packageRoot, 'dist'))) {
    const built = join(packageRoot, 'dist', file.slice(packageRoot.length)).replace(/\.ts$/, '.js');
    if (existsSync(built)) return { module: built };
  }
  const bundled = await bundle(file);
  // JavaScript is loaded as it stands; its bundle only says what belongs to it.
  return /\.m?js$/.test(file) ? { ...bundled, module: file } : bundled;
}

/** The first line of what went wrong; of a bundle that fails, the first error and its place. */
function reason(error: unknown): string {
  const [first] = (error as { errors?: readonly Message[] }).errors ?? [];
  if (first?.text) return `${first.text}${first.location ? ` (line ${first.location.line})` : ''}`;
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}

/** A mistake that was found in the text itself; by its name, since a file may have loaded the package's compiled form. */
const isSlip = (error: unknown): error is Error => error instanceof Error && error.name === 'Slip';

/** The default export of a module, or one sentence why there is none. */
async function defaultExport(
  file: string,
): Promise<{ module: string; made?: Bundled; value: unknown } | { why: string }> {
  try {
    const { module, made } = await loadable(file);
    const url = pathToFileURL(module).href;
    // What is shipped is tested.
    const loaded = file.startsWith(packageRoot + sep) && made === undefined ? import(url) : loading(url);
    const { default: value } = (await loaded) as { default?: unknown };
    return value === undefined
      ? { why: 'has no default export; expected `export default claim({ ... })` or a model' }
      : { module, ...(made && { made }), value };
  } catch (error) {
    return {
      why: isSlip(error) ? `is refused: ${error.message}` : `could not be loaded: ${reason(error)}`,
    };
  }
}

/** What any attempt at a claim has at least one of. */
const CLAIM_FIELDS = ['title', 'statement', 'forAll', 'train', 'symbols', 'parts'];

export interface Loading {
  /** Whether the formulas are read, too (default); that loads mathjs, which takes half a second. */
  readonly formulas?: boolean;
}

export async function loadClaim(file: string, { formulas: read = true }: Loading = {}): Promise<FoundClaim | Broken> {
  const id = idOf(file);
  const loaded = await defaultExport(file);
  if ('why' in loaded) return { id, file, why: loaded.why };
  const written = loaded.value;
  if (!CLAIM_FIELDS.some((field) => typeof written === 'object' && written !== null && field in written))
    return {
      id,
      file,
      why: `has a default export that is not a claim (${shown(written)}); expected \`export default claim({ ... })\``,
    };
  try {
    const claim = formed(written);
    if (read) await formulas(claim);
    return { id, file, module: loaded.module, claim, ...claimIdentity(claim, file, loaded.made) };
  } catch (error) {
    return { id, file, why: isSlip(error) ? `is refused: ${error.message}` : reason(error) };
  }
}

export async function loadModel(file: string): Promise<FoundModel | Broken> {
  const id = idOf(file);
  const loaded = await defaultExport(file);
  if ('why' in loaded) return { id, file, why: loaded.why };
  const model = loaded.value as Model;
  try {
    formedModel(model, 'its default export');
  } catch (error) {
    return { id, file, why: `is not a model: ${reason(error)}` };
  }
  try {
    return { name: model.name, file, module: loaded.module, model, ...closureOf([file], loaded.made) };
  } catch (error) {
    return { id, file, why: reason(error) };
  }
}

/** The shipped implementation of a model on tfjs. */
async function onTfjs(name: string, models: readonly string[]): Promise<string> {
  const files = (await modulesIn(join(shippedModels, 'tfjs'))).filter((file) => models.includes(idOf(file)));
  const file = files.find((each) => idOf(each) === name);
  if (!file) throw new Error(`no model "${name}" on tfjs; there are ${files.map(idOf).join(', ')}`);
  return file;
}

/** The models that the claims of a run train, its self-control included. */
async function needed(claims: readonly Pick<FoundClaim, 'claim'>[]): Promise<Set<string>> {
  const self = await loadClaim(selfControl);
  return new Set([...claims, ...('why' in self ? [] : [self])].flatMap(({ claim }) => trainedIn(claim)));
}

/**
 * The shipped models with the given replacements (name -> module file, `tfjs`, or the command of a program) in their place.
 * @param claims where they are given, those models alone that they train, or that are replaced
 */
export async function discoverModels(
  files: Readonly<Record<string, string>> = {},
  claims?: readonly Pick<FoundClaim, 'claim'>[],
): Promise<Map<string, FoundModel>> {
  const shipped = await modulesIn(shippedModels);
  const names = claims && (await needed(claims));
  const found = new Map<string, FoundModel>();
  for (const file of shipped) {
    if (names && !names.has(idOf(file)) && files[idOf(file)] === undefined) continue;
    const loaded = await loadModel(file);
    if ('why' in loaded) throw new Error(`the model ${loaded.id} (${loaded.file}) ${loaded.why}`);
    found.set(loaded.name, loaded);
  }
  const brought = new Map((claims ?? []).flatMap(({ claim }) => modelsIn(claim)).map((model) => [model.name, model]));
  for (const [name, path] of Object.entries(files)) {
    const ours = found.get(name)?.model ?? brought.get(name);
    if (!ours) {
      const known = [...new Set([...shipped.map(idOf), ...brought.keys()])];
      const [near] = nearest(name, known);
      const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`;
      throw new Error(`no model "${name}" to replace; ${hint}`);
    }
    const place = { name, insteadOf: found.get(name)?.module ?? '' };
    if (isCommand(path)) {
      const { program, model } = start(path, ours);
      found.set(name, { ...place, ...programIdentity(program), module: '', program, model: instead(model, ours) });
      continue;
    }
    const file = path === 'tfjs' ? await onTfjs(name, shipped.map(idOf)) : resolve(path);
    if (!existsSync(file) || statSync(file).isDirectory())
      throw new Error(`the model file ${file} does not exist; expected a module with a default export`);
    const loaded = await loadModel(file);
    if ('why' in loaded) throw new Error(`the model file ${loaded.file} ${loaded.why}`);
    found.set(name, { ...loaded, ...place, model: instead(loaded.model, ours) });
  }
  return found;
}

/** @returns one sentence where a replaced model is trained by none of the claims, so that it would change nothing */
export function unused(replaced: readonly string[], claims: readonly Pick<FoundClaim, 'claim'>[]): string | undefined {
  const trained = [...new Set(claims.flatMap(({ claim }) => trainedIn(claim)))].sort();
  const name = replaced.find((each) => !trained.includes(each));
  if (name === undefined || claims.length === 0) return undefined;
  const they = claims.length === 1 ? 'The claim trains' : 'They train';
  return `no claim of this run trains "${name}", which was to be replaced. ${they} ${trained.join(', ')}`;
}
