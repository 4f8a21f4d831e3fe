/** Where the files of figures lie, beside the texts that speak of them. */
export const FOLDER = 'figures';

/** A name that a file of a figure of ours has, whatever the report. */
export const isFile = (name: string): boolean => /^(dial|scatter)-[a-z0-9-]+\.(svg|pdf|csv)$/.test(name);
