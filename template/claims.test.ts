/** Every claim in `claims/` is a test: what holds passes, and everything else fails with its reasons. */
import { testClaims } from 'claimcheck/vitest';

testClaims({ claims: 'claims' });
