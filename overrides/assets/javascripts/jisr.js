// What scripts add to pages that work without them: the switch of language carries the paragraph along, the link of a
// paragraph is copied, open menus close. No word is written here; all come with the page.
(function () {
  "use strict";

  // The switch leads to the paragraph that the address names.
  function carry() {
    document.querySelectorAll("a[data-jisr-switch]").forEach(function (link) {
      link.href = link.href.split("#")[0] + location.hash;
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
  remember();
})();
