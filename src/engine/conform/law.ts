/** What is asked of every model, and what is found in one training. */
import type { Model, Trained } from '../../claim.js';
import type { Stranger } from '../train.js';
import type { Case } from './case.js';

/** A model that is looked at. */
export interface Subject {
  /** The name under which claims train it. */
  readonly name: string;
  /** In the place of another, or in its own. */
  readonly model: Stranger;
  /** The shipped one in whose place it stands. */
  readonly ours?: Model;
  /** The names of parameters and facts that claims look at, by claim and run. */
  readonly looked?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Where a claim looks at a run. */
export const looking = ({ claim, run }: { readonly claim: string; readonly run: string }): string =>
  JSON.stringify([claim, run]);

/** A training that gave what a training gives. */
export interface Training extends Case {
  readonly trained: Trained;
  /** The shipped model's, of the same task and rule; undefined where there is none or it refuses. */
  readonly ours: () => Trained | undefined;
}

/** What breaks a law, in one sentence; `kept`; or nothing where there was nothing to look at. */
export type Found = { readonly broken: string } | 'kept' | undefined;

export interface Law {
  readonly name: string;
  /** What it asks, in a few words. */
  readonly asks: string;
  /** One training of each kind of rule is enough. */
  readonly once?: true;
  readonly look: (of: Subject, training: Training) => Found;
}

export const broken = (sentence: string): Found => ({ broken: sentence });

/** What an attempt says of it. */
export function attempted(attempt: () => void): Found {
  try {
    attempt();
    return 'kept';
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  }
}
