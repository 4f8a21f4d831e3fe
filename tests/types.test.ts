/** In a strict project a misspelt word of a claim does not compile, and the error stands where the word does. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const GOOD = `
import { always, claim, forMost, times } from 'claimcheck';
import { mirror } from 'claimcheck/models/diagonal-network';
import { ridge } from 'claimcheck/models/ridge';
import { norm1, norm2 } from 'claimcheck/numerics/matrix';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { wideRegression } from 'claimcheck/tasks/regression';

export default claim({
  title: 'Two starts',
  statement: 'Small starts end near the least norm.',
  ours: ['T5'],
  sources: {},
  scope: 'Nothing.',
  premises: { 'alpha is small': 'a large start', 'it ends': { checked: 'an early stop' }, 'it is true': true },
  needs: ['linear'],

  forAll: wideRegression,
  train: {
    large: mirror({ alpha: 1 }),
    small: mirror(({ y }) => ({ alpha: 1e-3 * norm2(y) })),
    shrunk: ridge(1),
    many: times(3, mirror({ alpha: 0.1 })),
  },
  theory: { least: minimumL1, potential: [minimumQ, ({ task, runs }) => ({ ...task, alpha: runs.small.rule.alpha })] },
  symbols: {
    l1: ['\\\\ell_1', ({ run }) => norm1(run.beta)],
    minimum: ({ theory }) => theory.least.norm,
    away: ({ runs, theory }) => theory.potential.known(norm1(runs.large.u)),
    mean: ({ runs }) => norm1(runs.many.mean.beta),
    left: ({ runs }) => runs.small.residual,
    penalized: ({ runs }) => norm2(runs.shrunk.beta),
    alpha: ({ runs }) => runs.small.rule.alpha,
  },
  parts: {
    'near the least': {
      holds: 'l1 / minimum - 1 <= 0.07',
      of: 'small',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'a large start': { because: 'it is large', train: { small: mirror({ alpha: 10 }) } },
        'an early stop': { because: 'it is early', rule: { residual: 0.1 } },
      },
    },
    'it moves': {
      holds: 'away + mean + left + penalized >= exp(alpha) * 1e-7',
      of: ['small', 'large'],
      accept: always(),
      unless: {
        'other answers': { because: 'they are others', theory: { least: minimumL1 } },
        'other sizes': { because: 'they are others', symbols: { l1: () => 0 } },
      },
    },
  },
  harmless: { 'a smaller one': { because: 'it is smaller', rule: { alpha: 1e-4 }, keeps: ['it moves'] } },
  dial: {
    turns: 'alpha',
    grid: [0.1, 1],
    at: (alpha) => ({ train: { small: mirror({ alpha }) } }),
    of: 'small',
    part: 'near the least',
    measured: 'l1 / minimum',
    curve: { prediction: 'away - l1' },
  },
  table: { title: 'sizes', of: 'run', rows: ['small', 'large'], columns: { size: 'l1' } },
});
`;

/** A word of the claim, and how it is misspelt. */
type Slip = readonly [what: string, word: string, misspelt: string];
const SLIPS: readonly Slip[] = [
  ['a field of the claim', 'harmless:', 'harmles:'],
  ['a passage', "'T5'", "'T17'"],
  ['a control that violates a premise', "'alpha is small': 'a large start'", "'alpha is small': 'a larger start'"],
  ['a control that checks a premise', "checked: 'an early stop'", "checked: 'an earlier stop'"],
  ['a capability', "'linear'", "'linaer'"],
  ['a field of a rule', 'mirror({ alpha: 1 })', 'mirror({ alpha: 1, alhpa: 1 })'],
  ['a field of a rule that is a function of the task', '({ alpha: 1e-3 * norm2(y) })', '({ alhpa: 1e-3 * norm2(y) })'],
  ['what a rule sees of the task', '({ y }) =>', '({ z: y }) =>'],
  ['a run, in a question', 'runs.small.rule', 'runs.smal.rule'],
  ['a field of a question', '({ ...task, alpha: runs', '({ ...task, alhpa: runs'],
  ['a parameter of the run', 'run.beta', 'run.betta'],
  ['an oracle', 'theory.least.norm', 'theory.leest.norm'],
  ['a number of an answer', 'theory.least.norm', 'theory.least.nrom'],
  ['a run', 'runs.large.u', 'runs.lagre.u'],
  ['a parameter', 'runs.large.u', 'runs.large.uu'],
  ['a parameter of another model', 'runs.shrunk.beta', 'runs.shrunk.u'],
  ['a parameter of a mean', 'mean.beta', 'mean.betta'],
  ['a fact', 'runs.small.residual', 'runs.small.resdual'],
  [
    'a field of the rule that is looked at',
    'alpha: ({ runs }) => runs.small.rule.alpha',
    'alpha: ({ runs }) => runs.small.rule.alhpa',
  ],
  ['a symbol in a formula', "'l1 / minimum - 1", "'l1 / minimun - 1"],
  ['the run of a part', "of: 'small',\n      accept", "of: 'smal',\n      accept"],
  ['one of the runs of a part', "of: ['small', 'large']", "of: ['small', 'lagre']"],
  ['a number of a criterion', 'allBut', 'allbut'],
  ['a run that a control replaces', 'train: { small: mirror({ alpha: 10 })', 'train: { smal: mirror({ alpha: 10 })'],
  ['a field of the rule that a control replaces', '{ residual: 0.1 }', '{ resdual: 0.1 }'],
  ['an oracle that a control replaces', 'theory: { least: minimumL1 } }', 'theory: { leest: minimumL1 } }'],
  ['a symbol that a control replaces', 'symbols: { l1:', 'symbols: { l2:'],
  ['a field of a control', "because: 'they are others', theory", "becuase: 'they are others', theory"],
  ['a part that is kept', "keeps: ['it moves']", "keeps: ['it move']"],
  ['a run that a dial replaces', 'train: { small: mirror({ alpha }) }', 'train: { smal: mirror({ alpha }) }'],
  ['the run of a dial', "of: 'small',\n    part", "of: 'smal',\n    part"],
  ['the part of a dial', "part: 'near the least'", "part: 'near the lest'"],
  ['a symbol that is drawn', "measured: 'l1 / minimum'", "measured: 'l1 / minimun'"],
  ['the kind of a curve', 'prediction:', 'predicted:'],
  ['a symbol of a curve', "'away - l1'", "'awya - l1'"],
  ['a row', "rows: ['small', 'large']", "rows: ['small', 'lagre']"],
  ['a symbol of a column', "size: 'l1'", "size: 'l2'"],
];

