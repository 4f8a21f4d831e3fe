/** When a property counts as true of a population. The risk of error belongs to the level, never to the claim. */
import type { Law } from './law.js';
import words from './laws.js';

export type { Budget } from './fields.js';

/** Plain data, as one of the words gives it. */
export type Criterion = ReturnType<(typeof words)[number]>;

const LAWS: ReadonlyMap<string, Law> = new Map(words.map(({ law }) => [law.name, law]));

/** By their names, in order. */
export const laws = (): Law[] => [...LAWS.values()];

export const hasLaw = (name: unknown): name is Criterion['law'] => LAWS.has(name as string);

/** The law of a criterion, and of whatever else names one. */
export const lawOf = ({ law }: { readonly law: Criterion['law'] }): Law => LAWS.get(law)!;

/** What criteria say as a list: the tasks are those of the population's list, once each. */
export const isListed = (criterion: Criterion): boolean => lawOf(criterion).exact === 'listed';
