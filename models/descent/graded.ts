/** One fault in four sizes, by which a report tells how fine a claim sees. */
import type { Fault } from 'claimcheck';

/** `...graded('alpha', (grade) => `initialized at (1 + ${grade}) alpha`, (grade) => ...)`: alpha off by 1%, 3%, 10%, 30%. */
export const graded = <F>(
  name: string,
  what: (grade: number) => string,
  by: (grade: number) => F,
  grades: readonly number[] = [0.01, 0.03, 0.1, 0.3],
): Record<string, Fault<F>> =>
  Object.fromEntries(
    grades.map((grade) => [
      `${name} off by ${Math.floor(100 * grade + 0.5)}%`,
      { what: what(grade), grade, by: by(grade) },
    ]),
  );
