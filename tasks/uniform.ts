/** Numbers that are uniform as numbers, for populations. */
export { logUniform, uniform, type Interval } from 'claimcheck';
