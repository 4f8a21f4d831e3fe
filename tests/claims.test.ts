import { testClaims } from '../src/vitest.js';

testClaims({ level: 'quick' });
