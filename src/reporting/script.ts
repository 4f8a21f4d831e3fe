/**
 * The one script of index.html, which nothing needs that is there to be read: it chooses among the claims of a report by verdict,
 * passage, marking and text, and opens what is folded where a link leads into it and before the page is printed. The content
 * security policy allows it by its digest, and it loads and stores nothing. Without it the browser's own search remains.
 */
export const SCRIPT = `
(() => {
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const make = (name, fields = {}, ...inner) => {
    const made = Object.assign(document.createElement(name), fields);
    made.append(...inner);
    return made;
  };
  const claims = all('section.claim[data-verdict]');
  const table = document.getElementById('verdicts');
  const unfold = (node) => {
    for (; node; node = node.parentElement) if (node.localName === 'details') node.open = true;
  };
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('details:not([open])');
    for (const each of folded) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of folded) each.open = false;
  });

  let show = () => {};
  if (table && claims.length > 1) {
    const rows = new Map(all('tbody tr', table).map((row) => [row.querySelector('a')?.getAttribute('href').slice(1), row]));
    const texts = new Map();
    const textOf = (claim) => {
      if (!texts.has(claim)) texts.set(claim, claim.textContent.toLowerCase());
      return texts.get(claim);
    };
    const values = (key) => [...new Set(claims.flatMap((claim) => key === 'verdict' ? [claim.dataset[key]] : claim.dataset[key].split(' ')))];
    const choice = (key, name) => {
      const select = make('select', {}, new Option('any', ''), ...values(key).map((value) => new Option(value, value)));
      return { key, select, label: make('label', {}, name + ' ', select) };
    };
    const choices = [choice('verdict', 'Verdict'), choice('talk', 'Passage'), choice('marking', 'Of the talk')];
    const text = make('input', { type: 'search' });
    const count = make('output');
    const form = make('form', {}, ...choices.map(({ label }) => label), make('label', {}, 'Text ', text), make('button', { type: 'reset', textContent: 'All' }), count);
    form.setAttribute('role', 'search');
    form.setAttribute('aria-label', 'Claims');
    const choose = () => {
      const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const claim of claims) {
        const fits = ({ key, select: { value } }) =>
          value === '' || (key === 'verdict' ? claim.dataset[key] === value : claim.dataset[key].split(' ').includes(value));
        claim.hidden = !(choices.every(fits) && words.every((word) => textOf(claim).includes(word)));
        const row = rows.get(claim.id);
        if (row) row.hidden = claim.hidden;
        if (!claim.hidden) shown += 1;
      }
      for (const passage of all('section.passage')) {
        passage.hidden = true;
        for (let next = passage.nextElementSibling; next?.matches('.claim'); next = next.nextElementSibling)
          if (!next.hidden) passage.hidden = false;
      }
      count.textContent = shown + ' of ' + claims.length + ' claims';
    };
    form.addEventListener('input', choose);
    form.addEventListener('reset', () => setTimeout(choose));
    form.addEventListener('submit', (event) => event.preventDefault());
    table.querySelector('h2').after(form);
    choose();
    show = (node) => {
      if (node.closest('[hidden]')) form.reset();
    };
  }

  const lead = () => {
    const name = location.hash.slice(1);
    let node = document.getElementById(name);
    try {
      node ??= document.getElementById(decodeURIComponent(name));
    } catch {}
    if (!node) return;
    show(node);
    unfold(node);
    // Twice: what comes near the screen is laid out only then, and moves what is below it.
    for (const after of [0, 120]) setTimeout(() => node.scrollIntoView(), after);
  };
  addEventListener('hashchange', lead);
  addEventListener('click', ({ target }) => {
    if (target.closest('a')?.getAttribute('href') === location.hash) lead();
  });
  if (location.hash) lead();
})();
`;
