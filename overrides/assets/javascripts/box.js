// Hits below the search box of the header while one types: a combobox of ARIA's pattern. Without it, and with Enter, the
// box is a plain form that leads to the search page.

import { asked, open } from "./finder.js";
import { counted, el, hit, speech } from "./hits.js";

const SHOWN = 6;
const PAUSE = 160; // milliseconds without a key before a search

export function attach(input, header) {
  if (!input.hasAttribute("role")) new Box(input, speech(header));
}

class Box {
  constructor(input, said) {
    this.input = input;
    this.speech = said;
    const id = `jisr-found-${document.querySelectorAll(".jisr-found").length}`;
    this.list = el("div", { role: "listbox", id, "aria-label": said.words.title, class: "jisr-found__list" });
    this.status = el("p", { role: "status", class: "jisr-found__status" });
    this.panel = el("div", { class: "jisr-found" }, this.list, this.status);
    this.panel.hidden = true;
    input.form.append(this.panel);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false", dir: "auto",
    })) input.setAttribute(name, value);
    open().catch(() => {}); // while the first letters are typed
    this.listen();
    if (input.value.trim()) this.search();
  }

  listen() {
    let timer = 0;
    this.input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(() => this.search(), PAUSE);
    });
    this.input.addEventListener("compositionend", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => this.options.length && this.unfold(true));
    document.addEventListener("focusin", (event) => this.leave(event));
    document.addEventListener("pointerdown", (event) => this.leave(event));
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { options } = this;
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      // from the box to the first, from the last to the box
      const places = options.length + 1;
      this.choose((at + 1 + (event.key === "ArrowDown" ? 1 : places - 1)) % places - 1);
      this.unfold(true);
    } else if (event.key === "Enter" && at >= 0) options[at].click();
    else {
      if (event.key === "Escape") this.unfold(false); // where the keyboard goes then, jisr.js knows
      return;
    }
    event.preventDefault();
  }

  choose(at) {
    this.options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    const chosen = this.options[at];
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  unfold(shown) {
    this.panel.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown && this.options.length > 0));
    if (!shown) this.choose(-1);
  }

  leave(event) {
    if (!this.input.form.contains(event.target)) this.unfold(false);
  }

  async search() {
    const query = this.input.value.trim();
    const turn = (this.turn = Symbol(query)); // a slower answer to an earlier query must not win
    if (!query) return this.show([], "");
    try {
      const [hits, said] = await asked(async (finder) => {
        const { terms, pages } = await finder.find(query);
        const shown = await Promise.all(pages.slice(0, SHOWN).map((page) => finder.page(page)));
        const { words } = this.speech;
        return [
          shown.map((page) => hit(page, finder.stemmer, terms, words, query)),
          counted(pages.length, this.speech),
        ];
      });
      if (turn === this.turn) this.show(hits, said);
    } catch {
      if (turn === this.turn) this.show([], this.speech.words.error);
    }
  }

  show(hits, said) {
    this.list.replaceChildren(...hits.map((item, i) => option(item, `${this.list.id}-${i}`)));
    this.list.hidden = !hits.length;
    this.unfold(Boolean(said));
    this.choose(-1);
    this.status.textContent = said;
  }
}

// A hit of the search page as an option: the same words in the same places, one link around all.
function option(item, id) {
  const [title, ...rest] = item.children;
  const heading = el("span", { class: "jisr-found__title", lang: title.lang, dir: title.dir }, ...title.childNodes);
  const below = rest.map((line) => {
    const span = el("span", { class: line.className.replace("jisr-hit", "jisr-found") }, ...line.childNodes);
    if (line.lang) Object.assign(span, { lang: line.lang, dir: line.dir });
    return span;
  });
  const attributes = { role: "option", id, href: title.href, tabindex: "-1", "aria-selected": "false" };
  return el("div", { role: "presentation", "data-search-result": "" }, el("a", attributes, heading, ...below));
}
