// The index of actors narrows as one types or chooses: by words whatever the hamza, accent, vowel mark or capital, in
// either language; by type, letter, topic and article, together. A list of several pages is fetched
// when one begins.
import { begin, chosen, fetchPage, namesOf, tell } from "./filters.js";
import { normalise } from "./stems.js";

const folded = (text) => ` ${normalise(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;

const list = document.querySelector("ul.jisr-names");
const pageOf = (link) => new URL(link.getAttribute("href"), link.baseURI).pathname;
let names = null;

async function read() {
  const more = document.querySelector(".jisr-filter").dataset.pages.split(" ").filter(Boolean);
  for (const address of more) {
    const whole = new URL(address, document.baseURI);
    for (const item of (await fetchPage(whole)).querySelectorAll("ul.jisr-names > li")) {
      for (const link of item.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), whole).href;
      list.append(document.adoptNode(item));
    }
  }
  if (more.length) document.querySelector(".jisr-pager")?.remove();
  return Array.from(list.children, (item) => ({
    item,
    page: pageOf(item.querySelector("a")),
    // what a reader sees of the name, its name in the other language and further names; not its facts
    text: folded(`${item.querySelector("a").textContent} ${item.querySelector("bdi")?.textContent ?? ""} ${item.dataset.also ?? ""}`),
  }));
}

let turn = 0;
async function narrow() {
  const own = ++turn;
  const wanted = chosen();
  names ??= read();
  const all = await names;
  const article = wanted.has("article") && await namesOf(wanted.get("article"));
  if (own !== turn) return; // somebody went on typing
  const words = folded(wanted.get("words") ?? "").split(" ").filter(Boolean);
  let found = 0;
  for (const { item, page, text } of all) {
    const { type, letter, topics = "" } = item.dataset;
    item.hidden = !(
      (!wanted.has("type") || wanted.get("type") === type)
      && (!wanted.has("letter") || wanted.get("letter") === letter)
      && (!wanted.has("topic") || topics.split(" ").includes(wanted.get("topic")))
      && (!article || article.has(page))
      // a word is found where a word begins, and behind the article
      && words.every((word) => text.includes(` ${word}`) || text.includes(` ال${word}`))
    );
    found += !item.hidden;
  }
  tell(found);
}

begin(narrow);
