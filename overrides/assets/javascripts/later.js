// The theme's scripts wait in an attribute until the hits are there, and the fonts for a link to go (jisr.css). This imports
// nothing, for readers whom the search fails need them too.

// The hits may be there before the end of the page, where the scripts stand.
export function theRest() {
  if (document.readyState === "loading") {
    addEventListener("DOMContentLoaded", theRest, { once: true });
    return;
  }
  const later = document.getElementById("jisr-later");
  const scripts = new DOMParser().parseFromString(later?.dataset.scripts ?? "", "text/html").scripts;
  for (const script of scripts) {
    const src = script.getAttribute("src");
    document.body.append(Object.assign(document.createElement("script"), { src, async: false }));
  }
  later?.remove();
  document.getElementById("jisr-first")?.remove();
}

// A browser may have kept a script of an older release, which knows neither the others nor the index: they are asked for
// anew, and the page with them, but once. Whether it is.
export async function renew() {
  if (performance.getEntriesByType("navigation")[0]?.type === "reload") return false;
  const scripts = [...document.querySelectorAll("link[rel=modulepreload], script[type=module]")];
  const asked = await Promise.all(scripts.map((one) => fetch(one.href ?? one.src, { cache: "reload" }))).catch(() => []);
  const there = asked.length > 0 && asked.every((one) => one.ok);
  if (there) location.reload();
  return there;
}

// A browser waits with this for search.js: if there is no form by now, there will be none.
addEventListener("load", async () => document.querySelector(".jisr-search__form") ?? ((await renew()) || theRest()));
