import type { Population } from 'claimcheck';
import { digest } from 'claimcheck/numerics/digest';

const words = (fields: object): string =>
  Object.entries(fields)
    .map(([name, value]) => {
      const number = typeof value === 'number';
      return `${name} = ${number ? Number(value.toPrecision(4)) : JSON.stringify(value).replaceAll('"', '')}`;
    })
    .join(', ');

/** The same tasks with some fields fixed, for example `fixing(population, { alpha: 1 })`: a control or a dial point. */
export function fixing<T>(population: Population<T>, fields: Partial<T>): Population<T> {
  const label = Object.entries(fields)
    .map(([name, value]) => `${name} = ${typeof value === 'object' ? digest(value).slice(0, 8) : String(value)}`)
    .join(', ');
  return {
    name: `${population.name} with ${label}`,
    version: population.version,
    ...(population.about !== undefined && { about: `${population.about} Here ${words(fields)} in every task.` }),
    drawsOf: population.drawsOf ?? population,
    arbitrary: population.arbitrary.map((task) => ({ ...task, ...fields })),
  };
}
