/** What a claim may not be, and what is said of it. Names that every object has are names like others. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import network from '../../models/diagonal-network.js';
import { always, claim, run } from '../../src/index.js';
import { formed } from '../../src/form/claim.js';
import { model } from '../../src/form/model.js';
import { formulas } from '../../src/engine/formulas.js';
import { specimen, toss } from '../fuzz/specimen.js';

type Change = (text: any) => void; // eslint-disable-line @typescript-eslint/no-explicit-any

/** The field at the end of the path is replaced. */
const put =
  (path: string, value: unknown): Change =>
  (text) => {
    const names = path.split('/');
    const last = names.pop()!;
    const box = names.reduce((of, name) => of[name] as typeof text, text);
    if (value === undefined) delete box[last];
    else box[last] = value;
  };

/** What { '__proto__': of } leaves of an entry. */
const hidden = (of: object) => Object.setPrototypeOf({}, of) as object;

const refused: readonly (readonly [string, Change, RegExp])[] = [
  [
    'a part that is its own prototype',
    (text) => Object.setPrototypeOf(text.parts, { wrong: text.parts.heads }),
    /part is named "__proto__"/,
  ],
  [
    'no parts to keep',
    put('harmless/larger coins/keeps', []),
    /control "larger coins" keeps no part; expected at least one/,
  ],
  [
    'a control that is lost',
    (text) => void (text.parts.heads.unless = Object.assign(hidden({ blind: 1 }), text.parts.heads.unless)),
    /is named "__proto__"/,
  ],
  [
    "accept: 'always'",
    put('parts/heads/accept', 'always'),
    /part "heads": accept is "always"; expected a criterion, for example always\(\.\.\.\)/,
  ],
  [
    'accept: always',
    put('parts/heads/accept', always),
    /part "heads": accept is a function; expected what it gives: call it, for example always\(\)/,
  ],
  [
    'a misspelt law',
    put('parts/heads/accept', { law: 'alwys' }),
    /part "heads": accept: law is "alwys"; expected .*did you mean "always"\?/,
  ],
  [
    'half a criterion',
    put('parts/heads/accept', { law: 'forMost' }),
    /part "heads": accept: allBut is missing; expected a finite number/,
  ],
  [
    'a criterion that none would make',
    put('parts/heads/accept', { law: 'forMost', allBut: 2 }),
    /accept: forMost: invalid allBut 2/,
  ],
  [
    'a budget of text',
    put('parts/heads/accept', { law: 'always', budget: '72' }),
    /accept: budget is "72"; expected a budget \{ quick, standard, paper \}/,
  ],
  [
    'say',
    (text) => ((text.implied = text.ours), delete text.ours),
    /has an unknown field "implied"; did you mean "implies"\?/,
  ],
  ["ours: ['T55']", put('ours', ['T55']), /ours\[0\] is "T55"; expected one of the passages "T1" to "T16"/],
  ["ours: 'T5'", put('ours', 'T5'), /ours is "T5"; expected a list of passages/],
  ['no marking', put('ours', undefined), /has none of says, implies, ours; expected one, for example ours: \['T5'\]/],
  ['two markings', put('says', ['T5']), /has says and ours of says, implies, ours; expected one/],
  [
    'a sequel that the talk states',
    (text) => ((text.says = text.ours), delete text.ours, (text.sequel = true)),
    /is a sequel, and has says; expected ours: the talk neither says nor implies what came after it/,
  ],
  ['no statement', put('statement', undefined), /statement is missing; expected the theorem in one sentence/],
  [
    'an arbitrary for all',
    put('forAll', fc.nat()),
    /forAll is an arbitrary of fast-check; expected a population \{ name, version, arbitrary \}/,
  ],
  ['a population without draws', put('forAll', { name: 'a', version: 1 }), /forAll: arbitrary is missing/],
  ['half a version', put('forAll/version', 1.5), /forAll: version is 1\.5; expected a whole number/],
  [
    'a share of cases',
    put('forAll/covers/small/atLeast', 30),
    /case "small": atLeast is 30; expected a share in \(0, 1\)/,
  ],
  [
    'an async measure',
    put('symbols/value', async () => 1),
    /symbol "value" is an async function; expected one that gives its value at once/,
  ],
  ['no symbols', put('symbols', undefined), /symbols is missing; expected measures by the names of formulas/],
  ['a symbol that is a number', put('symbols/value', 1), /symbol "value" is 1; expected a function/],
  [
    'a symbol without a measure',
    put('symbols/value', ['v']),
    /symbol "value": measure is missing; expected a function/,
  ],
  [
    'a symbol of three',
    put('symbols/value', ['v', () => 1, 2]),
    /symbol "value" is a list of 3; expected \[TeX, measure\]/,
  ],
  ['a symbol with blanks', put('symbols', { 'a b': () => 1 }), /symbol "a b" cannot stand in a formula/],
  [
    'a part that is a formula',
    put('parts/heads', 'value >= 0'),
    /part "heads" is "value >= 0"; expected a part \{ holds/,
  ],
  [
    'a part of the old form',
    put('parts/heads/where', () => ({})),
    /part "heads" has an unknown field "where"; write what the names stand for under `symbols`/,
  ],
  ['passages of the old form', put('talk', ['T5']), /has an unknown field "talk"; write whose words .* ours: \['T5'\]/],
  ['a marking of the old form', put('marking', 'ours'), /has an unknown field "marking"; write whose words/],
  ['the name of a model', put('train', ['toss', { heads: 1 }]), /: a word knows its model, and no name is written$/],
  ['an oracle of the old form', put('theory', { name: 'x', answer: () => 1 }), /theory is an oracle without a name; /],
  ['a premise of the old form', put('premises/loaded', { how: 'assumed' }), /"loaded" has .* "how"; write the control/],
  [
    'a control that says what it breaks',
    put('parts/heads/unless/tails/breaks', 'heads'),
    /"breaks"; it breaks the part/,
  ],
  ['a model for a run', put('train', toss), /train is a model; expected a run/],
  ['a dial of two runs', put('dial/over', [1, 2]), /dial "heads" is of 2 numbers; expected one, which is drawn/],
  [
    'a dial that patches an unknown field',
    (text) => {
      text.train.coin = run(network, { optimizer: 'mirror', alpha: 1 });
      text.parts.heads.unless.tails.rule = { alpha: 2 };
      text.dial.at = () => ({ rule: { lossscale: 2 } });
    },
    /dial "heads" at 0.25: run "coin" has a rule with an unknown field "lossscale"/,
  ],
  [
    'controls of the old form',
    put('controls', { mustFail: {} }),
    /has an unknown field "controls"; write the falsehoods under `unless`/,
  ],
  [
    'a part of another run',
    put('parts/counted/of', 'famly'),
    /part "counted" is of the run "famly", which is not one of its runs/,
  ],
  ['a part over text', put('parts/counted/over', ['1']), /part "counted": over\[0\] is "1"; expected a finite number/],
  ['a field of a part', put('parts/heads/hold', 'x'), /part "heads" has an unknown field "hold"; known are /],
  ['a run that is a name', put('train', 'toss'), /train is "toss"; expected a run, made by a word of a model/],
  [
    'a run of the old form',
    put('train', ['toss', { heads: 1 }]),
    /train is a list of 2; expected a run, made by a word/,
  ],
  [
    'a word that is not called',
    put('train', { coin: () => 1 }),
    /run "coin" is a function; expected a run, .*: call it/,
  ],
  ['a run without a rule', put('train', { model: toss }), /run "model" is an object with name/],
  [
    'a promise of a rule',
    put('train', { model: toss, rule: Promise.resolve({}) }),
    /train: rule is a promise; expected a rule/,
  ],
  ['an async rule', put('train', { model: toss, rule: async () => ({}) }), /train: rule is an async function/],
  ['half a model', put('train/coin/model/train', undefined), /run "coin": model: train is missing/],
  [
    'a rule that its model does not know',
    put('train/coin', run(network, { optimizer: 'mirror', alpha: 1, lossscale: 0.5 } as never)),
    /run "coin" has a rule with an unknown field "lossscale"; the model "diagonal-network" expects one of the fields/,
  ],
  [
    'a rule of no sense',
    put('train/coin', run(network, { optimizer: 'mirror', alpha: -1 })),
    /run "coin" has -1 for the rule field "alpha"; the model "diagonal-network" expects a finite number of at least 0/,
  ],
  ['no runs', put('train', {}), /train is empty; expected a run/],
  ['a family without places', put('train/family', { places: [], runs: [] }), /run "family": places is an empty list/],
  [
    'an oracle that is its answer',
    put('theory/weight', () => 1),
    /oracle "weight" is a function; expected an oracle, or an oracle and/,
  ],
  [
    'an oracle misspelt',
    put('theory/weight', { name: 'o', anwser: () => 1 }),
    /oracle "weight" is an object with name, anwser; expected an oracle/,
  ],
  [
    'an async oracle',
    put('theory/weight', { name: 'o', answer: async () => 1 }),
    /oracle "weight": answer is an async function/,
  ],
  [
    'a question without an oracle',
    put('theory/weight', [() => 1]),
    /oracle "weight" is a list of 1; expected an oracle, or/,
  ],
  ['a capability', put('needs', ['linaer']), /needs\[0\] is "linaer"; expected one of .*did you mean "linear"\?/],
  [
    'a source',
    put('sources', ['woodworth2020kernel']),
    /sources is a list of 1; expected the place in each work by its BibTeX key/,
  ],
  [
    'a source of no place',
    put('sources/woodworth2020kernel', 3),
    /source "woodworth2020kernel" is 3; expected the place in that work/,
  ],
  [
    'a premise of another kind',
    put('premises/flat', { assume: true }),
    /premise "flat" has an unknown field "assume"; did you mean "assumed"\?/,
  ],
  [
    'a premise of no kind',
    put('premises/flat', {}),
    /premise "flat" is an object without fields; expected the control that violates it/,
  ],
  [
    'a premise without its control',
    put('premises/loaded', 'fairr'),
    /premise "loaded" names the control "fairr", which is not one of its falsehoods: .*did you mean "fair"\?/,
  ],
  [
    'a control of nothing',
    put('parts/heads/unless/fair/train', undefined),
    /control "fair" replaces nothing; expected exactly one of/,
  ],
  [
    'a control of two things',
    put('parts/heads/unless/fair/holds', 'value >= 1'),
    /control "fair" replaces train and holds/,
  ],
  [
    'a control that varies nothing',
    put('parts/heads/unless/fair/train', { coin: run(toss, { heads: 0.999 }) }),
    /control "fair" replaces train by what the claim has already; it varies nothing/,
  ],
  [
    'a patch that varies nothing',
    (text) => {
      text.train = run(toss, { heads: 0.999 });
      text.parts.heads.unless.tails.rule = { heads: 0.999 };
      for (const name of ['counted', 'piled']) delete text.parts[name];
      delete text.table;
      delete text.dial;
      delete text.harmless;
      text.parts.heads.unless.fair = { because: 'x', holds: 'value > 1' };
    },
    /control "tails" replaces rule by what the claim has already; it varies nothing/,
  ],
  [
    'a patch of an unknown field',
    (text) => {
      text.train.coin = run(network, { optimizer: 'mirror', alpha: 1 });
      text.parts.heads.unless.tails.rule = { lossscale: 0.5 };
    },
    /control "tails": run "coin" has a rule with an unknown field "lossscale"; the model "diagonal-network" expects/,
  ],
  [
    'a control of another run',
    put('parts/heads/unless/fair/train', { cion: run(toss, { heads: 0.5 }) }),
    /control "fair": train replaces "cion", which is not one of its runs: .*; did you mean "coin"\?/,
  ],
  [
    'a control of another symbol',
    put('parts/heavy/unless/no mass/symbols', { mas: () => 0 }),
    /control "no mass": symbols replaces "mas", which is not one of its symbols: .*; did you mean "mass"\?/,
  ],
  [
    'a control under two parts',
    (text) => (text.parts.heavy.unless.fair = text.parts.heads.unless.fair),
    /control "fair" stands under two parts; give one of them another name/,
  ],
  [
    'a single control',
    (text) => {
      delete text.parts.heads.unless.tails;
      delete text.parts.heavy.unless;
    },
    /has 1 falsehood; expected at least two, under `unless`/,
  ],
  [
    'a budget that falls',
    put('parts/heads/unless/tails/budget', { quick: 9, standard: 3, paper: 1 }),
    /control "tails": budget is 9, 3, 1; a stricter level/,
  ],
  [
    'a dial that gives nothing',
    put('dial/at', (x: number) => void x),
    /dial "heads" at 0\.25 gives nothing; expected a value \(an arrow function .*parentheses/,
  ],
  [
    'a dial that throws',
    put('dial/at', () => {
      throw new Error('no');
    }),
    /dial "heads" at 0\.25: no/,
  ],
  [
    'a dial of something unknown',
    put('dial/at', () => ({ trian: 1 })),
    /dial "heads" at 0\.25 has an unknown field "trian"; did you mean "train"\?/,
  ],
  ['a dial of one value', put('dial/grid', [1]), /dial: grid is a list of 1; expected a list of at least two numbers/],
  ['a grid of text', put('dial/grid', ['1', '2']), /dial: grid\[0\] is "1"; expected a finite number/],
  [
    'a curve of no kind',
    put('dial/curve', { theory: 'size' }),
    /dial: curve has an unknown field "theory"; known are prediction, bound, rival/,
  ],
  [
    'a curve of two kinds',
    put('dial/curve', { bound: 'size', rival: 'size' }),
    /dial: curve has 2 formulas; expected one/,
  ],
  ['a column that is no text', put('table/columns/mass', () => 1), /column "mass" is a function; expected a formula/],
  [
    'a row of another run',
    put('table/rows', { coin: 'cion' }),
    /row "coin" is of the run "cion", which is not one of its runs/,
  ],
  [
    'a column that is not there',
    put('table/drawn', ['mass', 'hevy']),
    /table "Coins" draws "hevy", which is not one of its columns: .*did you mean "heavy"\?/,
  ],
  [
    'a part named for a prototype',
    (text) => Object.defineProperty(text.parts, '__proto__', { value: text.parts.heads, enumerable: true }),
    /part is named "__proto__", which readers of JSON drop/,
  ],
  [
    'enumerated without a list',
    put('parts/heads/accept', always.enumerated()),
    /always\.enumerated\(\), and the population "coins of the fuzz" has no list/,
  ],
  [
    'given under another law',
    (text) => (text.parts.heads.given = text.parts.heavy.given),
    /part "heads" has a premise on the outcome under forMost/,
  ],
];

describe('a claim is refused in one sentence', () => {
  test.each(refused.map(([what, change, said]) => ({ what, change, said })))('$what', ({ change, said }) => {
    const text = specimen();
    change(text);
    expect(() => claim(text as never)).toThrow(said);
    expect(() => claim(text as never)).toThrow(/^[^\n]+$/);
    expect(() => formed(text as never)).toThrow(said);
  });

  test('what is no claim at all', () => {
    for (const wrong of [undefined, null, 3, 'claim', [], () => {}])
      expect(() => claim(wrong as never)).toThrow(/^the claim: is .*; expected claim\(\{/);
  });

  test('the text that it is made from is taken', () => expect(() => claim(specimen() as never)).not.toThrow());
});

describe('a formula is read when the claim is loaded', () => {
  test.each([
    ['parts/heads/holds', 'norm(value) <= 1', /^part "heads": the formula "norm\(value\) <= 1" uses norm/],
    ['parts/heavy/unless/light/holds', 'mass <=', /^control "light": the formula "mass <=" does not parse/],
    ['dial/measured', 'value +', /^dial: measured: .*does not parse/],
    ['dial/at', (heads: number) => ({ holds: `value >= ${heads} +` }), /^dial at 0\.25: .*does not parse/],
    ['table/columns/mass', 'foo(mass)', /^table: column "mass": .*uses foo/],
    ['symbols/value', ['\\frac{', () => 1], /^part "heads": tex cannot be set: /],
    ['symbols/mass', ['\\nosuchcommand', () => 1], /^part "heavy": tex cannot be set: .*nosuchcommand/],
    [
      'parts/heads/holds',
      'valeu >= 0',
      /^part "heads": .* names "valeu", which is no symbol of the claim; did you mean "value"\?/,
    ],
    ['symbols/idle', () => 1, /^symbol "idle" is named by no formula; take it out, or name it/],
  ])('%s', async (path, value, said) => {
    const text = specimen();
    put(path, value)(text);
    await expect(formulas(claim(text as never))).rejects.toThrow(said);
  });
  test('and taken where it is right', async () => expect(await formulas(claim(specimen() as never))).toBe(undefined));
});

describe('a model', () => {
  test.each([
    [{ capabilities: undefined }, /capabilities is missing; expected a list of capabilities/],
    [{ capabilities: ['linaer'] }, /capabilities\[0\] is "linaer"; .*did you mean "linear"\?/],
    [{ capabilites: [] }, /unknown field "capabilites"/],
    [{ train: async () => ({}) }, /train is an async function/],
    [{ train: undefined }, /train is missing/],
    [{ name: '' }, /name is ""; expected the name of the model/],
    [{ reproducible: 'yes' }, /reproducible is "yes"; expected one of/],
    [{ faults: { slow: { what: 'slow' } } }, /fault "slow": by is missing/],
  ])('%j is refused', (change, said) => {
    const { ...rest } = toss;
    expect(() => model({ ...rest, ...change }, '')).toThrow(said);
  });
  test('of ours is taken', () => expect(() => model(toss, '')).not.toThrow());
});

describe('names that every object has', () => {
  const NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf', 'then'];
  test.each(NAMES)('"%s" is no part, no control, no column unless it is written', (name) => {
    for (const [path, said] of [
      ['parts/counted/of', `is of the run "${name}", which is not one of its runs`],
      ['premises/loaded', `names the control "${name}", which is not one`],
      ['dial/part', `shows the part "${name}", which is not one`],
      ['table/drawn', `draws "${name}", which it`],
    ] as const) {
      const text = specimen();
      put(path, path === 'table/drawn' ? ['mass', name] : name)(text);
      expect(() => claim(text as never)).toThrow(path === 'table/drawn' ? `draws "${name}", which is not one` : said);
    }
    const unknown = specimen();
    put(name, 1)(unknown);
    expect(() => claim(unknown as never)).toThrow(`has an unknown field "${name}"`);
  });
});
