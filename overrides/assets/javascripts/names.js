// The index of actors narrows as one types or chooses: by words whatever the hamza, accent, vowel mark or capital, in
// either language; by type, letter, topic and article, together. Without this script there are no fields, and the list
// is whole. A list of several pages is fetched when one begins; the names of an article are those its page links.
import { normalise } from "./stems.js";

const folded = (text) => ` ${normalise(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;

const box = document.querySelector(".jisr-filter");
const fields = Array.from(box?.querySelectorAll("input, select") ?? []);
const said = box?.querySelector("[role=status]");
const list = document.querySelector("ul.jisr-names");
const pageOf = (link) => new URL(link.getAttribute("href"), link.baseURI).pathname;
let names = null;
const named = new Map(); // article → the addresses of the actors that its page links

const fetched = async (address) => new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");

async function read() {
  const more = box.dataset.pages.split(" ").filter(Boolean);
  for (const address of more) {
    const whole = new URL(address, document.baseURI);
    for (const item of (await fetched(whole)).querySelectorAll("ul.jisr-names > li")) {
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

async function namesOf(article) {
  if (!named.has(article)) {
    const whole = new URL(article, document.baseURI);
    const links = (await fetched(whole)).querySelectorAll("a[href*='actors/']");
    named.set(article, new Set(Array.from(links, (link) => new URL(link.getAttribute("href"), whole).pathname)));
  }
  return named.get(article);
}

let turn = 0;
async function narrow() {
  const own = ++turn;
  const value = (name) => fields.find((field) => field.name === name)?.value ?? "";
  names ??= read();
  const all = await names;
  const article = value("article") && await namesOf(value("article"));
  if (own !== turn) return; // somebody went on typing
  const words = folded(fields[0].value).split(" ").filter(Boolean);
  let found = 0;
  for (const { item, page, text } of all) {
    const { type, letter, topics = "" } = item.dataset;
    item.hidden = !(
      (!value("type") || value("type") === type)
      && (!value("letter") || value("letter") === letter)
      && (!value("topic") || topics.split(" ").includes(value("topic")))
      && (!article || article.has(page))
      // a word is found where a word begins, and behind the article
      && words.every((word) => text.includes(` ${word}`) || text.includes(` ال${word}`))
    );
    found += !item.hidden;
  }
  const any = fields.some((field) => field.value);
  said.textContent = !found ? said.dataset.none : any ? said.dataset.found.replace("{n}", found) : "";
}

if (box) {
  box.hidden = false;
  for (const field of fields) field.addEventListener("input", narrow);
  if (fields.some((field) => field.value)) narrow(); // a browser may keep what was typed
}
