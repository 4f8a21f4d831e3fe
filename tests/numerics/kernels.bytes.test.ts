/** The committed module is what its sources compile to: nothing in it is taken on trust. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compile } from '../../src/numerics/kernels/build.mjs';

const committed = readFileSync(new URL('../../src/numerics/kernels/kernels.wasm', import.meta.url));

test('kernels.wasm is what src/numerics/kernels/assembly and src/numerics/elementary compile to', async () => {
  expect(Buffer.compare(committed, await compile())).toBe(0);
});

test('it imports nothing and uses neither relaxed SIMD nor threads', () => {
  const module = new WebAssembly.Module(committed);
  expect((WebAssembly.Module as unknown as { imports: (m: object) => unknown[] }).imports(module)).toEqual([]);
  // Relaxed instructions are 0xfd followed by 0x100 and above in LEB128: 0x80 to 0xff and then 0x02 to 0x03.
  const { length } = committed;
  let relaxed = 0;
  for (let k = 0; k + 2 < length; k++)
    if (committed[k] === 0xfd && committed[k + 1]! >= 0x80 && committed[k + 1]! <= 0x93 && committed[k + 2] === 0x02)
      relaxed++;
  expect(relaxed).toBe(0);
});
