/** Streams in other languages draw what ours draw, to the last bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { log } from '../../src/numerics/elementary.js';
import { normals, stream, type State } from '../../src/numerics/stream.js';
import { ran } from './interpreter.js';

const bits = (x: number): string => Buffer.from(Float64Array.of(x).buffer).toString('hex');

const word = fc.oneof(
  { weight: 9, arbitrary: fc.nat(0xffffffff) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0xffffffff) },
);
const states: readonly State[] = fc
  .sample(fc.tuple(word, word, word, word), { numRuns: 150, seed: 16 })
  .filter((state) => state.some((each) => each !== 0));

/** One way through a stream that meets each draw after each other one, a kept normal included. */
function drawn(state: State): (number | string)[] {
  const from = stream(state);
  const all = (n: number) => [...normals(from, n)].map(bits);
  return [
    ...[
      from.bits(),
      bits(from.uniform()),
      bits(from.normal()),
      from.integer(7),
      bits(from.uniform()),
      bits(from.normal()),
    ],
    ...all(5),
    ...[from.integer(4294967296), from.integer(1), from.integer(3000000000)],
    ...[bits(from.normal()), ...all(0), ...all(1), ...all(2), ...all(37), bits(from.normal()), from.bits()],
  ];
}

/** 2,000 numbers of every size. */
const sizes = fc.sample(fc.double({ min: 0, noNaN: true }), { numRuns: 2000, seed: 16 });
const numbers = [
  ...sizes,
  0.5,
  1,
  2,
  Math.SQRT1_2,
  Math.SQRT2,
  5e-324,
  2.2250738585072014e-308,
  1.7976931348623157e308,
];

const PYTHON = (numpy: boolean) => `
import json, struct, sys
${numpy ? 'import numpy' : "sys.modules['numpy'] = None"}
import claimcheck
assert (claimcheck.numpy is not None) == ${numpy ? 'True' : 'False'}
given = json.load(sys.stdin)
bits = lambda x: struct.pack('<d', x).hex()
def drawn(state):
    s = claimcheck.Stream(state)
    all = lambda n: [bits(x) for x in s.normals(n)]
    return [s.bits(), bits(s.uniform()), bits(s.normal()), s.integer(7), bits(s.uniform()), bits(s.normal()), *all(5),
            s.integer(4294967296), s.integer(1), s.integer(3000000000),
            bits(s.normal()), *all(0), *all(1), *all(2), *all(37), bits(s.normal()), s.bits()]
numbers = [struct.unpack('<d', bytes.fromhex(x))[0] for x in given['numbers']]
many = ${numpy ? 'claimcheck._logs(numpy.array([x for x in numbers if 2.3e-308 < x < 1e309]))' : '[]'}
json.dump({'drawn': [drawn(state) for state in given['states']], 'logs': [bits(claimcheck.log(x)) for x in numbers],
           'many': [bits(x) for x in many]}, sys.stdout)
`;

interface Said {
  readonly drawn: readonly (number | string)[][];
  readonly logs: readonly string[];
  readonly many: readonly string[];
}

describe.each([true, false])('in Python, numpy: %s', (numpy) => {
  const said = JSON.parse(
    ran('python3', PYTHON(numpy), JSON.stringify({ states, numbers: numbers.map(bits) })),
  ) as Said;

  test('draws have the same bits', () => {
    expect(states.length).toBeGreaterThan(140);
    states.forEach((state, k) => expect(said.drawn[k], state.join()).toEqual(drawn(state)));
  });

  test('logarithms have the same bits, of a number and of many', () => {
    expect(said.logs).toEqual(numbers.map((x) => bits(log(x))));
    if (numpy) expect(said.many).toEqual(numbers.filter((x) => x > 2.3e-308 && x < Infinity).map((x) => bits(log(x))));
  });
});
