import { describe, expect, test } from 'vitest';
import { addressOf } from '../../src/queue/address.js';

describe('the URL of a queue', () => {
  test.each([
    ['redis://localhost', 'redis://localhost', false],
    ['redis://host:7000/3', 'redis://host:7000/3', false],
    ['rediss://host', 'rediss://host', false],
    ['redis://ann@host', 'redis://ann@host', false],
    ['redis://:pass@host:1', 'redis://:***@host:1', true],
    ['rediss://ann:pass@host/', 'rediss://ann:***@host/', true],
    ['redis://[::1]:6379', 'redis://[::1]:6379', false],
  ])('%s is shown as %s', (url, shown, secret) => {
    expect(addressOf(url)).toMatchObject({ url, shown, secret });
  });

  test.each([
    ...['', 'host', 'host:6379', 'http://host', 'redis://', 'redis:host', 'redis://host/name', 'redis://host/1/2'],
    ...['redis://host?family=6', 'redis://host#1', 'unix:///run/redis', 'redis://host:70000'],
    ...[`redis://${'h'.repeat(254)}`, `redis://${'u'.repeat(254)}@host`],
  ])('"%s" is none', (url) => {
    expect(addressOf(url)).toBeUndefined();
  });

  test('a password is taken out of what others say, as it is written and as it is meant', () => {
    const { hidden } = addressOf('redis://:a%2Fb%25@host')!;
    expect(hidden('no a/b% and no a%2Fb%25, but host')).toBe('no *** and no ***, but host');
    expect(addressOf('redis://host')!.hidden('as it is')).toBe('as it is');
  });
});
