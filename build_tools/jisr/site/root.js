// Leads from / to the language that the reader chose last, else the first of the browser's that the site has.
(function () {
  var chosen = null;
  try { chosen = localStorage.getItem("jisr-lang"); } catch (error) { /* storage may be forbidden */ }
  var wanted = [chosen].concat(navigator.languages || [navigator.language || ""]);
  for (var i = 0; i < wanted.length; i++) {
    var lang = String(wanted[i] || "").slice(0, 2).toLowerCase();
    if (lang === "ar" || lang === "en") {
      location.replace(lang + "/" + location.search);
      return;
    }
  }
})();
