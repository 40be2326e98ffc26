// <pinisi-log>: follows one container's log over its own WebSocket.
// Keeps the last MAX_LINES lines; while paused, keeps at most as many aside.
(() => {
"use strict";

const MAX_LINES = 10000;
const el = (name, cls, ...children) => {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  node.append(...children);
  return node;
};
const button = (text, pressed) => {
  const node = el('button', 'plain', text);
  node.type = 'button';
  if (pressed !== undefined) node.setAttribute('aria-pressed', pressed);
  return node;
};
const SEVERITY = [
  [/\b(error|fatal|panic|exception|severe)\b/i, 'bad'],
  [/\b(warn|warning)\b/i, 'warn'],
];

class PinisiLog extends HTMLElement {
  #socket = null;
  #lines = [];
  #waiting = [];
  #frame = 0;
  #name = 'log';
  #paused = false;
  #find = '';
  #hit = -1;

  connectedCallback() {
    if (this.firstChild) return;
    this.follow = button('Follow', 'true');
    this.pause = button('Pause', 'false');
    this.wrap = button('Wrap lines', 'true');
    this.stamps = button('Times', 'false');
    this.save = button('Download');
    this.search = el('input');
    this.search.type = 'search';
    this.search.placeholder = 'Find in the log';
    this.search.setAttribute('aria-label', 'Find in the log');
    this.count = el('span', 'soft num');
    this.count.setAttribute('aria-live', 'polite');
    this.state = el('span', 'soft state');
    this.state.setAttribute('role', 'status');
    this.box = el('div', 'log-lines wrap');
    this.box.tabIndex = 0;
    this.box.setAttribute('role', 'log');
    this.box.setAttribute('aria-live', 'off');
    this.box.setAttribute('aria-label', 'Log lines');
    const bar = el('div', 'log-bar', this.follow, this.pause, this.wrap, this.stamps, this.save,
      this.search, this.count, el('span', 'grow'), this.state);
    this.append(bar, this.box);

    this.follow.onclick = () => { this.#toggle(this.follow); if (this.#on(this.follow)) this.#bottom(); };
    this.pause.onclick = () => {
      this.#toggle(this.pause);
      this.#paused = this.#on(this.pause);
      this.#say();
      if (!this.#paused) this.#schedule();
    };
    this.wrap.onclick = () => { this.#toggle(this.wrap); this.box.classList.toggle('wrap', this.#on(this.wrap)); };
    this.stamps.onclick = () => { this.#toggle(this.stamps); this.box.classList.toggle('stamps', this.#on(this.stamps)); };
    this.save.onclick = () => this.#download();
    this.search.oninput = () => { this.#find = this.search.value.toLowerCase(); this.#hit = -1; this.#mark(); };
    this.search.onkeydown = (e) => { if (e.key === 'Enter') { e.preventDefault(); this.#next(e.shiftKey ? -1 : 1); } };
    this.box.onscroll = () => {
      const atEnd = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 24;
      if (!atEnd && this.#on(this.follow) && this.matches(':hover, :focus-within')) this.follow.setAttribute('aria-pressed', 'false');
    };
    this.#say();
  }

  disconnectedCallback() { this.#close(); }

  /** Called by the page with a ticket that is good once, and where access can be asked for. */
  open(ticket, name, ask) {
    this.#close();
    this.#name = name;
    this.#lines = [];
    this.#waiting = [];
    this.box.replaceChildren();
    const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
    const socket = new WebSocket(scheme + location.host + '/streams/log?ticket=' + encodeURIComponent(ticket));
    this.#socket = socket;
    this.#state('Connecting');
    socket.onopen = () => this.#state('Live');
    socket.onmessage = (message) => {
      if (this.#socket !== socket) return;
      if (message.data[0] === 'F') { this.#refused(message.data.slice(1), ask); return; }
      if (message.data[0] === 'E') { this.#state(message.data.slice(1), true); return; }
      const lines = message.data.slice(1).split('\n');
      lines.pop();
      this.#waiting.push(...lines);
      if (this.#waiting.length > MAX_LINES) this.#waiting.splice(0, this.#waiting.length - MAX_LINES);
      this.#schedule();
    };
    socket.onclose = (e) => {
      if (this.#socket !== socket) return;
      if (!this.state.classList.contains('bad')) this.#state(e.reason || 'Disconnected');
    };
  }

  #close() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket) socket.close();
  }

  #schedule() {
    if (this.#frame || this.#paused) { this.#say(); return; }
    this.#frame = requestAnimationFrame(() => { this.#frame = 0; this.#flush(); });
  }

  #flush() {
    const fresh = this.#waiting.splice(0);
    const nodes = fresh.map((text) => {
      const space = text.indexOf(' ');
      const node = el('div', 'line', el('span', 'stamp', text.slice(0, space) + ' '), text.slice(space + 1));
      const severity = SEVERITY.find(([pattern]) => pattern.test(text));
      if (severity) node.classList.add(severity[1]);
      if (this.#find && text.toLowerCase().includes(this.#find)) node.classList.add('hit');
      return node;
    });
    this.#lines.push(...fresh);
    this.box.append(...nodes);
    const surplus = this.#lines.length - MAX_LINES;
    if (surplus > 0) {
      this.#lines.splice(0, surplus);
      for (let i = 0; i < surplus; i++) this.box.firstChild.remove();
    }
    if (this.#on(this.follow)) this.#bottom();
    this.#say();
  }

  #mark() {
    const find = this.#find;
    let hits = 0;
    [...this.box.children].forEach((node, i) => {
      const hit = find !== '' && this.#lines[i].toLowerCase().includes(find);
      node.classList.toggle('hit', hit);
      node.classList.remove('current');
      if (hit) hits++;
    });
    this.count.textContent = find ? hits + (hits === 1 ? ' line' : ' lines') : '';
  }

  #next(step) {
    const hits = [...this.box.querySelectorAll('.hit')];
    if (!hits.length) return;
    this.follow.setAttribute('aria-pressed', 'false');
    hits[this.#hit]?.classList.remove('current');
    this.#hit = this.#hit < 0 ? (step > 0 ? 0 : hits.length - 1) : (this.#hit + step + hits.length) % hits.length;
    hits[this.#hit].classList.add('current');
    hits[this.#hit].scrollIntoView({ block: 'center' });
    this.count.textContent = (this.#hit + 1) + ' of ' + hits.length;
  }

  #download() {
    const url = URL.createObjectURL(new Blob([this.#lines.join('\n') + '\n'], { type: 'text/plain' }));
    const a = el('a');
    a.href = url;
    a.download = this.#name + '.log';
    a.setAttribute('router-ignore', '');
    this.append(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  #say() {
    this.pause.textContent = this.#paused ? 'Resume (' + this.#waiting.length + ' new)' : 'Pause';
  }

  #state(text, bad) {
    this.state.textContent = text;
    this.state.classList.toggle('bad', !!bad);
    this.state.classList.toggle('live', text === 'Live');
  }

  #refused(text, ask) {
    this.#state('Not allowed', true);
    const link = el('a', '', 'Ask for access');
    link.href = ask;
    this.box.replaceChildren(el('div', 'line', text + ' '), el('div', 'line', link));
  }

  #bottom() { this.box.scrollTop = this.box.scrollHeight; }
  #on(node) { return node.getAttribute('aria-pressed') === 'true'; }
  #toggle(node) { node.setAttribute('aria-pressed', String(!this.#on(node))); }
}

customElements.define('pinisi-log', PinisiLog);
})();
