"use strict";
// Adds a search box above a list of entries. Without this script the whole list is simply there.
(() => {
  const entries = [...document.querySelectorAll(".entry")];
  if (entries.length < 2) return;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\p{M}'’‘ʼ]/gu, "");
  const texts = entries.map((entry) => plain(entry.textContent));
  const form = document.createElement("form");
  form.className = "filter";
  form.setAttribute("role", "search");
  form.innerHTML =
    '<label for="words">Find words on this page</label><input id="words" type="search" autocomplete="off">' +
    '<p role="status"></p>';
  entries[0].before(form);
  const status = form.querySelector("p");
  const show = () => {
    const words = plain(form.querySelector("input").value).split(/\s+/).filter(Boolean);
    let shown = 0;
    entries.forEach((entry, place) => {
      const fits = words.every((word) => texts[place].includes(word));
      entry.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    status.textContent = `Showing ${shown} of ${entries.length}`;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
