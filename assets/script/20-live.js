// The live connection: a band while it is down, the same frame by plain GET meanwhile, and a
// watchdog for sockets that are open on one side only.
(() => {
  'use strict';
  const silence = 45000; // two heartbeats and a bit
  const pollEvery = 5000;
  const bandAfter = 2000;

  const live = document.getElementById('live');
  const pulse = () => document.getElementById('pulse');
  const atFirst = { ...pulse()?.dataset };
  let connection = null;
  let heard = Date.now();
  let shown = new Date();
  let down = 0; // since when, 0 while the socket is open
  let etag = '';

  const clock = (time) => String(time.getHours()).padStart(2, '0') + ':' + String(time.getMinutes()).padStart(2, '0');

  const band = (visible) => {
    const element = document.getElementById('band');
    if (!element || element.hidden === !visible) return;
    const time = document.getElementById('band-time');
    if (time) time.textContent = clock(shown);
    element.hidden = !visible;
  };

  const reload = () => setTimeout(() => location.reload(), Math.random() * 1000);

  // What was pushed is the same for everyone; what concerns this phone is fetched by it alone.
  const follow = () => {
    shown = new Date();
    const title = document.querySelector('[data-title]')?.dataset.title;
    if (title) document.title = title + ' · Soundings';
    const now = pulse()?.dataset;
    if (!now) return;
    if (now.state !== atFirst.state && !window.soundings.answerOnItsWay()) reload();
    const moved = now.current && now.current !== atFirst.current;
    if (moved && document.querySelector('#now #poll-' + CSS.escape(now.current))) {
      location.assign('/p/' + now.current);
    }
    atFirst.state = now.state;
    atFirst.current = now.current;
    document.dispatchEvent(new Event('soundings:followed'));
  };

  const fetchFrame = async () => {
    const response = await fetch(live.dataset.frame, { headers: { 'If-None-Match': etag, 'HX-Request': 'true' }, cache: 'no-store' });
    if (response.status === 404 || response.status === 401) return location.reload();
    if (response.status !== 200) {
      if (response.status === 304) shown = new Date();
      return undefined;
    }
    etag = response.headers.get('ETag') || '';
    await htmx.swap({ sourceElement: live, target: live, swap: 'none', text: await response.text() });
    return follow();
  };

  if (live) {
    down = Date.now();
    document.addEventListener('htmx:ws:after:connection', (event) => {
      connection = event.detail.connection;
      heard = Date.now();
      down = 0;
      band(false);
    });
    document.addEventListener('htmx:ws:before:message:incoming', () => { heard = Date.now(); });
    document.addEventListener('htmx:ws:after:message:incoming', follow);
    document.addEventListener('htmx:ws:close', (event) => {
      if (event.detail.reason === 'removed') return;
      down = down || Date.now();
      // Policy violation: there is nothing here for this page any more.
      if (event.detail.code === 1008) reload();
    });
    let polled = Date.now();
    setInterval(() => {
      const now = Date.now();
      if (!down && now - heard > silence) connection?.socket?.close();
      band(down > 0 && now - down > bandAfter);
      if (down && !document.hidden && now - down > pollEvery && now - polled > pollEvery) {
        polled = now;
        fetchFrame().catch(() => {});
      }
    }, 1000);
  }

  // A page out of the browser's memory shows what was, with a socket that is dead.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
})();
