/** `1 thread`, `2 threads`, `1 batch`, `2 batches` */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;
