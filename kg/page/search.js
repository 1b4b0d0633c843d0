"use strict";
// Search over labels, labels in other languages, aliases in any script, quotes and sources; accents and case do not matter.
{
  const { el, words, t, data } = KG;
  const GROUPS = [[() => t("search.actors"), 6], [() => t("search.statements"), 6], [() => t("search.sources"), 4]];
  const box = KG.byId("search");
  const list = KG.byId("hits");

  // Only the accents of alphabets go: the marks of Khmer, Thai or Hindi are letters of the word.
  const PLAIN = {
    đ: "d", ð: "d", ł: "l", ø: "o", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", "’": "'", "‘": "'", "“": '"', "”": '"',
  };
  const PURE = /^[\n -~]*$/;
  KG.fold = (text) => {
    if (PURE.test(text)) return text.toLowerCase();
    const bare = text.normalize("NFKD").replace(/[\u0300-\u036f\u200b-\u200f\u2060-\u2069]/g, "").toLowerCase();
    return bare.replace(/[đðłøıßæœþ’‘“”]/g, (letter) => PLAIN[letter]).normalize("NFC");
  };

  // What of a record is searched, and how a hit shows it. Texts are kept for all, the rest is made for the few that are shown.
  const namesOf = (actor) => [...actor.labels.map((pair) => pair[1]), ...actor.aliases];
  const quotesOf = (statement) => statement.evidence.map((item) => item.quote).filter(Boolean);
  const KINDS = [
    {
      records: data.actors,
      texts: (actor) => [actor.label, ...namesOf(actor), ...actor.identifiers],
      shown: (actor) => ({
        label: actor.label,
        note: [KG.typeName(actor.type), ...namesOf(actor)].join(" · "),
        mark: () => KG.symbol(actor.family),
        go: () => KG.select({ actor: actor.node }),
      }),
    },
    {
      records: data.statements,
      texts: (statement) => [...quotesOf(statement), statement.headline],
      // The headline, never the bare words: a hit must not read like a fact when it is none.
      shown: (statement) => ({
        label: statement.headline,
        note: quotesOf(statement).map((quote) => t("cite.quote", { quote })).join(" "),
        mark: () => KG.lineIcon(statement.kind),
        go: () => KG.select({ statement: statement.edge }),
      }),
    },
    {
      records: data.sources,
      texts: (source) => [source.title, source.publisher, source.author, source.url],
      shown: (source, row) => ({
        label: source.title,
        note: [KG.sourceLine(source), KG.kindOf(source)].filter(Boolean).join(" · "),
        mark: null,
        go: () => KG.select({ source: row }),
      }),
    },
  ];
  // Made once, when somebody comes to search: the first letter finds it ready.
  let index = null;
  KG.worded(() => { index = null; });
  const made = () => {
    index ??= KINDS.map(({ records, texts }) => records.map((record) => KG.fold(texts(record).filter(Boolean).join(" \n "))));
    return index;
  };

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
    if (hit.rank < 2 && ["contradictions", "sources"].includes(KG.state.view)) KG.show("network");
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
    return made().map((texts, rank) => {
      const rows = [];
      texts.forEach((text, row) => { if (text.includes(wanted)) rows.push([fit(text, wanted), row]); });
      return rows.sort((a, b) => a[0] - b[0]).map((pair) => ({ rank, row: pair[1] }));
    });
  };
  const shownOf = ({ rank, row }) => ({ rank, ...KINDS[rank].shown(KINDS[rank].records[row], row) });
  // A group says how many there are, and shows the first few.
  const grouped = (all, rank, start) => {
    const [title, most] = GROUPS[rank];
    const some = all.slice(0, most).map(shownOf);
    if (!some.length) return "";
    const values = { title: title(), shown: most, all: all.length };
    const head = all.length > most ? t("search.some", values) : t("search.all", values);
    return el("ul", { role: "group", "aria-label": head }, el("li", { class: "hits-head", "aria-hidden": "true" }, head),
      some.map((hit, place) => row(hit, start + place)));
  };
  const find = () => {
    const wanted = KG.fold(box.value.trim());
    const groups = wanted ? search(wanted) : [];
    const total = groups.reduce((sum, group) => sum + group.length, 0);
    at = -1;
    hits = [];
    const parts = groups.map((group, rank) => {
      const part = grouped(group, rank, hits.length);
      hits.push(...group.slice(0, GROUPS[rank][1]).map(shownOf));
      return part;
    });
    const none = wanted && !total ? [el("p", { class: "none" }, t("search.none"))] : [];
    list.replaceChildren(...none, ...parts.filter((part) => part));
    list.hidden = !wanted;
    box.setAttribute("aria-expanded", String(hits.length > 0));
    box.removeAttribute("aria-activedescendant");
    const counts = groups.map((group, rank) => `${group.length} ${GROUPS[rank][0]().toLocaleLowerCase(KG.lang)}`);
    if (wanted) KG.say(total ? t("search.results", { count: total, groups: counts.join(", ") }) : t("search.none"));
  };
  const move = (by) => {
    if (!hits.length) return;
    at = (at + by + hits.length) % hits.length;
    const options = [...list.querySelectorAll("[role=option]")];
    options.forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    box.setAttribute("aria-activedescendant", `hit-${at}`);
    options[at].scrollIntoView({ block: "nearest" });
  };

  box.addEventListener("input", find);
  box.addEventListener("focus", () => {
    made();
    if (box.value) find();
  });
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
