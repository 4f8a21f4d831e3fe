/** Damage to bytes, as disks, editors, shells and people do it. Each edit is plain data, so that fast-check makes few of many. */
import fc from 'fast-check';

/** What a place is torn open for. */
const TOKENS = [
  ...['{', '}', '[', ']', '"', ':', ',', '\\', '\n', '\r\n', '\u0000', '\u001b[2J', ' ', '\t', "'", '=', '#', '%', '@'],
  ...[
    'null',
    'true',
    'NaN',
    'Infinity',
    '-Infinity',
    '-0',
    '1e400',
    '-1e400',
    '1e-400',
    '00',
    '0x10',
    '.5',
    '1.',
    '+1',
  ],
  ...['9007199254740993', '18446744073709551616', '1'.repeat(400), `1${'0'.repeat(1100)}`, '1_000', '١'],
  ...['"__proto__":{},', '"constructor":1,', '"toString":0,', '"a":1,"a":2,', '"\\ud800"', '"\\u0000"', '\u2028'],
  ...['[['.repeat(40), '{"a":'.repeat(70), '('.repeat(60), '{'.repeat(60), '$(id)', '`id`', '\u202e', '\ufeff', '😀'],
].map((text) => Buffer.from(text));

const HALVES = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5], [0xe2, 0x82]].map((bytes) => Buffer.from(bytes));

/** Places are shares of the length. */
export type Edit =
  | { readonly does: 'flip'; readonly at: number; readonly bit: number }
  | { readonly does: 'cut'; readonly at: number }
  | { readonly does: 'drop' | 'double' | 'swap'; readonly at: number; readonly length: number }
  | { readonly does: 'put'; readonly at: number; readonly token: number; readonly over: number }
  | { readonly does: 'number'; readonly at: number; readonly token: number }
  | { readonly does: 'splice'; readonly at: number; readonly other: number; readonly from: number }
  | { readonly does: 'ends' | 'mark' | 'wide' | 'twice' };

const share = fc.nat(9999);
const short = fc.oneof({ weight: 4, arbitrary: fc.nat(12) }, fc.nat(400));
const token = fc.nat(TOKENS.length + HALVES.length - 1);
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ does: fc.constant('flip' as const), at: share, bit: fc.nat(7) }),
  fc.record({ does: fc.constant('cut' as const), at: share }),
  fc.record({ does: fc.constantFrom('drop' as const, 'double' as const, 'swap' as const), at: share, length: short }),
  fc.record({ does: fc.constant('put' as const), at: share, token, over: short }),
  fc.record({ does: fc.constant('number' as const), at: share, token }),
  fc.record({ does: fc.constant('splice' as const), at: share, other: fc.nat(7), from: share }),
  fc.record({ does: fc.constantFrom('ends' as const, 'mark' as const, 'wide' as const, 'twice' as const) }),
);

const tokenOf = (k: number): Buffer => TOKENS[k] ?? HALVES[k - TOKENS.length]!;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/** @param others what a part of may stand in its place */
export function edited(bytes: Buffer, to: Edit, others: readonly Buffer[]): Buffer {
  const place = (at: number, of = bytes) => Math.floor((at / 10_000) * (of.length + 1));
  switch (to.does) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      const at = Math.min(place(to.at), copy.length - 1);
      if (at >= 0) copy[at]! ^= 1 << to.bit;
      return copy;
    }
    case 'cut':
      return bytes.subarray(0, place(to.at));
    case 'drop':
    case 'double':
    case 'swap': {
      const at = place(to.at);
      const [head, part, tail] = [
        bytes.subarray(0, at),
        bytes.subarray(at, at + to.length),
        bytes.subarray(at + to.length),
      ];
      if (to.does === 'drop') return Buffer.concat([head, tail]);
      if (to.does === 'double') return Buffer.concat([head, part, part, tail]);
      return Buffer.concat([part, head, tail]);
    }
    case 'put': {
      const at = place(to.at);
      return Buffer.concat([bytes.subarray(0, at), tokenOf(to.token), bytes.subarray(at + to.over)]);
    }
    case 'number': {
      // The next number becomes another.
      let from = place(to.at);
      while (from < bytes.length && !isDigit(bytes[from])) from++;
      let end = from;
      while (isDigit(bytes[end]) || (end > from && /[.eE+-]/.test(String.fromCharCode(bytes[end] ?? 0)))) end++;
      return Buffer.concat([bytes.subarray(0, from), tokenOf(to.token), bytes.subarray(end)]);
    }
    case 'splice': {
      const other = others[to.other % Math.max(1, others.length)] ?? bytes;
      return Buffer.concat([bytes.subarray(0, place(to.at)), other.subarray(place(to.from, other))]);
    }
    case 'ends':
      return Buffer.from(bytes.toString('latin1').replace(/\n/g, '\r\n'), 'latin1');
    case 'mark':
      return Buffer.concat([Buffer.from('\ufeff'), bytes]);
    case 'wide':
      return Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le');
    case 'twice':
      return Buffer.concat([bytes, bytes]);
  }
}
