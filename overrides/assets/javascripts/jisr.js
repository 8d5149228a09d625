// What scripts add to pages that work without them: the switches of language and view carry the paragraph along and the
// view is remembered, sentences can be walked through by keyboard, the link of a paragraph is copied, open menus close.
// No word is written here; all come with the page.
(function () {
  "use strict";
  var beside = document.currentScript.src;
  var header = document.querySelector(".jisr-header");

  // The switches lead to the paragraph that the address names.
  function carry() {
    document.querySelectorAll("a[data-jisr-switch], a[data-jisr-view]:not([aria-current])").forEach(function (link) {
      link.href = link.href.split("#")[0] + location.hash;
    });
  }

  // The view that was chosen last is the one that articles open in (views.js).
  function choose(view) {
    try { localStorage.setItem("jisr-view", view); } catch (error) { /* storage may be forbidden */ }
  }

  // Sentences that stand in both languages: one stop of the keyboard for all, arrows go from one to the next.
  function walk() {
    var sentences = Array.prototype.slice.call(document.querySelectorAll(".jisr-parallel .jisr-s"));
    if (!sentences.length) return;
    sentences.forEach(function (sentence, i) { sentence.tabIndex = i ? -1 : 0; });
    document.addEventListener("keydown", function (event) {
      var at = sentences.indexOf(event.target);
      if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      var lang = sentences[at].closest("[lang]").lang;
      var step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: lang === "ar" ? -1 : 1, ArrowLeft: lang === "ar" ? 1 : -1 }[event.key];
      if (!step) return;
      for (var i = at + step; sentences[i]; i += step) {
        if (sentences[i].closest("[lang]").lang !== lang) continue;
        sentences[at].tabIndex = -1;
        sentences[i].tabIndex = 0;
        sentences[i].focus();
        event.preventDefault();
        return;
      }
    });
  }

  // At "/", the language that was read last comes first.
  function remember() {
    try { localStorage.setItem("jisr-lang", document.documentElement.lang); } catch (error) { /* storage may be forbidden */ }
  }

  // The box of the header finds while one types (box.js); "/" goes there from anywhere, Escape back again.
  function find(input) {
    import(new URL("box.js", beside).href).then(function (box) { box.attach(input, header); }, function () { /* it leads to the search page */ });
  }

  var cameFrom = null;

  function toBox() {
    var boxes = Array.prototype.slice.call(header.querySelectorAll(".jisr-find input"));
    var box = boxes.find(function (one) { return one.offsetParent; }) || boxes[boxes.length - 1];
    var menu = box.closest("details");
    cameFrom = document.activeElement;
    if (menu) menu.open = true;
    box.focus();
    box.select();
  }

  header.addEventListener("focusin", function (event) {
    if (event.target.matches(".jisr-find input")) find(event.target);
  });

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    var box = event.target.matches && event.target.matches(".jisr-find input") ? event.target : null;
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) toBox();
    else if (event.key === "Escape" && box && cameFrom) {
      var menu = box.closest("details");
      if (menu) menu.open = false;
      box.blur();
      if (cameFrom !== document.body) cameFrom.focus();
      cameFrom = null;
    } else return;
    event.preventDefault();
  });

  // A hit leads here with what was searched for; the address is soon that of the page again.
  function light() {
    var address = new URL(location.href);
    var query = address.searchParams.get("lit");
    if (query === null) return;
    address.searchParams.delete("lit");
    history.replaceState(history.state, "", address);
    import(new URL("lit.js", beside).href).then(function (lit) { return lit.light(query, { words: JSON.parse(header.dataset.words) }); }).catch(function () { /* the words are there, unlit */ });
  }

  function closeMenus(except) {
    document.querySelectorAll("details.jisr-tools[open], details.jisr-menu[open]").forEach(function (menu) {
      if (menu !== except && !(except && menu.contains(except))) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details"));
    var view = event.target.closest("a[data-jisr-view]");
    if (view) choose(view.dataset.jisrView);
    var link = event.target.closest("a.jisr-tools__link");
    if (!link || !navigator.clipboard) return;
    navigator.clipboard.writeText(link.href).then(function () {
      var said = link.textContent;
      link.textContent = link.dataset.copied;
      link.setAttribute("role", "status");
      setTimeout(function () { link.textContent = said; link.removeAttribute("role"); }, 1600);
    }, function () { /* not allowed: the link still works as a link */ });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = event.target.closest && event.target.closest("details[open]");
    closeMenus(null);
    if (open) open.querySelector("summary").focus();
  });

  addEventListener("hashchange", carry);
  carry();
  walk();
  remember();
  light();
})();

// Before printing Material unfolds all: of originals paper shows those that the reader did.
document.addEventListener("click", ({ target }) => {
  target.closest?.(".jisr-original > summary")?.parentElement.toggleAttribute("data-unfolded");
});
