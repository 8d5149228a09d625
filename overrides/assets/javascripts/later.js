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

// A browser waits with this for search.js: if there is no form by now, there will be none.
addEventListener("load", () => document.querySelector(".jisr-search__form") ?? theRest());
