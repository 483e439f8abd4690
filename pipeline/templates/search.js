"use strict";
// Adds a search over every contribution to the front page. Without this script the lists are there.
(() => {
  const AT_A_TIME = 20;
  const { filters, rows: given } = globalThis.folkmootIndex;
  const here = new URL(".", document.currentScript.src);
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };

  const rows = given.map(([address, id, title, text, ...values]) => ({
    address, id, title, text, values, plainTitle: plain(title), plain: plain(`${title} ${text}`),
  }));
  const words = make("input", { id: "words", type: "search", autocomplete: "off" });
  const selects = filters.map(([, values], place) => {
    const options = values.map((value, number) => make("option", { value: number, textContent: value }));
    options.sort((a, b) => a.textContent.localeCompare(b.textContent, "en", { numeric: true }));
    return make("select", { id: `choice-${place}` }, make("option", { value: "", textContent: "All" }), ...options);
  });
  const choices = make("div", { className: "choices" }, ...filters.map(([label], place) =>
    make("div", {}, make("label", { htmlFor: `choice-${place}`, textContent: label }), selects[place])));
  const status = make("p");
  status.setAttribute("role", "status");
  const found = make("ol", { className: "found" });
  const more = make("button", { type: "button", textContent: "Show more" });
  const form = make("form", { className: "filter" },
    make("label", { htmlFor: "words", textContent: "Words or the number of a contribution" }), words, choices, status);
  form.setAttribute("role", "search");
  document.querySelector("main .lead").after(
    make("section", { id: "search" }, make("h2", { textContent: "Search" }), form, found, more));

  const asked = () => (plain(words.value).match(/"[^"]+"|[^\s"]+/gu) || []).map((word) => word.replaceAll('"', ""));
  const fits = (row, wanted, picked) =>
    (wanted.length === 1 && row.id.toLowerCase() === wanted[0]) ||
    (wanted.every((word) => row.plain.includes(word)) && picked.every(([place, number]) => row.values[place].includes(number)));
  const weight = (row, wanted) => wanted.reduce((sum, word) =>
    sum + ` ${row.plain}`.includes(` ${word}`) + row.plainTitle.includes(word), 0);

  // Letters without accents, in the same places as the letters of the text.
  const folded = (text) => [...text].map((letter) => {
    const bare = plain(letter);
    return bare.length === letter.length ? bare : letter.length === 1 ? bare[0] || " " : letter;
  }).join("");
  const excerpt = (text, wanted) => {
    const pattern = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const hits = pattern ? [...folded(text).matchAll(new RegExp(pattern, "gu"))] : [];
    const near = hits.length ? hits[0].index - 80 : 0;
    const from = near > 0 ? text.indexOf(" ", near) + 1 : 0;
    const end = text.indexOf(" ", from + 240);
    const to = end < 0 ? text.length : end;
    const parts = [from ? "… " : ""];
    let last = from;
    for (const hit of hits.filter(({ index, 0: word }) => index >= from && index + word.length <= to)) {
      const after = hit.index + hit[0].length;
      parts.push(text.slice(last, hit.index), make("mark", { textContent: text.slice(hit.index, after) }));
      last = after;
    }
    return [...parts, text.slice(last, to), to < text.length ? " …" : ""];
  };
  const entry = (row, wanted) => {
    const link = make("a", { href: new URL(row.address, here).href, textContent: `Contribution ${row.id}` });
    const title = row.title ? [": ", make("bdi", { textContent: row.title })] : [];
    const text = row.text ? make("p", { dir: "auto" }, ...excerpt(row.text, wanted)) : "Not shown; follow the link for the reason.";
    return make("li", {}, make("p", {}, link, ...title), text);
  };

  const show = (most) => {
    const wanted = asked();
    const picked = selects.flatMap((select, place) => (select.value ? [[place, Number(select.value)]] : []));
    const idle = !wanted.length && !picked.length;
    const all = idle ? [] : rows.filter((row) => fits(row, wanted, picked));
    if (wanted.length) all.sort((a, b) => weight(b, wanted) - weight(a, wanted));
    found.replaceChildren(...all.slice(0, most).map((row) => entry(row, wanted)));
    more.hidden = all.length <= most;
    const told = all.length === 1 ? "1 contribution found" : `${all.length} contributions found`;
    status.textContent = idle ? "Type words or choose from a list." : more.hidden ? told : `${told}, the first ${most} shown`;
  };
  // The address keeps the search: going back, or passing the link on, finds the same again.
  const remember = () => {
    const kept = new URLSearchParams(words.value ? { words: words.value } : {});
    selects.forEach((select) => select.value && kept.set(select.id, select.selectedOptions[0].textContent));
    history.replaceState(null, "", `#${kept}`);
  };
  const recall = () => {
    const kept = new URLSearchParams(location.hash.slice(1));
    words.value = kept.get("words") || "";
    for (const select of selects) {
      const option = [...select.options].find(({ textContent }) => textContent === kept.get(select.id));
      select.value = option ? option.value : "";
    }
  };
  form.addEventListener("input", () => { remember(); show(AT_A_TIME); });
  form.addEventListener("submit", (event) => { event.preventDefault(); found.querySelector("a")?.focus(); });
  more.addEventListener("click", () => {
    const next = found.children.length;
    show(next + AT_A_TIME);
    found.children[next].querySelector("a").focus();
  });
  recall();
  show(AT_A_TIME);
})();
