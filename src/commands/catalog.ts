/**
 * What claims are made of, found by its folder: populations, models and oracles, each as plain data. What a file is about
 * is the first sentence of its head.
 */
import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Any, Model, Oracle, Population } from '../claim.js';
import { discoverModels, modulesIn } from '../engine/discover.js';
import { textOf } from '../engine/meanings.js';
import { readText } from '../engine/plain.js';
import { packageRoot } from '../engine/source.js';
import { expectedOf, type Field } from '../rule.js';

export interface Entry {
  readonly name: string;
  /** Beside the package. */
  readonly file: string;
  readonly about: string;
}

/** A population, or a function that makes populations, whose name ends with `(...)`. */
export interface TaskEntry extends Entry {
  readonly version?: number;
  /** What is imported from the file. */
  readonly export: string;
  /** The cases that must occur, and in which share of the draws. */
  readonly covers: Readonly<Record<string, number>>;
  /** How many tasks there are, where they are listed. */
  readonly listed?: number;
}

export interface RuleField {
  readonly field: string;
  readonly must: boolean;
  readonly expected: string;
}

export interface ModelEntry extends Entry {
  readonly capabilities: Model['capabilities'];
  readonly rule: readonly RuleField[];
  /** Absent where they depend on the task or the rule. */
  readonly parameters?: readonly string[];
  /** How long they are, in the words of its file. */
  readonly lengths?: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
  readonly harmless: readonly string[];
}

export interface OracleEntry extends Entry {
  readonly export: string;
  readonly faults: readonly string[];
  readonly harmless: readonly string[];
}

const near = (file: string) => relative(packageRoot, file);

/** The first sentence of a file's first comment; an empty line ends it, too. */
function aboutOf(file: string): string {
  const [, head = ''] = /\/\*\*([\s\S]*?)\*\//.exec(readText(file)) ?? [];
  const text = head
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
  const [paragraph] = text.split('\n\n');
  const [sentence] = paragraph!.replace(/\s+/g, ' ').split(/(?<=[^. ]{2}\.) (?=[A-Z])/);
  return sentence!.replace(/[:,;]$/, '');
}

/** The exports of a shipped file, of its compiled form where there is one. */
async function exportsOf(file: string): Promise<Record<string, unknown>> {
  const built = join(packageRoot, 'dist', near(file)).replace(/\.ts$/, '.js');
  return (await import(pathToFileURL(existsSync(built) ? built : file).href)) as Record<string, unknown>;
}

/** What the files of a folder export and have that field, each with its file and its name there. */
async function exported<V extends object>(folder: string, field: string) {
  const found: { readonly file: string; readonly export: string; readonly value: V }[] = [];
  for (const file of await modulesIn(join(packageRoot, folder)))
    for (const [name, value] of Object.entries(await exportsOf(file)))
      if (typeof value === 'object' && value !== null && field in value)
        found.push({ file, export: name, value: value as V });
  return found;
}

const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const names = (of: object | undefined) => Object.keys(of ?? {});

/** The exported functions of a file that say that they give a population. */
const makers = (file: string): string[] =>
  readText(file)
    .split(/^export /m)
    .flatMap((text) => {
      const [, name] =
        /^(?:const|function) (\w+)(?: = )?(?:<[^>]*>)?\((?:(?!=>|\{\n)[\s\S])*\): Population</.exec(text) ?? [];
      return name === undefined ? [] : [name];
    });

export async function tasks(): Promise<TaskEntry[]> {
  const all = await exported<Population<Any>>('tasks', 'arbitrary');
  const files = await modulesIn(join(packageRoot, 'tasks'));
  return [
    ...all.map(({ file, value: { name, version, about, covers = {}, list }, ...of }) => ({
      name,
      version,
      file: near(file),
      export: of.export,
      about: about ?? aboutOf(file),
      covers: Object.fromEntries(Object.entries(covers).map(([what, { atLeast }]) => [what, atLeast])),
      ...(list && { listed: list.length }),
    })),
    ...files.flatMap((file) =>
      makers(file).map((name) => ({
        name: `${name}(...)`,
        file: near(file),
        export: name,
        about: aboutOf(file),
        covers: {},
      })),
    ),
  ].sort(byName);
}

export async function oracles(): Promise<OracleEntry[]> {
  const all = await exported<Oracle<Any, Any>>('oracles', 'answer');
  return all
    .map(({ file, value: { name, faults, harmless }, ...of }) => ({
      name,
      file: near(file),
      export: of.export,
      about: aboutOf(file),
      faults: names(faults),
      harmless: names(harmless),
    }))
    .sort(byName);
}

/** The fields that a rule may have, those of records in it by their path. */
function fieldsOf(rule: Field, path = ''): RuleField[] {
  if (rule.of)
    return Object.entries(rule.of).flatMap(([name, field]) => {
      const at = path === '' ? name : `${path}.${name}`;
      return field.of ? fieldsOf(field, at) : [{ field: at, must: field.must === true, expected: expectedOf(field) }];
    });
  // Records of several kinds say by which field they are told apart.
  const fault = rule(Symbol('nothing'));
  if (!fault) return [];
  return [
    { field: [path, fault.at.replace(/^\./, '')].filter(Boolean).join('.'), must: true, expected: fault.expected },
  ];
}

/** Stands for any task and any rule: each of its fields is another one, and as a number it is 1. */
const anything: unknown = new Proxy(() => {}, {
  get: (_, field) => {
    if (field === Symbol.toPrimitive) return () => 1;
    if (field === Symbol.iterator) return undefined;
    return field === 'length' ? 1 : anything;
  },
  apply: () => anything,
  has: () => true,
});

/** The names of the parameters, where they are those of every task and every rule. */
function parametersOf({ shapes }: Model): readonly string[] | undefined {
  try {
    return shapes && Object.keys(shapes(anything, anything));
  } catch {
    return undefined;
  }
}

export async function models(): Promise<ModelEntry[]> {
  return [...(await discoverModels()).values()]
    .map(({ file, model }): ModelEntry => {
      const parameters = parametersOf(model);
      return {
        name: model.name,
        file: near(file),
        about: aboutOf(file),
        capabilities: model.capabilities,
        rule: model.rule ? fieldsOf(model.rule) : [],
        ...(parameters && { parameters }),
        ...(model.shapes && { lengths: textOf(model.shapes) }),
        facts: model.facts ?? {},
        faults: names(model.faults),
        harmless: names(model.harmless),
      };
    })
    .sort(byName);
}

/** What is imported for an entry. */
export const importOf = ({ file }: Entry): string =>
  `claimcheck/${file.replace(/\\/g, '/').slice(0, -basename(file).length)}${basename(file).replace(/\.ts$/, '')}`;
