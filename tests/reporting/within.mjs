/** What tests look at inside a page. Each function runs there: it sees the document, and nothing of this file. */

export const unfold = () => {
  for (const each of document.querySelectorAll('details')) each.open = true;
};

/** Ids that are there twice or empty, links into the page that lead nowhere, and links out that are no https. */
export const links = () => {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const all = [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'));
  const into = all.filter((href) => href.startsWith('#'));
  return {
    count: into.length,
    twice: ids.filter((id, k) => id === '' || ids.indexOf(id) !== k),
    lost: into.filter((href) => !document.getElementById(decodeURIComponent(href.slice(1)))),
    odd: all.filter((href) => !/^(#|https:\/\/|data:(text\/csv|application\/json)[;,])/.test(href)),
  };
};

/** By how many pixels the page is wider than its window, and what reaches out of it. */
export const sideways = () => {
  const room = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - room;
  const scrolls = (at) => at !== null && (getComputedStyle(at).overflowX !== 'visible' || scrolls(at.parentElement));
  const wide = [...document.querySelectorAll('body *')].filter(
    (at) => at.getBoundingClientRect().right > room + 1 && !scrolls(at.parentElement),
  );
  return { over, wide: wide.slice(0, 5).map((at) => at.outerHTML.slice(0, 100)) };
};

/** What axe has against the page, by those rules or by all. */
export const against = async (rules) => {
  const { violations } = await globalThis.axe.run(document, {
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  });
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, impact, nodes }) =>
      nodes.slice(0, 3).map(({ html }) => `${id} (${impact}): ${html.slice(0, 160)}`),
    );
};

/** Where the keyboard is: whether that is seen, and comes after where it was; null where it has left the page. */
export const focused = () => {
  const now = document.activeElement;
  const before = globalThis.before;
  globalThis.before = now;
  if (now === document.body || now === null) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(now);
  const { top, bottom, right, width } = now.getBoundingClientRect();
  return {
    what: now.outerHTML.slice(0, 80),
    marked: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
    inside: bottom > 0 && top < innerHeight && right > 0 && width > 1,
    next:
      !before || before === document.body || !!(before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
};

/** Puts words at the start and end of every figure, and into all that is folded, without moving anything. */
export const marks = () => {
  const mark = (within, word, edge) => {
    const at = document.createElement('span');
    at.textContent = word;
    // Set by the object model, which the policy of the page allows.
    Object.assign(at.style, { position: 'absolute', left: 0, fontSize: '4px', [edge]: 0 });
    within.style.position = 'relative';
    within.append(at);
  };
  // One within another, such as a formula in what is folded, is cut where that is.
  const figures = [...document.querySelectorAll('figure, svg')].map((each) =>
    each.localName === 'svg' ? each.parentElement : each,
  );
  const unique = [...new Set(figures)];
  unique.forEach((figure, k) => {
    mark(figure, `qa${k}z`, 'top');
    mark(figure, `qe${k}z`, 'bottom');
  });
  const folded = [...document.querySelectorAll('details')];
  folded.forEach((each, k) => each.append(`qd${k}z`));
  return { figures: unique.length, folded: folded.length };
};

/** All that is there to be read, also what is far from the screen and therefore not laid out yet. */
export const text = () => {
  for (const each of document.querySelectorAll('section')) each.style.contentVisibility = 'visible';
  return (document.querySelector('main') ?? document.body).innerText;
};

/** The elements, with the names of their attributes; formulas, those of figures too, are what their TeX makes them. */
export const skeleton = () =>
  [...document.querySelectorAll('body *')]
    .filter((at) => !at.closest('math, .katex-error') && !at.matches('sup, sub, .katex, tspan'))
    .map((at) => `${at.localName} ${at.getAttributeNames().join(' ')}`)
    .join('\n');

/** Whether a marker was set, what could have set it, and the text. */
export const foreign = () => ({
  marked: document.documentElement.dataset.marked,
  elements: document.querySelectorAll('img, iframe, object, embed, base, link, body style').length,
  text: document.body.textContent,
});

/** Leads to a place in the page, as a link does. */
export const lead = (hash) => {
  location.hash = hash;
};

/** How far from the top of the window it is. */
export const above = (id) => Math.abs(document.getElementById(id).getBoundingClientRect().top);

/** Whether the keyboard is within what is to be read. */
export const arrived = () => document.activeElement.closest('main') !== null;

/** The claims, by whether they are shown. */
export const claims = () => {
  const all = [...document.querySelectorAll('section.claim[id]')];
  const shown = all.filter((each) => each.checkVisibility());
  const rows = [...document.querySelectorAll('#verdicts tbody tr')].filter((row) => row.checkVisibility());
  return { all: all.length, shown: shown.map(({ id }) => id), rows: rows.length };
};
