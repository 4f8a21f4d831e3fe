/**
 * Plain data is declared once, as a schema; its type is inferred from that. Import such a type as a type: the schema itself
 * is needed only where data is read or the published JSON Schema is made.
 */
import { z } from 'zod';

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
/** What a schema describes, once its numbers are decoded; nothing of it may be changed. */
export type Of<S extends z.ZodType> = Frozen<z.output<S>>;

const WORDS = ['NaN', 'Infinity', '-Infinity', '-0'] as const;
/** Its type is said, since the compiler writes the word for -Infinity as an expression into declarations. */
export const number: z.ZodType<number, number | (typeof WORDS)[number]> = z
  .union([z.number(), z.enum(WORDS)])
  .transform((value) => Number(value))
  .describe('A float64; "NaN", "Infinity", "-Infinity" and "-0" are written as strings.');
export const count = z.int().min(0);
export const text = z.string();
