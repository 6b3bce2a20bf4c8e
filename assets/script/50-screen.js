// The welcome alternates between the hall's Wi-Fi and how to join, where there is a Wi-Fi. What is
// pushed replaces the screen's inside, so the step stands on the page; it follows the clock, so
// that two screens in a hall show the same. Without script both ways stand on the screen.
(() => {
  'use strict';
  const page = document.documentElement;
  const lasts = 12000;

  const turn = () => {
    const step = Math.floor(Date.now() / lasts) % 2 ? 'join' : 'wifi';
    if (page.dataset.step !== step) page.dataset.step = step;
  };

  if (page.classList.contains('page-screen')) {
    turn();
    setInterval(turn, 500);
  }
})();
