"use strict";
// Adds a search over every contribution to the front page. Without this script the lists are there.
(() => {
  const AT_A_TIME = 20;
  const SLIPS_FROM = 4; // letters: in a shorter word nearly anything is one slip away
  const { filters, rows: given } = globalThis.folkmootIndex;
  const here = new URL(".", document.currentScript.src);
  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘ʼ]/gu, "'");
  const plain = (text) => bare(text).replaceAll("'", "");
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

  // One letter more, less or other, or two that changed places.
  const isSlip = (one, other) => {
    const shorter = Math.min(one.length, other.length);
    let start = 0;
    while (start < shorter && one[start] === other[start]) start += 1;
    let end = 0;
    while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
    const [x, y] = [one, other].map((word) => word.slice(start, word.length - end));
    return Math.max(x.length, y.length) < 2 || (x.length === 2 && y === x[1] + x[0]);
  };
  let all;
  const known = () => (all ??= [...new Set(rows.flatMap((row) => row.plain.match(/[\p{L}\p{N}]+/gu) || []))]);
  // A word that nobody wrote stands for those that one slip makes of it.
  const meant = (word) => {
    if (word.length < SLIPS_FROM || rows.some((row) => row.plain.includes(word))) return [word];
    const near = known().filter((each) => isSlip(word, each) || isSlip(word, each.replace(/s$/, "")));
    return near.length ? near : [word];
  };
  const asked = () => (plain(words.value).match(/"[^"]+"|[^\s"]+/gu) || [])
    .map((word) => word.replaceAll('"', "")).map((word) => ({ word, forms: meant(word) }));
  const has = (row, { forms }) => forms.some((form) => row.plain.includes(form));
  const weight = (row, wanted) => wanted.reduce((sum, { forms }) => sum + Math.max(...forms.map((form) =>
    ` ${row.plain}`.includes(` ${form}`) + row.plainTitle.includes(form))), 0);
  // What has all words; if nothing has, what has the most of them.
  const search = (wanted, picked) => {
    const counted = rows.filter((row) => picked.every(([place, number]) => row.values[place].includes(number)))
      .map((row) => [row, wanted.filter((each) => has(row, each)).length]);
    const most = counted.reduce((top, [, count]) => Math.max(top, count), 0);
    const best = counted.filter(([, count]) => count === most && (count || !wanted.length)).map(([row]) => row);
    const numbered = rows.filter((row) => wanted.length === 1 && row.id.toLowerCase() === wanted[0].word);
    return [...new Set([...numbered, ...best.sort((a, b) => weight(b, wanted) - weight(a, wanted))])];
  };
  const quoted = (some) => some.map((word) => `“${word}”`).join(", ");
  // Say which word nobody wrote, what was taken for it, and whether what is shown has all words.
  const notes = (wanted, found) => {
    if (wanted.length === 1 && found[0]?.id.toLowerCase() === wanted[0].word) return [];
    const taken = wanted.filter(({ word, forms }) => !forms.includes(word));
    const lost = wanted.filter((each) => !rows.some((row) => has(row, each)));
    const short = found.length && wanted.length > 1 && !wanted.every((each) => has(found[0], each));
    return [
      ...taken.map(({ word, forms }) => `“${word}” was not found; looked for ${quoted(forms.slice(0, 3))}.`),
      lost.length && found.length ? `${quoted(lost.map(({ word }) => word))} was not found; these have the most of your words.` : "",
      short && !lost.length ? "No contribution has all of these words; these have the most of them." : "",
    ].filter(Boolean);
  };

  // Letters without accents, in the same places as the letters of the text.
  const folded = (text) => [...text].map((letter) => {
    const base = bare(letter);
    return base.length === letter.length ? base : letter.length === 1 ? base[0] || " " : letter;
  }).join("");
  const letters = (word) => [...word].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("'?");
  const excerpt = (text, wanted) => {
    const pattern = wanted.flatMap(({ forms }) => forms.map(letters)).join("|");
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
    const fits = idle ? [] : search(wanted, picked);
    found.replaceChildren(...fits.slice(0, most).map((row) => entry(row, wanted)));
    more.hidden = fits.length <= most;
    const told = fits.length === 1 ? "1 contribution found" : `${fits.length} contributions found`;
    status.textContent = idle ? "Type words or choose from a list."
      : [...notes(wanted, fits), more.hidden ? told : `${told}, the first ${most} shown`].join(" ");
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
