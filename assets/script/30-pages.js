// What single pages do by themselves.
(() => {
  'use strict';

  // A scanned code is sent at once; a code that was refused waits for a person.
  document.querySelector('form[data-submit="now"]')?.requestSubmit();

  // The code is shown as it stands on the screen: capitals, three and three.
  const code = document.getElementById('code');
  code?.addEventListener('input', () => {
    const typed = code.value.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 6);
    const atEnd = code.selectionStart === code.value.length;
    const spaced = typed.length > 3 ? typed.slice(0, 3) + ' ' + typed.slice(3) : typed;
    if (atEnd && spaced !== code.value) code.value = spaced;
  });

  // A link's secret stands behind "#": it goes to the server by POST and out of the address.
  const enter = document.querySelector('form[action="/enter"]');
  if (enter && location.hash.length > 1) {
    enter.elements.secret.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
    enter.requestSubmit();
  } else if (enter) {
    document.getElementById('enter-wait').hidden = true;
    document.getElementById('enter-empty').hidden = false;
  }

  // The page that waits for a session looks every few seconds whether one has begun.
  if (location.pathname === '/now') {
    setInterval(async () => {
      if (document.hidden) return;
      const response = await fetch('/now' + location.search, { cache: 'no-store' }).catch(() => null);
      if (response?.redirected) location.assign(response.url);
      else if (response?.ok) {
        const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('main');
        const main = document.getElementById('main');
        if (fresh && main && fresh.textContent !== main.textContent) main.replaceWith(fresh);
      }
    }, 4000 + Math.random() * 2000);
  }

  // Copying works on plain http too, where the clipboard's interface is absent.
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-copy]');
    const field = button && document.getElementById(button.dataset.copy);
    if (!field) return;
    field.select();
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).catch(() => document.execCommand('copy'));
    else document.execCommand('copy');
  });
})();
