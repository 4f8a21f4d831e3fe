/** Where a queue is: the URL of a Redis, and what of it may be shown. */

export interface Address {
  readonly url: string;
  /** Without the password. */
  readonly shown: string;
  readonly secret: boolean;
  /** A text of others in which the password may stand, without it. */
  readonly hidden: (text: string) => string;
}

/** What is expected of one; the value itself is not shown, since a password may be in it. */
export const EXPECTED =
  'redis://HOST:PORT, or rediss:// for TLS, with USER:PASSWORD@ before the host and /NUMBER of a database after it where they are needed';

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A name of a host has no more characters (RFC 1035); that of a user stands in sentences, too. */
const LONGEST = 253;

/** @returns undefined where it is none */
export function addressOf(text: string): Address | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (!/^rediss?:$/.test(url.protocol) || url.hostname === '' || !/^(\/\d*)?$/.test(url.pathname)) return undefined;
  if (url.search !== '' || url.hash !== '') return undefined;
  if (url.hostname.length > LONGEST || url.username.length > LONGEST) return undefined;
  const { password, username } = url;
  const user = username === '' ? '' : `${username}:`;
  const words = [...new Set([password, decoded(password)])].filter((word) => word !== '');
  return {
    url: text,
    shown: `${url.protocol}//${password === '' ? user.replace(':', '@') : `${user || ':'}***@`}${url.host}${url.pathname}`,
    secret: password !== '',
    hidden: (said) => words.reduce((left, word) => left.replaceAll(word, '***'), said),
  };
}
