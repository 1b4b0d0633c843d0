"use strict";
// Search over labels and aliases in any script, quotes and sources; accents and case do not matter.
{
  const { el, words, data } = KG;
  const MOST = 14;
  const box = KG.byId("search");
  const list = KG.byId("hits");

  // Only the accents of alphabets go: the marks of Khmer, Thai or Hindi are letters of the word.
  const PLAIN = {
    đ: "d", ð: "d", ł: "l", ø: "o", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", "’": "'", "‘": "'", "“": '"', "”": '"',
  };
  KG.fold = (text) => {
    const bare = text.normalize("NFKD").replace(/[\u0300-\u036f\u200b-\u200f\u2060-\u2069]/g, "").toLowerCase();
    return bare.replace(/[đðłøıßæœþ’‘“”]/g, (letter) => PLAIN[letter]).normalize("NFC");
  };

  const showSource = (source) => {
    KG.setOnly("source", source.id);
    KG.changed("filters");
    KG.show("table");
  };
  const found = (rank, texts, shown) => ({ rank, text: KG.fold(texts.filter(Boolean).join(" \n ")), ...shown });
  const ofActor = (actor) => {
    const names = [...actor.labels.map((pair) => pair[1]), ...actor.aliases];
    return found(0, [actor.label, ...names, ...actor.identifiers], {
      label: actor.label,
      note: [actor.type, ...names].join(" · "),
      mark: () => KG.symbol(actor.family),
      go: () => KG.select({ actor: actor.node }),
    });
  };
  // The headline, never the bare words: a hit must not read like a fact when it is none.
  const ofStatement = (statement) => {
    const quotes = statement.evidence.map((item) => item.quote).filter(Boolean);
    return found(1, [...quotes, statement.headline], {
      label: statement.headline,
      note: quotes.map((quote) => `“${quote}”`).join(" "),
      mark: () => KG.lineIcon(statement.kind),
      go: () => KG.select({ statement: statement.edge }),
    });
  };
  const ofSource = (source) => found(2, [source.title, source.publisher, source.author, source.url], {
    label: source.title,
    note: `Source · ${KG.sourceLine(source)} · shows its statements`,
    mark: null,
    go: () => showSource(source),
  });
  const index = [...data.actors.map(ofActor), ...data.statements.map(ofStatement), ...data.sources.map(ofSource)];

  let hits = [];
  let at = -1;
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const pick = (row) => {
    const hit = hits[row];
    if (!hit) return;
    close();
    if (hit.rank < 2 && KG.state.view === "contradictions") KG.show("network");
    hit.go();
  };

  // The beginning of a name before the beginning of a word before the rest.
  const fit = (text, wanted) => (text.startsWith(wanted) ? 0 : text.includes(`\n ${wanted}`) || text.includes(` ${wanted}`) ? 1 : 2);
  const row = (hit, place) => {
    const press = (event) => {
      event.preventDefault();
      pick(place);
    };
    const shown = el("span", {}, el("span", { class: "label" }, words(hit.label)), el("small", {}, words(hit.note)));
    return el("li", { role: "option", id: `hit-${place}`, "aria-selected": "false", mousedown: press }, hit.mark ? hit.mark() : "", shown);
  };
  const search = (wanted) => {
    const all = index.filter((one) => one.text.includes(wanted));
    return all.sort((a, b) => a.rank - b.rank || fit(a.text, wanted) - fit(b.text, wanted)).slice(0, MOST);
  };
  const find = () => {
    const wanted = KG.fold(box.value.trim());
    at = -1;
    hits = wanted ? search(wanted) : [];
    list.replaceChildren(...(wanted && !hits.length ? [el("li", { class: "none" }, "Nothing found")] : hits.map(row)));
    list.hidden = !wanted;
    box.setAttribute("aria-expanded", String(hits.length > 0));
    box.removeAttribute("aria-activedescendant");
    if (wanted) KG.say(hits.length ? `${hits.length} results` : "Nothing found");
  };
  const move = (by) => {
    if (!hits.length) return;
    at = (at + by + hits.length) % hits.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    box.setAttribute("aria-activedescendant", `hit-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };

  box.addEventListener("input", find);
  box.addEventListener("focus", () => { if (box.value) find(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(at < 0 ? 0 : -1);
    else if (event.key === "Enter") pick(Math.max(at, 0));
    else if (event.key === "Escape") {
      box.value = "";
      close();
      return;
    } else return;
    event.preventDefault();
  });
}
