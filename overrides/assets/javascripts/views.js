// On an article, before it is painted: a reader who chose both languages side by side is led there, on the same paragraph.
(function () {
  try {
    if (localStorage.getItem("jisr-view") === "both") location.replace(document.currentScript.dataset.both + location.search + location.hash);
  } catch (error) { /* storage may be forbidden */ }
})();
