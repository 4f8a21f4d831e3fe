/** What a report records of the laws that there are: criteria, by the fields of their law, and evidence under one of them. */
import { z } from 'zod';
import { laws, type Criterion } from './criterion.js';
import { count, number, type Of } from './datum.js';
import { shapesOf, type Shapes } from './fields.js';
import { summary } from './summary.js';

const SHAPES: { readonly [S in keyof Shapes]: z.ZodType<Shapes[S]> } = {
  number,
  flag: z.boolean(),
  count,
  numbers: z.array(number),
  budget: z.strictObject({ quick: count, standard: count, paper: count }),
};

const each = laws().map(({ name, fields }) => {
  const held = shapesOf(fields).map(([field, shape, left]) => [field, left ? SHAPES[shape].optional() : SHAPES[shape]]);
  return z.strictObject({ law: z.literal(name), ...Object.fromEntries(held) });
});
type Several<T> = [T, ...T[]];

export const criterion = z.discriminatedUnion(
  'law',
  each as Several<(typeof each)[number]>,
) as unknown as z.ZodType<Criterion>;

export const evidence = summary.extend({ law: z.enum(laws().map(({ name }) => name as Criterion['law'])) });
export type Summary = Of<typeof evidence>;
