/**
 * Questions about a table of real images: 1,797 handwritten digits of 8 x 8 pixels (tasks/data/digits.ts). A task is a random
 * subset of the images and a random question about them, so that tasks are independent of each other given the table; what is
 * found is about draws from this table.
 *
 * Three of the 64 pixels are white in every image, and left out. Any other is its 0..16 divided by 16, less its mean over the
 * table; these 1,797 x 61 numbers have full rank.
 */
import type { Population, Stream } from 'claimcheck';
import { columnsOf, matrix, type Matrix } from 'claimcheck/numerics/matrix';
import { DIGITS, LETTERS } from './data/digits.js';
import { drawn } from './drawn.js';
import type { Sample } from './sample.js';
import { chosen, howMany, samples, type OfTable, type Sizes } from './table.js';

const PIXELS = 64;
/** Of an image, its digit and a 0; 44 letters. */
const NUMBERS = 66;

export interface Table {
  /** 1,797 x 64, each 0..16. */
  readonly pixels: Uint8Array;
  /** 1,797, each 0..9. */
  readonly digits: Uint8Array;
}

function decoded(): Table {
  const text = DIGITS.replaceAll('\n', '');
  const count = (3 * text.length) / (2 * NUMBERS);
  const pixels = new Uint8Array(count * PIXELS);
  const digits = new Uint8Array(count);
  for (let k = 0; k < text.length / 2; k++) {
    let three = LETTERS.indexOf(text[2 * k]!) + 71 * LETTERS.indexOf(text[2 * k + 1]!);
    for (let at = 3 * k; at < 3 * k + 3; at++) {
      const [image, place] = [Math.floor(at / NUMBERS), at % NUMBERS];
      if (place < PIXELS) pixels[image * PIXELS + place] = three % 17;
      else if (place === PIXELS) digits[image] = three % 17;
      three = Math.floor(three / 17);
    }
  }
  return { pixels, digits };
}

let known: Table | undefined;
/** The table, read at its first use. */
export const table = (): Table => (known ??= decoded());

let held: Matrix | undefined;
/** 1,797 x 61: pixels by 16, less their means over the table. */
function centred(): Matrix {
  if (held) return held;
  const { pixels, digits } = table();
  const sums = new Float64Array(PIXELS);
  for (let k = 0; k < pixels.length; k++) sums[k % PIXELS]! += pixels[k]!;
  const inked = [...sums.keys()].filter((j) => sums[j]! > 0);
  const X = matrix(digits.length, inked.length);
  for (let i = 0; i < X.rows; i++)
    inked.forEach((j, at) => {
      X.data[i * X.cols + at] = (pixels[i * PIXELS + j]! - sums[j]! / X.rows) / 16;
    });
  return (held = X);
}

const counted = (sizes: Sizes): string =>
  `${sizes.n + sizes.heldOut + sizes.test} different ones of the 1,797 handwritten digits of 8 x 8 pixels that scikit-learn ships, their 61 ` +
  `pixels that are not white in all, in 1/16 and less their means over the table: ${howMany(sizes)}`;

export interface DigitQuestion extends OfTable {
  /** The five digits whose images are labelled 1; the others are labelled -1. */
  readonly ones: readonly number[];
}

function question(stream: Stream, sizes: Sizes): DigitQuestion {
  const { digits } = table();
  const ones = chosen(stream, 5, 10);
  return { ...samples(stream, sizes, centred(), (image) => (ones.includes(digits[image]!) ? 1 : -1)), ones };
}

/** Are these images of five digits drawn at random, or of the other five? */
export const digitQuestions = (name: string, sizes: Sizes): Population<DigitQuestion> =>
  drawn(
    name,
    `${counted(sizes)}. y = 1 on images of five digits drawn at random, -1 on those of the other five.`,
    (stream) => question(stream, sizes),
  );

export interface PixelsAndDigits {
  /** One pixel, in standard deviations over the table, from the 60 others. */
  readonly pixel: OfTable;
  /** The question about digits, from all 61. */
  readonly digits: DigitQuestion;
}

/** Pixels that differ enough between images to be asked for: their standard deviation over the table is above this. */
const LEAST = 4 / 16;

let deviations: Float64Array | undefined;
/** 61: of every pixel over the table. */
function deviation(): Float64Array {
  if (deviations) return deviations;
  const { rows, cols, data } = centred();
  const sums = new Float64Array(cols);
  for (let k = 0; k < data.length; k++) sums[k % cols]! += data[k]! * data[k]!;
  return (deviations = sums.map((sum) => Math.sqrt(sum / rows)));
}

/** The pixel `asked` of every image, from the others. */
const fromOthers = ({ X }: Sample, asked: number): Sample => {
  const y = Float64Array.from({ length: X.rows }, (_, i) => X.data[i * X.cols + asked]! / deviation()[asked]!);
  const others = Array.from({ length: X.cols }, (_, j) => j).filter((j) => j !== asked);
  return { X: columnsOf(X, others), y };
};

/** What is this pixel, and are these images of five digits drawn at random? Of the same images. */
export const pixelsAndDigits = (name: string, sizes: Sizes): Population<PixelsAndDigits> =>
  drawn(
    name,
    `${counted(sizes)}. Two questions of them: one pixel in standard deviations, drawn among the 34 whose standard deviation ` +
      'is above 4/16, from the 60 others; and y = 1 on images of five digits drawn at random, -1 on those of the other five.',
    (stream) => {
      const candidates = [...deviation().keys()].filter((j) => deviation()[j]! > LEAST);
      const asked = candidates[stream.integer(candidates.length)]!;
      const digits = question(stream, sizes);
      const pixel = {
        ...fromOthers(digits, asked),
        heldOut: fromOthers(digits.heldOut, asked),
        test: fromOthers(digits.test, asked),
      };
      return { pixel, digits };
    },
  );
