/** The parameters that a claim may look at are there, in the lengths that are declared. */
import { complete } from '../../train.js';
import { attempted, type Law } from '../law.js';

export const parameters: Law = {
  name: 'parameters',
  asks: 'every parameter is there, in the length that is declared',
  look: ({ name, model }, { task, rule, trained }) =>
    model.insteadOf.shapes && attempted(() => complete(name, model, task, rule, trained)),
};
