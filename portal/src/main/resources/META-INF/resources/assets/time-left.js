// <pinisi-left>: how long something still lasts, by the server's clock.
(() => {
"use strict";

const words = (s) => {
  if (s <= 0) return 'over';
  const d = Math.floor(s / 86400), h = Math.floor(s / 3600) % 24, m = Math.floor(s / 60) % 60;
  if (d >= 2) return d + 'd ' + h + 'h';
  if (d * 24 + h) return (d * 24 + h) + 'h ' + m + 'm';
  return m ? m + 'm ' + (s % 60) + 's' : s + 's';
};

class TimeLeft extends HTMLElement {
  #timer = 0;
  #offset = 0;

  connectedCallback() {
    this.#offset = (+this.getAttribute('now') || Date.now()) - Date.now();
    this.setAttribute('role', 'timer');
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #tick() {
    const until = +this.getAttribute('until');
    const text = words(Math.ceil((until - Date.now() - this.#offset) / 1000));
    if (this.textContent !== text) this.textContent = text;
    this.title = new Date(until - this.#offset).toLocaleString();
  }
}

customElements.define('pinisi-left', TimeLeft);
})();