/** The same claim with a family of runs. */
const FAMILY = GOOD.replace('{ always', '{ along, always')
  .replace('ridge(1)', 'along([0.1, 1], (penalty) => ridge(penalty))')
  .replace('.shrunk.beta', '.shrunk.at(1).beta');
const SLIPS_OF_FAMILIES: readonly Slip[] = [
  ['a parameter of a member', 'runs.shrunk.at(1).beta', 'runs.shrunk.at(1).u'],
  ['a member without its place', 'runs.shrunk.at(1).beta', 'runs.shrunk.beta'],
  ['a family of a part', "of: ['small', 'large']", "of: ['small', 'shrnk']"],
  ['a field of the rule of a family', 'along([0.1, 1]', "along(['0.1', 1]"],
];

interface Case {
  readonly what: string;
  readonly text: string;
  /** Where the misspelt word begins, and how long it is. */
  readonly at: number;
  readonly length: number;
}
const cases = [
  ...SLIPS.map((slip) => [GOOD, slip] as const),
  ...SLIPS_OF_FAMILIES.map((slip) => [FAMILY, slip] as const),
].map(([good, [what, word, misspelt]]): Case => {
  const at = good.indexOf(word);
  if (at < 0) throw new Error(`${what}: the claim does not say ${word}`);
  return { what, text: good.slice(0, at) + misspelt + good.slice(at + word.length), at, length: misspelt.length };
});

const nameOf = (k: number | 'good' | 'family') => join(root, 'tests', `claim-of-types-${k}.ts`);
const texts = new Map([
  [nameOf('good'), GOOD],
  [nameOf('family'), FAMILY],
  ...cases.map(({ text }, k) => [nameOf(k), text] as const),
]);

/** All of them as files of one project, that is as strict as this one. */
function project(): (file: string) => readonly ts.Diagnostic[] {
  const config = join(root, 'tsconfig.json');
  const read = ts.readConfigFile(config, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root, {}, config);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.getSourceFile = (file, ...how) => {
    const text = texts.get(file);
    return text === undefined ? getSourceFile(file, ...how) : ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return (file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  };
}

describe('a misspelt word', () => {
  let errorsIn: ReturnType<typeof project>;
  beforeAll(() => {
    errorsIn = project();
  });

  test('the claims compile as they are', () => {
    const told = [nameOf('good'), nameOf('family')].flatMap(errorsIn);
    expect(told.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
  });

  test.each(cases.map((each, k) => ({ ...each, k })))('$what', ({ text, at, length, k }) => {
    const lineOf = (place: number) => text.slice(0, place).split('\n').length;
    const errors = errorsIn(nameOf(k));
    const lines = errors.map(({ start }) => lineOf(start!));
    const wrong = Array.from({ length: lineOf(at + length) - lineOf(at) + 1 }, (_, line) => lineOf(at) + line);
    expect(
      lines.some((line) => wrong.includes(line)),
      `errors on lines ${lines.join(', ')}; the slip is on ${wrong.join(', ')}`,
    ).toBe(true);
  });
});
