/** The same training twice gives the same bits, and in another process of the same installation too. */
import type { Model, Trained } from '../../../claim.js';
import { shown } from '../../../form/shown.js';
import { change } from '../../lend.js';
import { broken, type Law } from '../law.js';
import { ask } from '../training.js';

/** A model that trains elsewhere has one: the same program, started afresh. */
const witnessOf = (model: Model & { readonly witness?: Model }) => model.witness?.train;

const outcome = ({ parameters, steps, stopped, facts }: Trained) => ({ parameters, steps, stopped, facts });

export const bits: Law = {
  name: 'the same bits',
  asks: 'the same training gives the same bits when it is asked again',
  once: true,
  look: (subject, training) => {
    if (subject.model.reproducible === 'statistically') return undefined;
    const elsewhere = witnessOf(subject.model);
    for (const [where, by] of [
      ['', subject.model.train],
      [' by another process', elsewhere],
    ] as const) {
      if (!by) continue;
      const again = ask(subject, training, by);
      if (!again.trained) return again.answered;
      const differs = change(outcome(training.trained), outcome(again.trained));
      if (differs)
        return broken(
          `${differs.at.slice(1)} was ${shown(differs.was)}, and asked again${where} it is ${shown(differs.is)}; ` +
            "expected the same bits (draw from the streams alone), or reproducible: 'statistically'",
        );
    }
    return 'kept';
  },
};
