/** A question that is not the task itself. */
export { ask } from 'claimcheck';
