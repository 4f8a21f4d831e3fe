import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colors for a stream that is a terminal, unless NO_COLOR is set; none in a pipe, unless FORCE_COLOR is. */
export function colorsFor(stream: { readonly isTTY?: boolean | undefined }): Colors {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const wanted = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== '';
  return picocolors.createColors(!NO_COLOR && (wanted || (stream.isTTY === true && TERM !== 'dumb')));
}
