/** Predictions are those of the parameters: at the rows that it trained on, and at rows that it never saw. */
import { agrees, finished } from '../../train.js';
import { attempted, type Law } from '../law.js';
import { complete } from '../../train.js';

export const predictions: Law = {
  name: 'predictions',
  asks: 'predictions are those of the parameters, at the rows of the task and at new ones',
  look: ({ name, model }, { task, rule, streams, trained }) => {
    const { predicts } = model.insteadOf;
    if (!predicts || !finished(trained)) return undefined;
    // What lacks a parameter is told so once.
    if (attempted(() => complete(name, model, task, rule, trained)) !== 'kept') return undefined;
    return attempted(() => agrees(name, model, task, rule, trained, streams));
  },
};
