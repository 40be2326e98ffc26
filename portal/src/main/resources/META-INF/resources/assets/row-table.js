// <pinisi-table>: shows rows that the server has filtered, sorted and cut to a page.
// Plain table elements in the light DOM: screen readers, find-in-page and CSS all work.
// Text is only ever set as text, never as markup.
(() => {
"use strict";

const el = (name, cls, ...children) => {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  node.append(...children);
  return node;
};

/** A long dotted name breaks behind its dots, and is copied as it is. */
const breakable = (name) =>
  name.split(/(?<=\.)(?=\w)/).flatMap((part, i) => (i ? [document.createElement('wbr'), part] : [part]));

const icon = (name) => {
  const node = el('span', 'icon icon-' + name);
  node.setAttribute('aria-hidden', 'true');
  return node;
};

// As kubectl prints ages.
const age = (from, now) => {
  const s = Math.max(0, Math.floor((now - from) / 1000));
  if (s < 120) return s + 's';
  const two = (a, ua, b, ub) => (b ? a + ua + b + ub : a + ua);
  const m = Math.floor(s / 60);
  if (m < 10) return two(m, 'm', s % 60, 's');
  if (m < 180) return m + 'm';
  const h = Math.floor(m / 60);
  if (h < 8) return two(h, 'h', m % 60, 'm');
  if (h < 48) return h + 'h';
  const d = Math.floor(h / 24);
  if (d < 8) return two(d, 'd', h % 24, 'h');
  if (d < 730) return d + 'd';
  const y = Math.floor(d / 365);
  return y < 8 ? two(y, 'y', d % 365, 'd') : y + 'y';
};

const link = (text, href) => {
  const a = el('a', '', text);
  a.href = href;
  a.setAttribute('router-link', '');
  return a;
};

const outside = (uri) => {
  const a = el('a', 'outside', uri, icon('open'));
  a.href = uri;
  a.target = '_blank';
  a.rel = 'noopener noreferrer';
  a.setAttribute('router-ignore', '');
  return a;
};

class PinisiTable extends HTMLElement {
  #columns = [];
  #rows = [];
  #sort = { key: '', descending: false };
  #shown = new Map();
  #timer = 0;
  #head = el('thead');
  #body = el('tbody');
  #offset = 0;
  #none = el('p', 'none');

  connectedCallback() {
    for (const name of ['columns', 'rows', 'sort', 'serverNow']) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (!this.firstChild) {
      const table = el('table', '', this.#head, this.#body);
      table.setAttribute('aria-label', this.getAttribute('label') || '');
      this.append(table, this.#none);
      this.#tellEmpty();
    }
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  set columns(value) { this.#columns = value || []; this.#renderHead(); this.#shown.clear(); this.#render(); }
  set rows(value) { this.#rows = value || []; this.#render(); }
  set sort(value) { this.#sort = value || { key: '' }; this.#renderHead(); }
  set serverNow(value) { if (value) this.#offset = value - Date.now(); this.#tick(); }

  #renderHead() {
    const row = el('tr');
    for (const column of this.#columns) {
      const th = el('th', column.cls || '');
      th.scope = 'col';
      if (column.sort) {
        const active = this.#sort.key === column.key;
        const button = el('button', 'sort', column.header);
        button.type = 'button';
        if (active) th.setAttribute('aria-sort', this.#sort.descending ? 'descending' : 'ascending');
        button.append(el('span', 'arrow', active ? (this.#sort.descending ? '↓' : '↑') : ''));
        button.lastChild.setAttribute('aria-hidden', 'true');
        button.addEventListener('click', () =>
          this.dispatchEvent(new CustomEvent('sort-by', { detail: { key: column.key } })));
        th.append(button);
      } else {
        th.append(column.header);
        if (!column.header) th.append(el('span', 'visually-hidden', 'Actions'));
      }
      row.append(th);
    }
    this.#head.replaceChildren(row);
  }

  #render() {
    const now = Date.now() + this.#offset;
    const wanted = new Map();
    let previous = null;
    for (const row of this.#rows) {
      const text = JSON.stringify(row);
      let shown = this.#shown.get(row.id);
      if (!shown || shown.text !== text) {
        const tr = this.#row(row, now);
        if (shown) {
          const focus = shown.tr.contains(document.activeElement)
            ? [...shown.tr.querySelectorAll('a,button')].indexOf(document.activeElement) : -1;
          shown.tr.replaceWith(tr);
          if (focus >= 0) tr.querySelectorAll('a,button')[focus]?.focus();
        }
        shown = { text, tr };
      }
      const place = previous ? previous.nextSibling : this.#body.firstChild;
      if (place !== shown.tr) this.#body.insertBefore(shown.tr, place);
      previous = shown.tr;
      wanted.set(row.id, shown);
    }
    while (previous ? previous.nextSibling : this.#body.firstChild) {
      (previous ? previous.nextSibling : this.#body.firstChild).remove();
    }
    this.#shown = wanted;
    this.#tellEmpty();
  }

  // A head without rows says nothing; a sentence does.
  #tellEmpty() {
    const text = this.getAttribute('empty') || '';
    const empty = text !== '' && this.#rows.length === 0;
    const table = this.firstChild;
    if (!table) return;
    table.hidden = empty;
    this.#none.hidden = !empty;
    this.#none.textContent = empty ? text : '';
  }

  #row(row, now) {
    const tr = el('tr');
    row.cells.forEach((cell, i) => {
      const column = this.#columns[i] || {};
      const td = el(i === 0 ? 'th' : 'td', column.cls || '');
      if (i === 0) td.scope = 'row';
      td.dataset.label = column.header || '';
      td.append(...this.#cell(cell, row, now));
      tr.append(td);
    });
    return tr;
  }

  #cell(cell, row, now) {
    switch (cell.k) {
      case 'link': {
        const nodes = [link(cell.text, cell.href)];
        if (cell.soft) nodes.push(el('div', 'soft', ...breakable(cell.soft)));
        return nodes;
      }
      case 'status': {
        const badge = el('span', 'status ' + cell.level, icon(cell.icon), el('span', '', cell.text));
        const nodes = [badge];
        if (cell.soft) nodes.push(el('div', 'soft', cell.soft));
        return nodes;
      }
      case 'age': {
        const time = el('time', '', cell.at ? age(cell.at, now) : '–');
        if (cell.at) {
          time.dateTime = new Date(cell.at).toISOString();
          time.title = new Date(cell.at).toLocaleString();
          time.dataset.at = cell.at;
        }
        return [time];
      }
      case 'left': {
        const left = el('pinisi-left');
        left.setAttribute('until', cell.at);
        left.setAttribute('now', now);
        return [left];
      }
      case 'tags':
        return [el('span', 'chips', ...cell.texts.map((text) => el('span', 'chip', text)))];
      case 'open':
        return cell.uris.length ? cell.uris.map((uri) => el('div', '', outside(uri))) : ['–'];
      case 'button': {
        const button = el('button', 'plain', cell.text);
        button.type = 'button';
        button.setAttribute('aria-label', cell.label);
        button.addEventListener('click', () =>
          this.dispatchEvent(new CustomEvent('row-action', { detail: { row: row.id } })));
        return [button];
      }
      case 'mono':
        return [el('code', '', cell.text)];
      default:
        return [cell.text || '–'];
    }
  }

  #tick() {
    const now = Date.now() + this.#offset;
    for (const time of this.#body.querySelectorAll('time[data-at]')) {
      const text = age(+time.dataset.at, now);
      if (time.textContent !== text) time.textContent = text;
    }
  }
}

customElements.define('pinisi-table', PinisiTable);
})();
