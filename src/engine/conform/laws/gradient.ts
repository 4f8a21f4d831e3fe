/**
 * The gradient that a model offers is that of the loss that it offers with it: central differences of the loss agree, entry by
 * entry. Looked at where training ended and, since it may be 0 there, beside it.
 */
import type { Model, Trained } from '../../../claim.js';
import { shown } from '../../../form/shown.js';
import { pow } from '../../../numerics/elementary.js';
import { seededStream } from '../../../numerics/stream.js';
import { copied } from '../../lend.js';
import { precision } from '../../train.js';
import { attempted, broken, type Found, type Law, type Subject, type Training } from '../law.js';

type Parameters = Trained['parameters'];

/** So many entries of each parameter. */
const ENTRIES = 8;

function formed(value: unknown, parameters: Parameters): void {
  const { loss, gradient } = (value ?? {}) as { loss?: unknown; gradient?: Parameters };
  if (typeof loss !== 'number' || !Number.isFinite(loss))
    throw new Error(
      `its gradient comes with the loss ${shown(loss)}; expected { loss, gradient }, loss a finite number`,
    );
  if (typeof gradient !== 'object' || gradient === null || Object.keys(gradient).length === 0)
    throw new Error(`its gradient is ${shown(gradient)}; expected Float64Arrays by the names of parameters`);
  for (const [of, slope] of Object.entries(gradient))
    if (!(slope instanceof Float64Array) || slope.length !== parameters[of]?.length)
      throw new Error(
        `its gradient has ${of}, ${shown(slope)}, and parameters.${of} is ${shown(parameters[of])}; expected the same length`,
      );
}

/** Beside the end: every entry moved by a tenth of its size, or of the size of its vector where it is 0. */
function beside(parameters: Parameters): Parameters {
  const stream = seededStream(1);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => {
      const size = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length) || 1;
      return [name, values.map((value) => value + 0.1 * (Math.abs(value) + 0.1 * size) * stream.normal())];
    }),
  );
}

/** The entries that are compared, spread over the whole. */
const entries = (length: number): number[] =>
  Array.from({ length: Math.min(length, ENTRIES) }, (_, k) => Math.floor((k * length) / Math.min(length, ENTRIES)));

/** @returns one sentence where a difference is another than the gradient */
function differs(
  { model }: Subject,
  { task, rule }: Training,
  gradient: NonNullable<Model['gradient']>,
  at: Parameters,
  where: string,
): string | undefined {
  const asked = (parameters: Parameters) => gradient(copied(task), copied(rule), copied(parameters));
  const here = asked(at);
  formed(here, at);
  // About the cube root of the rounding, where both errors of a central difference are alike.
  const third = pow(precision(model), 1 / 3);
  const loss = (of: string, j: number, to: number) =>
    asked({ ...at, [of]: at[of]!.map((value, k) => (k === j ? to : value)) }).loss;
  for (const [of, slope] of Object.entries(here.gradient)) {
    const size = Math.sqrt(at[of]!.reduce((sum, value) => sum + value * value, 0) / at[of]!.length) || 1;
    for (const j of entries(slope.length)) {
      const is = at[of]![j]!;
      /** The slope by differences over h to both sides, and what rounding of the loss may make of it. */
      const central = (h: number) => {
        const [up, down] = [loss(of, j, is + h), loss(of, j, is - h)];
        return {
          slope: (up - down) / (2 * h),
          rounding: (precision(model) * 64 * (Math.abs(up) + Math.abs(down))) / h,
        };
      };
      // A kink within h spoils one of them and hardly both.
      const agree = [1, 1 / 32].some((part) => {
        const h = part * third * (Math.abs(is) + 0.1 * size);
        const [one, two] = [central(h), central(2 * h)];
        const most =
          one.rounding +
          4 * Math.abs(one.slope - two.slope) +
          16 * third * third * (Math.abs(one.slope) + Math.abs(slope[j]!));
        return Math.abs(one.slope - slope[j]!) <= most;
      });
      if (!agree)
        return (
          `its gradient by ${of}[${j}] is ${slope[j]} ${where}, and central differences of its loss give ` +
          `${central(third * (Math.abs(is) + 0.1 * size)).slope}; expected the same up to rounding`
        );
    }
  }
  return undefined;
}

export const gradient: Law = {
  name: 'gradient',
  asks: 'the gradient that it offers is that of its loss, by central differences',
  once: true,
  look: (subject, training): Found => {
    const offered = subject.model.gradient;
    if (!offered || training.trained.stopped === 'diverged') return undefined;
    const { parameters } = training.trained;
    let sentence: string | undefined;
    const found = attempted(() => {
      sentence =
        differs(subject, training, offered, parameters, 'where training ended') ??
        differs(subject, training, offered, beside(parameters), 'beside it');
    });
    return sentence === undefined ? found : broken(sentence);
  },
};
