// The desk: the list stands still while others work on it. When something has changed, the page asks
// what became of the contributions that it shows, and marks those; what is new is offered.
(() => {
  'use strict';
  const queue = () => document.getElementById('queue');
  const main = document.getElementById('main');
  if (!queue()) return;
  const pause = 1000; // at most one question a second, however much comes in

  let asking = false;
  let again = false;
  let acts = 0; // of this operator, so far
  const acting = new Set(); // of these, on their way
  const seen = () => [...document.querySelectorAll('#items [data-seen]')].map((item) => item.dataset.seen).filter(Boolean);

  const ask = async () => {
    if (asking || acting.size) {
      again = true;
      return;
    }
    asking = true;
    const before = acts;
    const list = queue();
    const path = list.dataset.news;
    const response = await fetch(path + '&seen=' + seen().join(','), { cache: 'no-store', headers: { 'HX-Request': 'true' } }).catch(() => null);
    // Another list may have been opened meanwhile: its news are its own. And what this operator does
    // meanwhile is no news.
    if (acts !== before) again = true;
    else if (response?.ok && queue().dataset.news === path) {
      await htmx.swap({ sourceElement: queue(), target: queue(), swap: 'none', text: await response.text() });
      // Where nothing stands, nothing can move under the finger.
      if (!document.querySelector('#items .item')) document.querySelector('#desk-new a')?.click();
    }
    setTimeout(() => {
      asking = false;
      if (again) {
        again = false;
        ask();
      }
    }, pause);
  };

  new MutationObserver(ask).observe(main, { subtree: true, attributes: true, attributeFilter: ['data-version'] });
  setInterval(ask, 30000); // how long each has waited

  let acted = '';
  const item = (event) => event.detail?.ctx?.sourceElement?.closest?.('.item')?.id || '';
  document.addEventListener('htmx:before:request', (event) => {
    acted = item(event);
    if (!acted) return;
    acts += 1;
    acting.add(event.detail.ctx);
  });
  const done = (event) => {
    if (!acting.delete(event.detail?.ctx) || acting.size || !again) return;
    again = false;
    ask();
  };
  document.addEventListener('htmx:finally:swap', done);
  document.addEventListener('htmx:error', done);

  // The address says which list is open, so that loading the page anew shows the same.
  document.addEventListener('htmx:after:swap', () => {
    const path = queue()?.dataset.path;
    if (path && path !== location.pathname + location.search) {
      history.replaceState(null, '', path);
      queue().parentElement.scrollTop = 0;
    }
    // A button that is gone must not take the focus with it.
    if (acted && (document.activeElement === document.body || !document.activeElement)) {
      document.getElementById(acted)?.querySelector('.fate, button')?.focus();
    }
  });
})();
