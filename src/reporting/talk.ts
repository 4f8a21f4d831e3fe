/**
 * The passages of the talk that the suite settles, in our own words, with the hedges of the original, and in the order in
 * which they are made: Tengyu Ma at an overseas scholars event of the Beijing Academy of Artificial Intelligence, as reported
 * in Chinese (2020). What of the talk no claim is about is named in docs/limits.md.
 */
import type { Marking, Passage } from '../claim.js';

export const TALK: Readonly<Record<Passage, string>> = {
  T1: 'Models with more parameters than data generalize, against classical wisdom; the excess is even needed.',
  T2: "Occam's razor survives: models of low complexity may also generalize well. The hard part is which complexity to measure, and how to find it.",
  T3: 'The learning rate is decisive: with a large one, a two-layer network can represent only linear functions.',
  T4: 'In that result it is the noise that regularizes: under noise only simple solutions are represented.',
  T5: 'Initialization decides too: from a large one it is easier to get the solution of least neural-tangent-kernel norm.',
  T6: 'A small initialization leans to a richer regime than the kernel one: to least L1 norm, for example, or least nuclear norm.',
  T7: 'Woodworth et al. basically show that a model initialized small converges to the solution of least L1 norm, and not to that of least L2 norm.',
  T8: 'Different algorithms have different preferences, and each preference is a measure of complexity.',
  T9: 'The complexity that the algorithm prefers is basically the right measure of complexity.',
  T10: '“Low complexity generalizes” is the easy half. “The algorithm prefers low complexity” is where proofs stop; classically, whether it gets there is, in his words, “all luck”. Regularizing explicitly necessarily changes the algorithm, and separates the two.',
  T11: 'Once the algorithm is regularized, double descent may no longer appear.',
  T12: 'A very convincing counterexample shows that uniform convergence cannot explain what happens in deep learning; it is about existing algorithms.',
  T13: 'With regularization added to the algorithm, such counterexamples very likely no longer hold.',
  T14: 'A criterion: optimization and statistics are separated if, once the objective is regularized, every algorithm reaches the same generalization.',
  T15: 'Explicit regularization can now replace implicit regularization, though not yet completely; he believes in that direction.',
  T16: 'The aim is to depend less on huge data, by algorithms that we both understand and can guarantee.',
};

const MARKING: Readonly<Record<Marking, string>> = {
  says: 'stated in the talk',
  implies: 'follows from what the talk states',
  ours: 'our reading of what the talk points at',
};

/** How a claim stands to the passages that it serves. */
export const marked = ({ marking, finding }: { readonly marking: Marking; readonly finding?: boolean }): string =>
  `${MARKING[marking]}${finding ? '; a boundary: how far the passage reaches' : ''}`;
