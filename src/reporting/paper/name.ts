/** Names of numbers in a paper: what a reader can guess, and no two the same. */

/** Small letters and digits, and a hyphen for everything between them. */
const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/**
 * A name for each text, in their order: where one is taken, the next has -2, -3, ... after it.
 * @param without what stands for a text without a letter or digit of ours
 */
export function names(texts: readonly string[], without: string): string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const first = bare(text) || without;
    let name = first;
    for (let twin = 2; taken.has(name); twin++) name = `${first}-${twin}`;
    taken.add(name);
    return name;
  });
}
