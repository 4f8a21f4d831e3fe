/** @returns how many files were rewritten */
export function build(): Promise<number>;
