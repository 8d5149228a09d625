// What scripts add to pages that work without them: the switches of language and view carry the paragraph along and the
// view is remembered, sentences can be walked through by keyboard, the link of a paragraph is copied, open menus close.
// No word is written here; all come with the page.
(function () {
  "use strict";

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
})();
