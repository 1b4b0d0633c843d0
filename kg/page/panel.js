"use strict";
// The details at the right: a statement, an actor with all that is said of it, a source with all it supports, or an overview.
{
  const { el, words, data, state, textButton } = KG;
  const MOST = 60;
  const UNNAMED = "No statement names this event: that it happened rests on nothing here.";
  const choose = (node) => textButton(KG.label(node), () => KG.select({ actor: node }));
  const list = (items, show) => items.flatMap((item, row) => (row ? [" · ", show(item)] : [show(item)]));
  const ends = (statement) => el("p", { class: "ends" }, choose(statement.subject), " → ", choose(statement.object));

  // ---- statements in a list, by what a reader may make of them
  const ORDER = [
    ["Contradicted", (s) => s.contradicts.length > 0],
    ["Established", (s) => s.established],
    ["Said by others", (s) => ["asserted", "alleged", "denied"].includes(s.kind)],
    ["Planned or supposed", (s) => ["planned", "hypothetical"].includes(s.kind)],
    ["Found by a machine, not judged", (s) => s.kind === "candidate"],
    ["Set aside", () => true],
  ];
  const HEADS = ["Established", "Said by others", "Contradicted", "Planned or supposed", "Found by a machine, not judged", "Set aside"];
  const EXPLAINED = {
    "Said by others": "Claims and denials: not established.",
    Contradicted: "Each of these stands against another statement.",
  };
  const grouped = (all) => {
    const groups = new Map(HEADS.map((head) => [head, []]));
    for (const statement of all) groups.get(ORDER.find(([, fits]) => fits(statement))[0]).push(statement);
    return [...groups].filter(([, some]) => some.length);
  };
  KG.listed = (all) => {
    const shown = all.filter(KG.passes);
    const held = all.length - shown.length;
    const parts = grouped(shown).map(([head, some]) => [
      el("h3", {}, `${head} (${some.length})`),
      EXPLAINED[head] ? el("p", { class: "quiet" }, EXPLAINED[head]) : "",
      some.slice(0, MOST).map(KG.brief),
      some.length > MOST ? el("p", { class: "quiet" }, `${some.length - MOST} more: see the table.`) : "",
    ]);
    return [parts, held ? el("p", { class: "quiet" }, `${held} more behind the filters.`) : ""];
  };

  // ---- an actor
  // Registers whose addresses are known; whatever else an identifier says stays words.
  const REGISTERS = {
    wikidata: [/^[QPL]\d+$/, (id) => `https://www.wikidata.org/wiki/${id}`],
    lei: [/^[A-Z0-9]{20}$/, (id) => `https://search.gleif.org/#/record/${id}`],
    isni: [/^[\dX ]{16,19}$/, (id) => `https://isni.org/isni/${id.replace(/ /g, "")}`],
    orcid: [/^[\dX-]{19}$/, (id) => `https://orcid.org/${id}`],
    viaf: [/^\d+$/, (id) => `https://viaf.org/viaf/${id}`],
    gnd: [/^[\dX-]+$/, (id) => `https://d-nb.info/gnd/${id}`],
    ror: [/^[0-9a-z]{9}$/, (id) => `https://ror.org/${id}`],
    geonames: [/^\d+$/, (id) => `https://www.geonames.org/${id}`],
    opencorporates: [/^[a-z_]+\/[\w-]+$/, (id) => `https://opencorporates.com/companies/${id}`],
    osm: [/^(node|way|relation)\/\d+$/, (id) => `https://www.openstreetmap.org/${id}`],
  };
  const identifier = (text) => {
    const [, scheme, id] = text.match(/^([^:]*):(.*)$/s) || ["", "", text];
    const [form, address] = REGISTERS[scheme.toLowerCase()] || [];
    if (form?.test(id)) return KG.link(address(id), text);
    return /^https?:/i.test(id) ? KG.link(id, text) : el("code", {}, words(text));
  };

  // An event is worth what the strongest statement on it is worth; a planned one must not look held.
  const doubt = (record) => {
    if (!record.event || record.standing === "established") return "";
    const said = record.standing ? `This event is not established: the strongest statement on it is ${record.standing}.` : UNNAMED;
    return el("p", { class: "fate" }, said);
  };
  const actor = (node) => {
    const record = KG.actors.get(node);
    const { labels, aliases, identifiers } = record;
    return [
      el("p", { class: "kicker" }, KG.symbol(record.family), words(record.type)),
      el("h2", {}, words(record.label)),
      labels.length ? el("p", { class: "other-labels" }, list(labels, ([lang, label]) => words(label, lang))) : "",
      aliases.length ? el("p", { class: "quiet" }, "Also: ", list(aliases, (alias) => words(alias))) : "",
      doubt(record),
      record.when || record.place ? el("p", { class: "quiet" }, words(KG.joined(record.when, record.place))) : "",
      record.description ? el("p", {}, words(record.description)) : "",
      identifiers.length ? el("p", { class: "quiet identifiers" }, list(identifiers, identifier)) : "",
      el("p", { class: "acts" }, KG.button(KG.graph.sheet.only ? "Show everything" : "Only the neighbourhood", KG.graph.toggle),
        KG.button("Path from here", () => KG.path.from(node)), KG.copyLink()),
      KG.of.get(node).length ? KG.listed(KG.of.get(node)) : el("p", { class: "quiet" }, record.event ? "" : "No statement names this actor."),
    ];
  };

  // ---- a source
  KG.supported = (row) => data.statements.filter((statement) => statement.sources.includes(row));
  KG.copiesOf = (row) => data.sources.flatMap((source, other) => (source.copyOf === row ? [other] : []));
  const onlyFrom = (row) => {
    KG.setOnly("source", data.sources[row].id);
    KG.changed("filters");
    KG.show("table");
  };
  const HELD = {
    original: "The text held is the source’s own.", excerpt: "The text held is an excerpt.",
    translation: "The text held is a translation, not its own words.", note: "The text held is our reading note, not its own words.",
  };
  const source = (row) => {
    const record = data.sources[row];
    const copies = KG.copiesOf(row);
    const all = KG.supported(row);
    return [
      el("p", { class: "kicker" }, `Source, ${record.kind}`),
      el("h2", {}, words(record.title)),
      HELD[record.documentIs] ? el("p", { class: record.documentIs === "original" ? "quiet" : "whose" }, HELD[record.documentIs]) : "",
      el("dl", {}, KG.sourceFields(record),
        KG.field("Copied by", list(copies, (other) => textButton(data.sources[other].title, () => KG.select({ source: other })))),
        KG.field("Hash", record.sha256 && el("code", {}, record.sha256))),
      KG.citeButtons(() => KG.citationSource(record), () => KG.bibtexSource(record)),
      el("p", { class: "acts" }, KG.button("Only what it supports", () => onlyFrom(row))),
      all.length ? KG.listed(all) : el("p", { class: "quiet" }, "No statement rests on this source."),
    ];
  };

  // ---- nothing in particular
  const rows = (title, items) => [el("h3", {}, title), el("ul", { class: "plain" }, items)];
  const note = (said) => el("span", { class: "quiet" }, words(said));
  const differing = () => {
    const items = data.contradictions.slice(0, 6).map((edges) => {
      const [one, other] = edges.map((edge) => KG.statements.get(edge));
      const voices = [one, other].map((statement) => (statement.contested ? "Contested" : statement.lead));
      const sides = one.quantity && other.quantity ? [one.quantity, other.quantity] : voices;
      const about = `${KG.label(one.subject)} – ${one.relation} – ${KG.label(one.object)}`;
      return el("li", {}, textButton(about, () => KG.show("contradictions")), note(sides.join("  ⇄  ")));
    });
    return items.length ? rows("Where voices differ", items) : "";
  };
  const FIRST = 8;
  // Counted once for what passes: the panel is drawn more often than the filters change.
  let ranked = [];
  let counted = null;
  const rank = () => {
    if (counted === KG.visible()) return ranked;
    counted = KG.visible();
    const counts = new Map();
    for (const { subject, object } of counted) {
      counts.set(subject, (counts.get(subject) || 0) + 1);
      if (object !== subject) counts.set(object, (counts.get(object) || 0) + 1);
    }
    const least = Uint32Array.from(counts.values()).sort().at(-FIRST) || 0;
    const first = [...counts].filter((pair) => pair[1] >= least);
    ranked = first.sort((a, b) => b[1] - a[1] || Number(a[0].slice(1)) - Number(b[0].slice(1))).slice(0, FIRST);
    return ranked;
  };
  const connected = () => {
    const items = rank().map(([node, some]) => el("li", { class: "counted" }, choose(node), note(String(some))));
    return items.length ? rows("Most connected", items) : "";
  };
  const parts = () => {
    if (!KG.large) return "";
    const items = data.parts.slice(0, 40).map(([size, members], row) => {
      const names = members.slice(0, 3).map(KG.label).join(", ");
      return el("li", {}, textButton(names, () => KG.graph.part(row)), note(`${size} actors`));
    });
    return rows(`Parts of the network (${data.parts.length})`, items);
  };
  const overview = () => [
    el("h2", {}, "Who says so?"),
    el("p", {}, "Select a line to read the words it rests on, its source, who says so and how firmly. Select an actor for all that is said of it."),
    parts(), differing(), connected(),
  ];

  const content = () => {
    const chosen = KG.statements.get(state.statement);
    if (chosen) return [ends(chosen), KG.whole(chosen)];
    if (state.actor) return actor(state.actor);
    return state.source === null ? overview() : source(state.source);
  };
  const panel = KG.byId("panel");
  KG.on((what) => {
    if (!["selection", "filters", "sheet", "address", "notes"].includes(what)) return;
    const chosen = Boolean(state.statement || state.actor || state.source !== null);
    // On a phone the details lie over the picture, so there must be a way to put them away.
    const away = chosen ? KG.button("✕", () => KG.select({}), { class: "put-away", "aria-label": "Close the details" }) : "";
    panel.classList.toggle("chosen", chosen);
    panel.replaceChildren(...[away, content()].flat(Infinity).filter((part) => part));
    if (what === "selection") panel.scrollTop = 0;
  });
}
