/** Texts that try to be read as marks, by whatever reads them. */
import fc from 'fast-check';

const PIECES = [
  ...'<>&"\'`=/\\!-? \n\t#%;:()[]{}$@aX0é€',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  ' onfocus=alert(1) autofocus ',
  '</title>',
  '</style>',
  '</script',
  '</textarea>',
  '<!--',
  '-->',
  ']]>',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '&lt;b&gt;',
  '&#x3C;',
  '&amp',
  '<table>',
  '</table>',
  '\\href{javascript:alert(1)}{x}',
  '\\htmlClass{x}{y}',
  '\u2028',
  '\u202e',
  '\ue000',
  '\ufeff',
];

export const hostile: fc.Arbitrary<string> = fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 12 });
