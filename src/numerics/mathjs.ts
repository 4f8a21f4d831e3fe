/** The parser of mathjs. The package is 670 files; src/build.mjs makes one of those that it needs, and of this one. */
import { create, parseDependencies } from 'mathjs/number';

export const { parse } = create(parseDependencies!) as { readonly parse: (source: string) => unknown };
