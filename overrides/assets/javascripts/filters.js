// The fields that narrow a page, together. Without scripts there are none, and the page is whole.
const box = document.querySelector(".jisr-filter");
const said = box?.querySelector("[role=status]");
const fields = Array.from(box?.querySelectorAll("input, select") ?? []);

// What is chosen in each field that has something, by its name.
export const chosen = () => new Map(fields.filter((field) => field.value).map((field) => [field.name, field.value]));

export const fetchPage = async (address) => new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");

const named = new Map();

// The addresses of the actors that the page of an article links.
export async function namesOf(article) {
  if (!named.has(article)) {
    const whole = new URL(article, document.baseURI);
    const links = (await fetchPage(whole)).querySelectorAll("a[href*='actors/']");
    named.set(article, new Set(Array.from(links, (link) => new URL(link.getAttribute("href"), whole).pathname)));
  }
  return named.get(article);
}

// Say how many are left, where something is chosen.
export function tell(found) {
  said.textContent = !found ? said.dataset.none : chosen().size ? said.dataset.found.replace("{n}", found) : "";
}

// Show the fields, and narrow the page at each change of one.
export function begin(narrow) {
  if (!box) return;
  box.hidden = false;
  for (const field of fields) field.addEventListener("input", narrow);
  if (chosen().size) narrow(); // a browser may keep what was chosen
}
