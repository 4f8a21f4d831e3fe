/** Where random numbers come from (numerics/stream.ts draws them). */

/** A source of independent draws. Two streams with the same name give the same draws on every machine. */
export interface Stream {
  /** An integer uniform on 0 .. 2^32 - 1. */
  bits(): number;
  /** Uniform on [0, 1), a multiple of 2^-53. */
  uniform(): number;
  /** Standard normal, by the polar method. */
  normal(): number;
  /** An integer uniform on 0 .. below - 1, unbiased. */
  integer(below: number): number;
}

/** The streams of one trial. Each access gives the stream from its beginning. */
export interface Streams {
  /** Draws of the training rule: initialization, mini-batches. */
  readonly train: () => Stream;
  /** Noise injected during training. */
  readonly noise: () => Stream;
  /** Evaluation points; shared by a claim and its controls. */
  readonly eval: () => Stream;
}
