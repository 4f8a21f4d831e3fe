/** Says a sentence once, however often it is true; said again only after it was not. */
export function once(say: (text: string) => void): (text?: string) => void {
  let last: string | undefined;
  return (text) => {
    if (text !== undefined && text !== last) say(text);
    last = text;
  };
}
