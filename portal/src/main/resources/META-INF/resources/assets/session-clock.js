// <pinisi-session>: the last minutes of a session, counted down, with a button to stay.
// It asks the server now and then, because other tabs are the same session; asking keeps nothing alive.
(() => {
"use strict";

const WARN_SECONDS = 300;
const CALM_MILLIS = 60_000;
const CLOSE_MILLIS = 15_000;

const clock = (seconds) => Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');

class PinisiSession extends HTMLElement {
  #ends = 0;
  #final = false;
  #said = '';
  #asking = 0;
  #ticking = 0;
  #words = document.createElement('span');
  #text = document.createElement('span');
  #live = document.createElement('span');
  #stay = document.createElement('button');

  connectedCallback() {
    this.hidden = true;
    this.#live.className = 'visually-hidden';
    this.#live.setAttribute('role', 'status');
    this.#words.className = 'words';
    for (const part of [this.#words, this.#text]) part.setAttribute('aria-hidden', 'true');
    this.#stay.type = 'button';
    this.#stay.textContent = 'Stay signed in';
    this.#stay.onclick = () => this.#ask('POST');
    this.replaceChildren(this.#words, this.#text, this.#live, this.#stay);
    this.#ask('GET');
  }

  disconnectedCallback() {
    clearTimeout(this.#asking);
    clearInterval(this.#ticking);
  }

  async #ask(method) {
    clearTimeout(this.#asking);
    try {
      const answer = await fetch('/session', { method, cache: 'no-store' });
      if (answer.status === 401) return location.reload();
      if (answer.ok) this.#take(await answer.json());
    } catch {
      // The portal is not reachable; the page says so itself.
    }
    if (this.isConnected) {
      this.#asking = setTimeout(() => this.#ask('GET'), this.hidden ? CALM_MILLIS : CLOSE_MILLIS);
    }
  }

  #take({ idle, absolute }) {
    this.#final = absolute <= idle;
    this.#ends = Date.now() + Math.min(idle, absolute) * 1000;
    this.#tick();
    clearInterval(this.#ticking);
    this.#ticking = setInterval(() => this.#tick(), 1000);
  }

  #tick() {
    const left = Math.max(0, Math.round((this.#ends - Date.now()) / 1000));
    this.hidden = left > WARN_SECONDS;
    if (this.hidden) {
      this.#said = '';
      return;
    }
    this.#stay.hidden = this.#final;
    this.#words.textContent = this.#final ? 'Sign-in ends in' : 'Signed out in';
    this.#text.textContent = clock(left);
    const minutes = Math.max(1, Math.ceil(left / 60));
    const words = (this.#final ? 'Your sign-in ends in ' : 'You are signed out in ') + minutes + (minutes === 1 ? ' minute' : ' minutes');
    if (words !== this.#said) this.#live.textContent = this.#said = words;
  }
}

if (!customElements.get('pinisi-session')) customElements.define('pinisi-session', PinisiSession);
})();
