/** The bytes that the sources of the kernels compile to, with texts in the place of files of `assembly/` or beside them. */
export function compile(instead?: Readonly<Record<string, string>>): Promise<Uint8Array>;
