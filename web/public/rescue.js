/* Runs in every browser ever made: where the map has not started, the page says so and shows the way to the list. */
(function () {
  "use strict";
  var root = document.documentElement;
  function look() {
    if (root.getAttribute("data-started") !== null) return;
    var note = document.getElementById("unsupported");
    if (!note) return;
    root.className += " unsupported";
    note.hidden = false;
    note.removeAttribute("hidden");
  }
  /* The map begins in a turn after this one. */
  function wait() {
    setTimeout(look, 1000);
  }
  if (window.addEventListener) window.addEventListener("load", wait);
  else if (window.attachEvent) window.attachEvent("onload", wait);
})();
