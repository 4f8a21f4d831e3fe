/** @throws Error for a field outside `known` (words separated by spaces): a rule must not be followed in part */
export function refuseOthers(model: string, rule: object, known: string): void {
  const words = new Set(known.split(' '));
  for (const [field, value] of Object.entries(rule))
    if (value !== undefined && !words.has(field))
      throw new Error(`${model} on tfjs does not implement "${field}" of the rule`);
}
