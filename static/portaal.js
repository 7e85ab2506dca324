/* Small conveniences for every page. All pages work without them.
 * Nothing here writes HTML: only text, attributes and existing elements. */
(() => {
  'use strict';

  const all = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

  /** Put the focus on the error summary, and its links on the field they name. */
  function focusErrors(root) {
    const summary = root.querySelector('[data-fouten]');
    if (!summary) return;
    summary.focus();
    summary.addEventListener('click', (event) => {
      const link = event.target.closest('a[href^="#"]');
      const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) return;
      const field = target.matches('input, select, textarea') ? target : target.querySelector('input, select, textarea') || target;
      event.preventDefault();
      field.focus({ preventScroll: true });
      (field.closest('.bp-veld') || field).scrollIntoView({ block: 'start' });
    });
  }

  /** A form marked data-eenmalig is sent once; a button that was pressed says so. */
  function sendOnce(form) {
    form.addEventListener('submit', (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.verstuurd) {
        event.preventDefault();
        return;
      }
      form.dataset.verstuurd = 'ja';
      event.submitter?.setAttribute('aria-disabled', 'true');
      event.submitter?.classList.add('utrecht-button--busy');
    });
  }

  function allowSending(root) {
    for (const form of all(root, 'form[data-verstuurd]')) {
      delete form.dataset.verstuurd;
      for (const button of form.querySelectorAll('button[aria-disabled]')) {
        button.removeAttribute('aria-disabled');
        button.classList.remove('utrecht-button--busy');
      }
    }
  }

  /** Narrow a list while typing: every word must occur in data-filter-tekst. */
  function quickFilter(input) {
    const block = input.closest('[data-filter-blok]');
    const list = document.getElementById(input.dataset.filter);
    if (!list) return;
    const items = [...list.querySelectorAll('[data-filter-tekst]')];
    const count = block?.querySelector('[data-filter-aantal]');
    if (block) block.hidden = false;
    input.addEventListener('input', () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const item of items) {
        const text = plain(item.dataset.filterTekst);
        item.hidden = !words.every((word) => text.includes(word));
        shown += item.hidden ? 0 : 1;
      }
      for (const group of list.querySelectorAll('[data-filter-groep]')) {
        group.hidden = !group.querySelector('[data-filter-tekst]:not([hidden])');
        const fold = group.querySelector(':scope > details');
        if (fold) fold.open = words.length > 0;
      }
      if (!count) return;
      count.textContent = !words.length ? '' : shown ? `${shown} van ${items.length}` : 'Niets gevonden. Druk op Enter of kies Zoeken: dan zoekt het portaal ook op woorden die erop lijken.';
    });
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !input.name) event.preventDefault(); // one with a name is sent: the portal looks further
    });
  }

  /** Whether a condition on other answers holds: {"is": [name, value]}, ingevuld, gelijk, niet, en, of. */
  function holds(condition, valuesOf) {
    const [[kind, rest]] = Object.entries(condition);
    switch (kind) {
      case 'is':
        return valuesOf(rest[0]).includes(rest[1]);
      case 'ingevuld':
        return valuesOf(rest).length > 0;
      case 'gelijk':
        return valuesOf(rest[0]).length > 0 && String(valuesOf(rest[0])) === String(valuesOf(rest[1]));
      case 'niet':
        return !holds(rest, valuesOf);
      case 'en':
        return rest.every((part) => holds(part, valuesOf));
      case 'of':
        return rest.some((part) => holds(part, valuesOf));
      default:
        return true; // a kind this script does not know hides nothing
    }
  }

  /** Show a field with data-toon-als only while its condition holds; what is not asked counts as empty. */
  function showWhen(form) {
    const fields = [...form.querySelectorAll('[data-toon-als]')].map((field) => ({
      field,
      name: field.dataset.naam,
      condition: JSON.parse(field.dataset.toonAls),
    }));
    if (!fields.length) return;
    for (const words of form.querySelectorAll('[data-alleen-als]')) words.hidden = true;
    const update = () => {
      const data = new FormData(form);
      const valuesOf = (name) =>
        fields.some((other) => other.name === name && other.field.hidden) ? [] : data.getAll(name).filter(Boolean);
      for (let round = 0; round <= fields.length; round += 1) {
        for (const { field, condition } of fields) field.hidden = !holds(condition, valuesOf);
      }
      for (const card of form.querySelectorAll('section.bp-kaart:has([data-toon-als])')) {
        card.hidden = !card.querySelector('.bp-veld:not([hidden]), .bp-bijlagen');
      }
    };
    form.addEventListener('change', update);
    update();
  }

  const SWITCH = 'bp-sneltoetsen';
  const shortcutsOn = () => {
    try {
      return localStorage.getItem(SWITCH) !== 'uit';
    } catch {
      return true; // storage is switched off in the browser
    }
  };

  function shortcutSwitch(details) {
    const button = details.querySelector('button');
    const name = () => {
      button.textContent = shortcutsOn() ? 'Sneltoetsen uitzetten' : 'Sneltoetsen aanzetten';
    };
    button.addEventListener('click', () => {
      try {
        localStorage.setItem(SWITCH, shortcutsOn() ? 'uit' : 'aan');
      } catch {
        return;
      }
      name();
    });
    name();
    details.hidden = false;
  }

  /** j and k walk through a list, o opens, / goes to the search field. */
  function shortcuts(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || !shortcutsOn()) return;
    if (event.target.closest('input, select, textarea, [contenteditable]')) return;
    if (event.key === '/') {
      const search = [...document.querySelectorAll('[data-zoekveld], input[type="search"]')].find((field) => field.offsetParent);
      if (search) {
        event.preventDefault();
        search.focus();
      }
      return;
    }
    const links = [...document.querySelectorAll('[data-lijst] [data-lijst-link]')].filter((link) => link.offsetParent);
    const here = links.findIndex((link) => link.closest('tr, li').contains(document.activeElement));
    if (event.key === 'j') links[Math.min(here + 1, links.length - 1)]?.focus();
    else if (event.key === 'k') links[Math.max(here - 1, 0)]?.focus();
    else if (event.key === 'o') links[here]?.click();
  }

  function printButton(block) {
    block.hidden = false;
    block.querySelector('button').addEventListener('click', () => window.print());
  }

  function start(root) {
    all(root, 'form[data-eenmalig]').forEach(sendOnce);
    all(root, 'input[data-filter]').forEach(quickFilter);
    all(root, '[data-sneltoetsen]').forEach(shortcutSwitch);
    all(root, 'form').forEach(showWhen);
    all(root, '[data-afdrukken]').forEach(printButton);
    focusErrors(root);
  }

  document.addEventListener('keydown', shortcuts);
  document.addEventListener('bp:vers', (event) => start(event.target));
  document.addEventListener('bp:opnieuw', (event) => allowSending(event.target));
  window.addEventListener('pageshow', (event) => event.persisted && allowSending(document));
  start(document);
})();
