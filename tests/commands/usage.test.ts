import { describe, expect, test } from 'vitest';
import { listOf, oneOf, pairs, refuse, seconds, UsageError, wholeNumber } from '../../src/commands/usage.js';

describe('values from the command line', () => {
  test('are taken as they are meant', () => {
    expect(wholeNumber('--workers', '12', 1, 16)).toBe(12);
    expect(seconds('--budget', '0.5')).toBe(0.5);
    // Beyond 2^31 milliseconds a timer of Node rings at once.
    expect(1000 * seconds('--budget', '10000000')).toBeLessThan(2 ** 31);
    expect(listOf('--format', 'md, json,md', ['json', 'md'])).toEqual(['md', 'json']);
    expect(pairs('--model', ['a=b', 'c=d=e'])).toEqual({ a: 'b', c: 'd=e' });
    expect(oneOf('--level', 'quick', ['quick'])).toBe('quick');
  });

  test('anything else is refused with the value in the sentence', () => {
    for (const bad of ['', '-1', '1e3', '0x10', ' 5', '17', '3.0'])
      expect(() => wholeNumber('--workers', bad, 1, 16)).toThrow(`invalid --workers "${bad}"`);
    for (const bad of ['0', '-1', 'NaN', 'Infinity', '']) expect(() => seconds('--budget', bad)).toThrow(`"${bad}"`);
    expect(() => pairs('--model', ['=x'])).toThrow('expected NAME=FILE');
    expect(() => pairs('--model', ['a=x', 'a=y'])).toThrow('invalid --model "a"; expected each name once');
    expect(() => oneOf('--level', 'fast', ['quick', 'paper'])).toThrow('invalid --level "fast"; expected one of quick, paper'); // prettier-ignore
    expect(() => listOf('--format', 'md,pdf', ['md'])).toThrow('invalid --format "pdf"; expected one of md');
  });

  test('by an error that is known for a mistake of the user', () => {
    expect(() => refuse('--out', 'x', 'a folder')).toThrow(UsageError);
    expect(() => refuse('--out', 'x', 'a folder')).toThrow('invalid --out "x"; expected a folder');
  });
});
