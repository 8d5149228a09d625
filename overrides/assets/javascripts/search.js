// The search page: reads ?q=, asks the index (finder.js) and shows the hits with the words around them. It starts
// before the page is there to show them, for on a slow phone that is most of the wait. It asks no other host.

import { asked, open } from "./finder.js";
import { counted, el, hit, speech } from "./hits.js";
import { renew, theRest } from "./later.js";

const SHOWN = 10; // hits at a time: each is a file to load
const PAUSE = 160; // milliseconds without a key before a search

const asking = () => (new URLSearchParams(location.search).get("q") ?? "").trim();

class SearchPage {
  constructor(root) {
    this.speech = speech(document.querySelector("[data-words]"));
    this.words = this.speech.words;
    this.pages = [];
    this.box = el("input", {
      type: "search", name: "q", id: "jisr-q", autocomplete: "off", enterkeyhint: "search", dir: "auto",
      "aria-describedby": "jisr-search-status",
    });
    this.status = el("p", { id: "jisr-search-status", class: "jisr-search__status", role: "status", "aria-live": "polite" });
    this.list = el("ol", { class: "jisr-hits" });
    this.more = el("button", { type: "button", class: "jisr-search__more", hidden: "" }, this.words.more);
    this.form = el(
      "form", { class: "jisr-search__form", role: "search", action: location.pathname },
      el("label", { for: "jisr-q" }, this.words.label), this.box,
      el("button", { type: "submit" }, this.words.submit),
    );
    root.replaceChildren(this.form, this.status, this.list, this.more);
    this.listen();
    this.box.value = asking();
    if (this.box.value) this.search();
    else {
      this.box.focus();
      this.settle();
    }
  }

  listen() {
    let timer = 0;
    this.box.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(() => this.search(), PAUSE);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      this.search();
    });
    this.more.addEventListener("click", () => this.showMore());
    document.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const links = [...this.list.querySelectorAll(".jisr-hit__title")];
    const at = links.indexOf(document.activeElement);
    const inBox = document.activeElement === this.box;
    if (event.key === "/" && !typing) {
      this.box.focus();
      this.box.select();
    } else if (event.key === "ArrowDown" && (inBox || at >= 0) && links[at + 1]) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? this.box).focus();
    else if (event.key === "Escape" && (inBox || at >= 0)) {
      this.box.value = "";
      this.box.focus();
      this.search();
    } else return;
    event.preventDefault();
  }

  say(text) {
    this.status.textContent = text;
  }

  async search(renewed = false) {
    const query = this.box.value.trim();
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
    for (const other of document.querySelectorAll("a[data-jisr-switch]")) other.search = address.search;
    const turn = (this.turn = Symbol(query)); // a slower answer to an earlier query must not win
    this.query = query;
    this.pages = [];
    this.terms = [];
    this.more.hidden = true;
    this.list.setAttribute("aria-busy", "true");
    if (query && !this.list.childElementCount) this.say(this.words.loading);
    try {
      if (query) {
        const found = await answer(query, renewed);
        if (turn !== this.turn) return;
        Object.assign(this, found);
        this.say(counted(this.pages.length, this.speech));
      } else this.say("");
      this.list.replaceChildren();
      await this.show(turn);
    } catch {
      if (turn !== this.turn) return;
      if (renewed) this.fail();
      else await this.search(true); // pages that were found may be gone: the site was built again meanwhile
    }
  }

  async showMore() {
    const turn = this.turn;
    try {
      await this.show(turn);
    } catch {
      if (turn === this.turn) this.fail();
    }
  }

  // The next hits: one before the others, for on a slow phone's line each would wait for the bytes of all.
  async show(turn) {
    this.more.hidden = true;
    this.list.setAttribute("aria-busy", "true");
    const done = this.list.childElementCount;
    const { finder } = this;
    const next = this.pages.slice(done, done + SHOWN);
    for (const some of [next.slice(0, 1), next.slice(1)]) {
      for (const page of some.map((number) => finder.page(number))) {
        const item = hit(await page, finder.stemmer, this.terms, this.words, this.query);
        if (turn !== this.turn) return;
        this.list.append(item);
      }
    }
    if (done) this.list.children[done]?.querySelector("a").focus();
    this.more.hidden = this.list.childElementCount >= this.pages.length;
    this.settle();
  }

  async fail() {
    if (await renew()) return;
    this.list.replaceChildren();
    this.more.hidden = true;
    this.say(this.words.error);
    this.settle();
  }

  settle() {
    this.list.setAttribute("aria-busy", "false");
    setTimeout(theRest);
  }
}

// {finder, terms, pages} of a query; the first page is asked for at once, whether or not it can be shown yet.
const answer = (query, renewed) => asked(async (finder) => {
  const found = await finder.find(query);
  if (found.pages.length) finder.page(found.pages[0]).catch(() => {}); // whoever shows it says so
  return { finder, ...found };
}, renewed);

function begin() {
  const root = document.getElementById("jisr-search");
  if (root) new SearchPage(root);
  return root;
}

(asking() ? answer(asking()) : open()).catch(() => {}); // the page says so, or tries again
if (!begin()) {
  const watch = new MutationObserver(() => begin() && watch.disconnect());
  watch.observe(document.documentElement, { childList: true, subtree: true });
}
