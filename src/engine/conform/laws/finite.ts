/** Every parameter is a number, unless training says that it diverged. */
import { broken, type Law } from '../law.js';

export const finite: Law = {
  name: 'finite',
  asks: 'every parameter is a finite number',
  look: (_, { trained: { parameters, stopped } }) => {
    if (stopped === 'diverged') return undefined;
    for (const [name, values] of Object.entries(parameters)) {
      const at = values.findIndex((value) => !Number.isFinite(value));
      if (at >= 0)
        return broken(
          `parameters.${name}[${at}] is ${values[at]}, and training ended by "${stopped}"; ` +
            'expected finite numbers, or stopped: "diverged"',
        );
    }
    return 'kept';
  },
};
