/** What a claim may not be, and what is said of it. Names that every object has are names like others. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { always, claim } from '../../src/index.js';
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
    put('controls/mustHold/larger coins/keeps', []),
    /control "larger coins" keeps no part; expected at least one/,
  ],
  [
    'a control that is lost',
    (text) => void (text.controls.mustFail = Object.assign(hidden({ blind: 1 }), text.controls.mustFail)),
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
    'talks',
    (text) => ((text.talks = text.talk), delete text.talk),
    /has an unknown field "talks"; did you mean "talk"\?/,
  ],
  ["talk: ['T55']", put('talk', ['T55']), /talk\[0\] is "T55"; expected one of the passages "T1" to "T16"/],
  ["talk: 'T5'", put('talk', 'T5'), /talk is "T5"; expected a list of passages/],
  ["marking: 'us'", put('marking', 'us'), /marking is "us"; expected one of "says", "implies", "ours"/],
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
    'async where',
    put('parts/heads/where', async () => ({})),
    /part "heads": where is an async function; expected one that gives its value at once/,
  ],
  ['no where', put('parts/heads/where', undefined), /part "heads": where is missing; expected a function/],
  [
    'where without a function',
    put('parts/heads/where', { value: 1 }),
    /part "heads": where is an object with value; expected a function/,
  ],
  [
    'a part that is a formula',
    put('parts/heads', 'value >= 0'),
    /part "heads" is "value >= 0"; expected a part \{ holds, where, accept \}/,
  ],
  ['a field of a part', put('parts/heads/hold', 'x'), /part "heads" has an unknown field "hold"; known are /],
  ['a run that is a name', put('train', 'toss'), /train is "toss"; expected a run \[model, rule\]/],
  ['a run without a rule', put('train', ['toss']), /train: rule is missing; expected a rule/],
  ['a promise of a rule', put('train', ['toss', Promise.resolve({})]), /train: rule is a promise; expected a rule/],
  ['an async rule', put('train', ['toss', async () => ({})]), /train: rule is an async function/],
  ['no runs', put('train', {}), /train is empty; expected a run/],
  ['an oracle that is its answer', put('theory', () => 1), /theory is a function; expected an oracle, or ask/],
  [
    'an oracle misspelt',
    put('theory', { name: 'o', version: 1, anwser: () => 1 }),
    /oracle "name" is "o"; expected an oracle/,
  ],
  [
    'an async oracle',
    put('theory', { name: 'o', version: 1, answer: async () => 1 }),
    /theory: answer is an async function/,
  ],
  [
    'a question without an oracle',
    put('theory', { question: () => 1 }),
    /theory: oracle is missing; expected an oracle/,
  ],
  ['a capability', put('needs', ['linaer']), /needs\[0\] is "linaer"; expected one of .*did you mean "linear"\?/],
  [
    'a source',
    put('sources', ['woodworth2020kernel']),
    /sources\[0\] is "woodworth2020kernel"; expected a source \{ key, where \}/,
  ],
  [
    'a premise of another kind',
    put('premises/flat/how', 'assume'),
    /premise "flat": how is "assume"; .*did you mean "assumed"\?/,
  ],
  [
    'a premise without its control',
    put('premises/loaded/control', 'fairr'),
    /premise "loaded" names the control "fairr", which is not one of its mustFail controls: .*did you mean "fair"\?/,
  ],
  [
    'a control of nothing',
    put('controls/mustFail/fair/train', undefined),
    /control "fair" replaces nothing; expected exactly one of/,
  ],
  [
    'a control of two things',
    put('controls/mustFail/fair/holds', 'value >= 1'),
    /control "fair" replaces train and holds/,
  ],
  [
    'a control that varies nothing',
    put('controls/mustFail/fair/train', ['toss', { heads: 0.999 }]),
    /control "fair" replaces train by what the claim has already; it varies nothing/,
  ],
  [
    'a control of another run',
    (text) => {
      text.train = { first: text.train, second: ['toss', { heads: 1 }] };
      text.controls.mustFail.fair.train = { frist: ['toss', { heads: 0.5 }] };
    },
    /control "fair": train replaces "frist", which is not one of its runs: "first", "second"; did you mean "first"\?/,
  ],
  [
    'a control that breaks nothing',
    put('controls/mustFail/fair/breaks', 'head'),
    /control "fair" breaks "head", which is not one of its parts: "heads", "heavy"; did you mean "heads"\?/,
  ],
  [
    'a single control',
    (text) => (text.controls.mustFail = { fair: text.controls.mustFail.fair }),
    /has 1 mustFail control; expected at least two/,
  ],
  [
    'controls without mustFail',
    put('controls/mustFail', undefined),
    /controls: mustFail is missing; expected controls by name/,
  ],
  [
    'a budget that falls',
    put('controls/mustFail/tails/budget', { quick: 9, standard: 3, paper: 1 }),
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
  ['a column that is no text', put('table/columns/mass', () => 1), /column "mass" is a function; expected a formula/],
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
    ['controls/mustFail/light/holds', 'mass <=', /^control "light": the formula "mass <=" does not parse/],
    ['dial/measured/value', 'value +', /^dial: measured: .*does not parse/],
    ['dial/at', (heads: number) => ({ holds: `value >= ${heads} +` }), /^dial at 0\.25: .*does not parse/],
    ['table/columns/mass', 'foo(mass)', /^table: column "mass": .*uses foo/],
    ['parts/heads/tex', { value: '\\frac{' }, /^part "heads": tex cannot be set: /],
    ['table/tex', { mass: '\\nosuchcommand' }, /^table: column "mass": tex cannot be set: .*nosuchcommand/],
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
      ['controls/mustFail/fair/breaks', `breaks "${name}", which is not one of its parts`],
      ['premises/loaded/control', `names the control "${name}", which is not one`],
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
