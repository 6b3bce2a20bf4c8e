// The way of an answer, or of a contribution, from the tap to "Recorded". The form works without any
// of this; here each tap gets a nonce of its own, a retry keeps the nonce of the tap it repeats, and
// the foot says what is known. Nothing here says "Recorded": only the server does.
(() => {
  'use strict';
  document.documentElement.classList.add('scripted');

  const form = () => document.querySelector('form[data-record]');
  // Not form.elements.replaces: the button "Replace" in the foot is an element of that name too.
  const replaces = () => form().querySelector('input[name="replaces"]');
  const field = (name) => form().querySelector(`input[name="${name}"]`);
  const isOurs = (event) => Boolean(form()) && event.detail?.ctx?.sourceElement === form();
  // An answer is replaced by the next one; of a text that is on its way there is one, whatever its words.
  const isText = () => form().dataset.record === 'contribution';

  // unresolved is a tap that got no reply: it may be stored or not.
  let unresolved = null;
  let pending = null;
  let onItsWay = null; // the tap that waits for its reply

  const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(16)),
    (byte) => byte.toString(16).padStart(2, '0')).join('');

  const contentOf = (body) => {
    const content = new URLSearchParams(body);
    ['nonce', 'replaces', 'revision', 'contribution'].forEach((name) => content.delete(name));
    content.sort();
    return content.toString();
  };

  const show = (state) => {
    if (form()) form().dataset.state = state;
    const drawn = document.getElementById('foot-' + state.replace('_', '-'));
    const foot = document.getElementById('foot');
    if (!drawn || !foot) return;
    // Only the inside changes, so that the live region stays the same element and is read out.
    const fresh = drawn.content.firstElementChild;
    foot.dataset.state = fresh.dataset.state;
    foot.replaceChildren(...fresh.cloneNode(true).childNodes);
  };

  document.addEventListener('htmx:before:request', (event) => {
    if (!isOurs(event)) return;
    const body = event.detail.ctx.request.body;
    const content = contentOf(body);
    // A queued tap is sent after the one before it was answered, so what it replaces is known now.
    pending = unresolved?.content === content
      ? unresolved
      : { content, nonce: isText() && unresolved ? unresolved.nonce : nonce(), replaces: replaces().value };
    pending.after = unresolved !== null && unresolved !== pending;
    onItsWay = pending;
    body.set('nonce', pending.nonce);
    body.set('replaces', pending.replaces);
    show('saving');
  });

  document.addEventListener('htmx:after:request', (event) => {
    if (!isOurs(event)) return;
    const { response, text } = event.detail.ctx;
    onItsWay = null;
    // A hall's network may answer for the server, with a page to sign in: that records nothing.
    if (!text.includes('<footer id="foot"')) {
      event.preventDefault();
      unresolved = pending;
      show('not_saved');
      return;
    }
    unresolved = response.status >= 500 ? pending : null;
    if (response.status !== 200) return;
    if (!isText()) replaces().value = Number(pending.replaces) + 1;
    form().dataset.state = 'recorded';
    form().dispatchEvent(new Event('soundings:recorded'));
  });

  document.addEventListener('htmx:finally:request', (event) => {
    if (!isOurs(event) || !form()) return;
    const foot = document.getElementById('foot');
    if (foot) form().dataset.state = foot.dataset.state;
    // This phone's own earlier tap had arrived after all: the newer tap is what its owner means.
    const replace = foot?.querySelector('[data-replace]');
    if (replace && pending?.after) {
      pending = null;
      setTimeout(() => replace.click()); // not before this request has ended for htmx too
    }
  });

  document.addEventListener('htmx:error', (event) => {
    if (!isOurs(event)) return;
    unresolved = pending;
    onItsWay = null;
    show('not_saved');
  });

  document.addEventListener('click', (event) => {
    const replace = event.target.closest?.('[data-replace]');
    if (!replace || !form()) return;
    replaces().value = replace.dataset.replace;
    if (replace.dataset.contribution) field('contribution').value = replace.dataset.contribution;
  });

  // For the other scripts: a page with an answer on its way must not be loaded anew.
  window.soundings = {
    answerOnItsWay: () => unresolved !== null || form()?.dataset.state === 'saving',
    show,
    unresolved: () => onItsWay ?? unresolved,
    // A text whose reply was lost before the page was loaded anew keeps its nonce.
    resume: (tap) => { unresolved = tap; },
  };
})();
