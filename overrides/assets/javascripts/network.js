// The picture of names narrows by type and by article, together: others step back, with their arcs. Without this script
// there are no fields, and the picture is whole. The names of an article are those that its page links.
const box = document.querySelector(".jisr-filter");
const fields = Array.from(box?.querySelectorAll("select") ?? []);
const said = box?.querySelector("[role=status]");
const names = Array.from(document.querySelectorAll(".jisr-net g[data-row]"));
const arcs = Array.from(document.querySelectorAll(".jisr-net__arcs path"));
const pageOf = (link, base) => new URL(link.getAttribute("href"), base).pathname;

async function namesOf(article) {
  const whole = new URL(article, document.baseURI);
  const page = new DOMParser().parseFromString(await (await fetch(whole)).text(), "text/html");
  return new Set(Array.from(page.querySelectorAll("a[href*='actors/']"), (link) => pageOf(link, whole)));
}

let turn = 0;
async function narrow() {
  const own = ++turn;
  const value = (name) => fields.find((field) => field.name === name)?.value ?? "";
  const article = value("article") && await namesOf(value("article"));
  if (own !== turn) return; // somebody chose again
  const shown = new Set();
  for (const name of names) {
    const type = !value("type") || value("type") === name.dataset.type;
    const there = type && (!article || article.has(pageOf(name.querySelector("a"), document.baseURI)));
    name.classList.toggle("jisr-net__back", !there);
    if (there) shown.add(name.dataset.row);
  }
  for (const arc of arcs) {
    const [first, last] = arc.dataset.ends.split(" ");
    // of a type: the arcs of its names to any other; of an article: those between its names
    const there = article ? shown.has(first) && shown.has(last) : shown.has(first) || shown.has(last);
    arc.classList.toggle("jisr-net__back", !there);
  }
  const any = fields.some((field) => field.value);
  said.textContent = !shown.size ? said.dataset.none : any ? said.dataset.found.replace("{n}", shown.size) : "";
}

if (box) {
  box.hidden = false;
  for (const field of fields) field.addEventListener("input", narrow);
  if (fields.some((field) => field.value)) narrow(); // a browser may keep what was chosen
}
