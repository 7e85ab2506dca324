/* Filling in: autosave, a warning before text is lost, the size of files, progress of sending.
 * Text stays in the page and goes to the server only; nothing is kept in the browser. */
(() => {
  'use strict';

  const EVERY = 20000;
  const NO_CONNECTION = 'Niet opgeslagen: er is geen verbinding. Uw tekst staat hier nog. Wij proberen het vanzelf opnieuw.';
  const AT_MOST_EVERY = 5000; // when one leaves a field
  const CLOCK = new Intl.DateTimeFormat('nl-NL', { hour: '2-digit', minute: '2-digit' });
  const saved = new WeakMap(); // form -> its text when it was last saved
  const saving = new WeakMap(); // form -> the save that is on its way
  const asked = new WeakMap(); // form -> when it was last sent to be saved
  let leaving = false;

  const textOf = (form) => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') data.append(name, value);
    return data;
  };
  const answersOf = (form) => {
    const data = textOf(form);
    data.delete('csrf_token');
    data.delete('versie');
    data.delete('stukken');
    data.delete('tekstversie');
    return data.toString();
  };
  const changed = (form) => saved.has(form) && saved.get(form) !== answersOf(form);

  /** Fetch a page as a document; the browser runs no script in it. */
  function fetchDocument(method, url, body, watch) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.responseType = 'document';
      request.onload = () => resolve({ status: request.status, url: request.responseURL, page: request.response });
      request.onerror = () => reject(new Error('netwerk'));
      request.onabort = () => reject(new Error('gestopt'));
      watch?.(request);
      request.send(body);
    });
  }

  /** After logging in again elsewhere the old form token is worthless: take the new one. */
  async function renewToken() {
    const { page } = await fetchDocument('GET', location.href, null);
    const fresh = page?.querySelector('main form input[name="csrf_token"]')?.value;
    if (!fresh || page.querySelector('input[type="password"]')) return false;
    for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = fresh;
    return true;
  }

  async function post(form, keepalive) {
    const body = textOf(form);
    const response = await fetch(form.dataset.bewaarUrl, {
      method: 'POST',
      body,
      credentials: 'same-origin',
      redirect: 'manual',
      headers: { Accept: 'application/json' },
      keepalive: keepalive && body.toString().length < 60000,
    });
    let answer = {};
    if (response.headers.get('Content-Type')?.includes('json')) answer = await response.json();
    return { response, answer };
  }

  /** A redirect leads to the login page, or to the text that an old token let the portal keep but not answer for. */
  const lostSession = (response) => response.type === 'opaqueredirect' || [400, 401, 403].includes(response.status);

  function report(form, text, failed) {
    for (const place of form.querySelectorAll('[data-opslag]')) {
      place.textContent = text;
      place.toggleAttribute('data-mislukt', failed);
    }
  }

  /** The next save builds on this one; from the first on the text has an address, also for a reload or the back button. */
  function takeOver(form, answer) {
    const version = form.elements.namedItem('versie');
    if (version && answer.versie) version.value = answer.versie;
    if (answer.stukken) keepField(form, 'stukken', answer.stukken);
    if (answer.tekstversie) keepField(form, 'tekstversie', answer.tekstversie);
    if (!answer.url) return;
    form.action = answer.doen_url || answer.url;
    form.dataset.bewaarUrl = answer.bewaar_url;
    if (location.pathname !== answer.url) history.replaceState(null, '', answer.url);
  }

  function keepField(form, name, value) {
    let field = form.elements.namedItem(name);
    if (!field) {
      field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      form.append(field);
    }
    field.value = value;
  }

  function save(form, keepalive = false) {
    if (form.dataset.bezig || form.dataset.gestopt || !changed(form)) return;
    if (!navigator.onLine) {
      report(form, NO_CONNECTION, true);
      return;
    }
    asked.set(form, Date.now());
    saving.set(form, send(form, keepalive));
  }

  async function send(form, keepalive) {
    form.dataset.bezig = 'ja';
    const sent = answersOf(form);
    try {
      let { response, answer } = await post(form, keepalive);
      if (lostSession(response) && !keepalive && (await renewToken())) {
        ({ response, answer } = await post(form, keepalive));
      }
      if (response.ok) {
        saved.set(form, sent);
        takeOver(form, answer);
        report(form, answer.melding || `Opgeslagen om ${answer.om || CLOCK.format(new Date())}`, false);
      } else if (response.status === 409 && answer.url) {
        // Sent meanwhile, without this text: it was kept apart, and is written on there.
        saved.set(form, sent);
        takeOver(form, answer);
        report(form, answer.melding, true);
      } else if (response.status === 409) {
        form.dataset.gestopt = 'ja';
        report(form, answer.melding || 'Niet opgeslagen: iemand anders werkt nu in dit bericht. Uw tekst staat hier nog. Kopieer wat u wilt bewaren.', true);
      } else if (response.type === 'opaqueredirect' || [401, 403].includes(response.status)) {
        report(form, 'Niet opgeslagen: u bent uitgelogd. Laat deze pagina open en log in een ander tabblad opnieuw in. Daarna slaan wij uw tekst vanzelf op.', true);
      } else {
        report(form, answer.melding || 'Niet opgeslagen. Uw tekst staat hier nog. Wij proberen het vanzelf opnieuw.', true);
      }
    } catch {
      report(form, NO_CONNECTION, true);
    } finally {
      delete form.dataset.bezig;
    }
  }

  /** A form that is sent while a save is on its way would look like somebody else's version: let the save end first. */
  function waitForSave(form, event) {
    if (!form.dataset.bezig) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    saving.get(form).finally(() => form.requestSubmit(submitter));
  }

  /** Without a connection sending would end on a page of the browser, and the text with it. */
  function stayWhileOffline(form, event) {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    report(form, 'Niet verstuurd: er is geen verbinding. Uw tekst staat hier nog. Probeer het opnieuw als de verbinding terug is.', true);
  }

  function autosave(form) {
    saved.set(form, answersOf(form));
    form.addEventListener('submit', (event) => stayWhileOffline(form, event), true);
    // Not when one leaves the field for the button that sends it all.
    let sent = false;
    form.addEventListener('submit', (event) => (sent = !event.defaultPrevented));
    form.addEventListener('change', () => setTimeout(() => {
      if (!sent && form.isConnected && Date.now() - (asked.get(form) || 0) > AT_MOST_EVERY) save(form);
    }, 500));
    // A page that answered a post becomes an ordinary one: the back button asks for what was saved, not to post again.
    if (new URL(form.action).pathname === location.pathname) history.replaceState(null, '', location.pathname);
    form.addEventListener('submit', (event) => waitForSave(form, event), true);
    const timer = setInterval(() => (form.isConnected ? save(form) : clearInterval(timer)), EVERY);
    window.addEventListener('online', () => form.isConnected && save(form));
    document.addEventListener('visibilitychange', () => {
      if (form.isConnected && document.visibilityState === 'hidden') save(form, true);
    });
  }

  /** What the portal said of the file before this one no longer holds. */
  function forgetRefusal(input) {
    const old = document.getElementById(`${input.id}-fout`);
    if (!old) return;
    old.remove();
    input.closest('.bp-veld')?.classList.remove('utrecht-form-field--invalid');
    const described = (input.getAttribute('aria-describedby') || '').split(' ').filter((id) => id !== `${input.id}-fout`);
    input.setAttribute('aria-describedby', described.join(' '));
    input.removeAttribute('aria-invalid');
  }

  /** Refuse a file that is empty or too large before it is sent. */
  function checkFile(input) {
    forgetRefusal(input);
    const most = Number(input.dataset.maximaalBytes);
    const size = (bytes) => `${(bytes / 1048576).toLocaleString('nl-NL', { maximumFractionDigits: 1 })} MB`;
    const large = [...input.files].find((file) => file.size > most);
    const empty = [...input.files].find((file) => file.size === 0);
    let text = '';
    if (large) text = `Dit bestand is te groot: ${size(large.size)}. Het mag hoogstens ${size(most)} zijn. Kies een kleiner bestand.`;
    else if (empty) text = 'Dit bestand is leeg. Kies een ander bestand.';
    const id = `${input.id}-grootte`;
    let message = document.getElementById(id);
    if (!message) {
      message = document.createElement('div');
      message.id = id;
      message.className = 'utrecht-form-field-error-message';
      message.setAttribute('role', 'alert');
      input.closest('.bp-invoer, .bp-veld').before(message);
      input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby') || ''} ${id}`.trim());
    }
    message.textContent = text;
    message.hidden = !text;
    input.toggleAttribute('data-geweigerd', Boolean(text));
    if (text) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }

  function refuseFiles(event) {
    const refused = event.target.querySelector('input[data-geweigerd]');
    const elsewhere = event.submitter?.hasAttribute('formaction') && !refused?.parentElement.contains(event.submitter);
    if (!refused || elsewhere) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    refused.focus();
  }

  /** What somebody typed while a file was on its way goes into the new page too. */
  function takeAlong(form, sentText) {
    const controls = [...document.querySelectorAll('main :is(input, select, textarea)')];
    return controls
      .filter((control) => control.id && !['hidden', 'file', 'password'].includes(control.type))
      .filter((control) => (control.form === form ? sentText.get(control.id) !== valueOf(control) : control.form && changed(control.form)))
      .map((control) => [control.id, valueOf(control)]);
  }
  const valueOf = (control) => (['checkbox', 'radio'].includes(control.type) ? control.checked : control.value);

  function showPage({ url, page }, typed) {
    document.title = page.title;
    document.querySelector('main').replaceWith(document.importNode(page.querySelector('main'), true));
    for (const field of document.querySelectorAll('main form input[name="csrf_token"]')) {
      for (const other of document.querySelectorAll('header input[name="csrf_token"]')) other.value = field.value;
    }
    if (url !== location.href) history.pushState(null, '', url);
    const main = document.querySelector('main');
    main.dispatchEvent(new CustomEvent('bp:vers', { bubbles: true }));
    for (const [id, value] of typed) {
      const control = document.getElementById(id);
      if (!control) continue;
      if (typeof value === 'boolean') control.checked = value;
      else control.value = value;
      control.dispatchEvent(new Event('change', { bubbles: true }));
    }
    if (!main.querySelector('[data-fouten]')) main.focus();
  }

  function progressBar(form) {
    const block = document.createElement('div');
    block.className = 'bp-voortgang';
    const words = document.createElement('p');
    words.setAttribute('role', 'status');
    words.textContent = 'Het bestand wordt verstuurd.';
    const bar = document.createElement('progress');
    bar.max = 100;
    bar.setAttribute('aria-label', 'Voortgang van het versturen');
    const stop = document.createElement('button');
    stop.type = 'button';
    stop.className = 'utrecht-button utrecht-button--subtle';
    stop.textContent = 'Stoppen';
    block.append(words, bar, stop);
    return { block, words, bar, stop };
  }

  /** Send a form with files while showing how far it is; any trouble leaves the form as it was. */
  function progress(form) {
    form.addEventListener('submit', async (event) => {
      const files = [...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length);
      if (event.defaultPrevented || !files) return;
      event.preventDefault();
      const sentText = new Map([...form.elements].filter((control) => control.id).map((control) => [control.id, valueOf(control)]));
      const { block, words, bar, stop } = progressBar(form);
      (event.submitter?.closest('.bp-veld') || form).append(block);
      const data = new FormData(form);
      if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
      const url = event.submitter?.getAttribute('formaction') || form.getAttribute('action') || location.href;
      try {
        const answer = await fetchDocument('POST', url, data, (request) => {
          stop.addEventListener('click', () => request.abort());
          request.upload.onprogress = (step) => {
            if (step.lengthComputable) bar.value = Math.round((100 * step.loaded) / step.total);
          };
          request.upload.onload = () => {
            bar.removeAttribute('value');
            words.textContent = 'Het bestand wordt gecontroleerd.';
          };
        });
        if (!answer.page?.querySelector('main') || answer.page.querySelector('main input[type="password"]')) throw new Error('antwoord');
        showPage(answer, takeAlong(form, sentText));
      } catch (trouble) {
        bar.hidden = stop.hidden = true;
        words.textContent =
          trouble.message === 'gestopt'
            ? 'U hebt het versturen gestopt. Het bestand is niet bewaard.'
            : 'Het versturen is niet gelukt. Wat u hebt ingevuld staat hier nog. Controleer de verbinding, kijk of u nog bent ingelogd en probeer het opnieuw.';
        form.dispatchEvent(new CustomEvent('bp:opnieuw', { bubbles: true }));
        event.submitter?.focus();
      }
    });
  }

  function start(root) {
    for (const form of root.querySelectorAll('form')) {
      if (form.querySelector('input[data-maximaal-bytes]')) form.addEventListener('submit', refuseFiles, true);
      if (form.matches('[data-bewaar-url]')) autosave(form);
      if (form.matches('[data-voortgang]')) progress(form);
    }
    for (const input of root.querySelectorAll('input[type="file"][data-maximaal-bytes]')) {
      input.addEventListener('change', () => checkFile(input));
    }
  }

  document.addEventListener('submit', (event) => {
    leaving = !event.defaultPrevented && event.target.matches('[data-bewaar-url]');
  });
  window.addEventListener('pageshow', () => {
    leaving = false;
  });
  window.addEventListener('beforeunload', (event) => {
    const open = [...document.querySelectorAll('form[data-bewaar-url]')].filter(changed);
    if (leaving || !open.length) return;
    open.forEach((form) => save(form, true));
    event.preventDefault();
  });
  document.addEventListener('bp:vers', (event) => start(event.target));
  start(document);
})();
