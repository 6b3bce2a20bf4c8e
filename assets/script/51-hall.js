// What the pages that set up a hall do by themselves; without script each has a button or a link.
(() => {
  'use strict';

  // A test scan tells this phone's clock, so that the organiser sees how far the server's is from it.
  const tell = document.querySelector('[data-tell]')?.dataset.tell;
  if (tell) fetch(tell, { method: 'POST', body: new URLSearchParams({ now: Date.now() }) }).catch(() => {});

  // A link's secret stands behind "#": it goes to the server by POST and out of the address. Its owner
  // is asked first: by somebody else's link they would answer as that person, who then reads along.
  const takeOver = document.getElementById('continue');
  if (takeOver && location.hash.length > 1) {
    takeOver.elements.secret.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
    document.getElementById('continue-typed').hidden = true;
    document.getElementById('here-hint').hidden = !document.querySelector('.continue-make');
    document.getElementById('here-check').hidden = false;
    document.querySelector('.continue-make')?.remove();
  }

  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-print]')) window.print();
  });

  // A machine that waits to become a screen asks whether somebody has typed its code.
  const pairing = document.querySelector('[data-pairing]')?.dataset.pairing;
  if (pairing) {
    setInterval(async () => {
      const response = await fetch(pairing, { cache: 'no-store' }).catch(() => null);
      if (response?.redirected) location.assign(response.url);
      else if (response?.ok) {
        const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('screen');
        const main = document.getElementById('screen');
        if (fresh && main && fresh.textContent !== main.textContent) main.replaceWith(fresh);
      }
    }, 2000);
  }
})();
