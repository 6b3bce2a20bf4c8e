// What is typed on a key question is kept on this phone, from the first letter until the server has
// recorded it: a reload, a dead battery, a lost network or an expired cookie lose nothing.
(() => {
  'use strict';
  const prefix = 'soundings-draft-';
  // Some browsers refuse storage; then the page itself is all there is.
  const storage = (() => {
    try {
      localStorage.setItem(prefix + 'probe', '1');
      localStorage.removeItem(prefix + 'probe');
      return localStorage;
    } catch {
      return null;
    }
  })();
  const kept = () => Object.keys(storage || {}).filter((key) => key.startsWith(prefix));
  const read = (key) => {
    try {
      return JSON.parse(storage?.getItem(key));
    } catch {
      return null;
    }
  };
  const drop = (key) => storage?.removeItem(key);

  // Whoever takes the phone next finds nothing: on plain http the server cannot clear it.
  document.querySelector('form[action="/leave"]')?.addEventListener('submit', () => kept().forEach(drop));

  // orphan is the draft of an edit whose contribution is not there: it goes on as a new text.
  const orphan = (question) => kept().find((key) => key.startsWith(`${prefix}${question}-`) &&
    !document.getElementById('contribution-' + key.slice(`${prefix}${question}-`.length)));
  const draftOf = (question) => {
    const key = prefix + question;
    const lost = read(key) ? null : orphan(question);
    if (lost) {
      storage.setItem(key, JSON.stringify({ ...read(lost), replaces: '0', unresolved: null }));
      drop(lost);
    }
    return read(key);
  };

  // Writing has ended: a text that was not sent is shown, to be copied.
  const unsent = document.getElementById('unsent');
  if (unsent) {
    const { question } = unsent.dataset;
    const edited = kept().filter((key) => key.startsWith(`${prefix}${question}-`));
    const texts = [draftOf(question), ...edited.map(read)].map((draft) => draft?.text).filter(Boolean);
    unsent.querySelector('textarea').value = texts.join('\n\n');
    unsent.hidden = texts.length === 0;
    unsent.querySelector('[data-discard]').addEventListener('click', () => {
      kept().filter((key) => key === prefix + question || key.startsWith(`${prefix}${question}-`)).forEach(drop);
      unsent.hidden = true;
    });
  }

  // What the desk did with one's own texts is fetched by this phone alone, not at once by all.
  const pulse = () => document.getElementById('pulse')?.dataset ?? {};
  let { writing, acts } = pulse();
  const form = document.getElementById('contribution');
  const fetchOwn = async () => {
    const own = document.getElementById('own');
    if (!own || own.hidden) return;
    const response = await fetch(location.pathname + '/own', { headers: { 'HX-Request': 'true' }, cache: 'no-store' });
    if (response.status === 200) await htmx.swap({ sourceElement: own, target: own, swap: 'none', text: await response.text() });
  };
  document.addEventListener('soundings:followed', () => {
    const now = pulse();
    if (now.acts !== acts) setTimeout(() => fetchOwn().catch(() => {}), Math.random() * 1500);
    if (now.writing !== writing && now.writing === 'open' && !form) location.reload();
    else if (now.writing !== writing && form?.dataset.state !== 'saving') soundings.show(now.writing === 'open' ? 'write' : 'closed');
    ({ writing, acts } = now);
  });
  if (!form) return;

  const field = (name) => form.querySelector(`[name="${name}"]`);
  const text = field('text');
  const edited = field('contribution').value;
  const key = prefix + form.dataset.question + (edited === '0' ? '' : '-' + edited);
  const typed = () => ({
    type: form.querySelector('[name="type"]:checked')?.value ?? '',
    text: text.value,
    addressee: field('addressee').value,
    language: field('language').value,
    quotable: field('quotable').checked,
    replaces: field('replaces').value,
    unresolved: soundings.unresolved(),
  });

  // A person counts characters as they look; the server decides.
  const segmenter = window.Intl?.Segmenter ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;
  const lengthOf = (words) => (segmenter ? Array.from(segmenter.segment(words)).length : Array.from(words).length);
  const counter = document.getElementById('count');
  const count = () => {
    const length = lengthOf(text.value.trim().replace(/\s+/gu, ' '));
    counter.firstElementChild.textContent = String(length);
    counter.classList.toggle('over', length > Number(counter.dataset.limit));
  };

  const put = (draft) => {
    const type = draft.type && form.querySelector(`[name="type"][value="${CSS.escape(draft.type)}"]`);
    form.querySelectorAll('[name="type"]').forEach((radio) => { radio.checked = radio === type; });
    text.value = draft.text;
    field('addressee').value = draft.addressee;
    if (draft.language) field('language').value = draft.language;
    field('quotable').checked = draft.quotable;
    field('replaces').value = draft.replaces;
    count();
  };

  const empty = { type: '', text: '', addressee: '', language: '', quotable: false, replaces: '0' };
  let done = false;
  const keep = () => {
    const draft = typed();
    if (done) return;
    if (draft.text === '' && edited === '0') drop(key);
    else {
      try {
        storage?.setItem(key, JSON.stringify(draft));
      } catch {
        // Full: the text stays on the page.
      }
    }
  };

  const draft = edited === '0' ? draftOf(form.dataset.question) : read(key);
  if (draft) {
    put(draft);
    soundings.resume(draft.unresolved);
  }
  count();

  form.addEventListener('input', () => {
    keep();
    count();
    if (['recorded', 'invalid', 'slow'].includes(form.dataset.state)) soundings.show('write');
  });
  form.addEventListener('soundings:recorded', () => {
    drop(key);
    if (edited !== '0') {
      done = true;
      location.assign(form.dataset.home + '?done=contribution_recorded');
      return;
    }
    field('contribution').value = '0';
    put(empty);
  });

  // Two pages of a phone hold one draft: what is typed, recorded or given up on one is so on the other.
  window.addEventListener('storage', (event) => {
    if (event.key !== key || form.dataset.state === 'saving') return;
    const other = read(key);
    if (!other && edited !== '0') return;
    put(other ?? empty);
    soundings.resume(other?.unresolved ?? null);
  });

  // While it is on its way nothing is typed, so that what is recorded is what stands here.
  const ours = (event) => event.detail?.ctx?.sourceElement === form;
  const settle = (event) => {
    if (!ours(event)) return;
    text.readOnly = false;
    if (text.value !== '') keep();
  };
  document.addEventListener('htmx:before:request', (event) => {
    if (!ours(event)) return;
    text.readOnly = true;
    keep(); // with its nonce, so that a page loaded anew meanwhile sends no second one
  });
  document.addEventListener('htmx:finally:request', settle);
  document.addEventListener('htmx:error', settle);

  // What its author gives up is not kept either.
  document.addEventListener('click', (event) => { if (event.target.closest?.('a[data-discard]')) drop(key); });
})();
