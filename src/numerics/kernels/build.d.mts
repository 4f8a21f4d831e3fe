/** The bytes that the sources of the kernels compile to. */
export function compile(): Promise<Uint8Array>;
