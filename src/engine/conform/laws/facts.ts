/** What the claims look at is reported: no name is missing, and facts are finite numbers. */
import { broken, looking, type Law } from '../law.js';

export const facts: Law = {
  name: 'facts',
  asks: 'every fact and parameter that the claims look at is reported, and is a finite number',
  look: ({ looked, model }, { at, trained }) => {
    if (trained.stopped === 'diverged' || trained.stopped === 'budget') return undefined;
    const declared = { ...model.insteadOf.facts, ...model.facts };
    const wanted = [...((at && looked?.get(looking(at))) ?? (looked ? [] : Object.keys(declared)))];
    for (const name of wanted) {
      const value = trained.facts?.[name];
      if (value === undefined && trained.parameters[name] === undefined)
        return broken(
          `it does not report "${name}"${declared[name] === undefined ? '' : ` (${declared[name]})`}, which ` +
            `${looked ? 'the claim looks at' : 'it declares'}; it has ${Object.keys({ ...trained.parameters, ...trained.facts }).join(', ')}`,
        );
      // What nobody looks at may be none.
      if (looked && value !== undefined && !Number.isFinite(value))
        return broken(`its fact "${name}" is ${value}; expected a finite number`);
    }
    return wanted.length > 0 ? 'kept' : undefined;
  },
};
