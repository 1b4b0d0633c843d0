"use strict";
// The details at the right: a statement, an actor with all that is said of it, a source with all it supports, or an overview.
{
  const { el, words, t, data, state, textButton } = KG;
  const MOST = 60;
  const choose = (node) => textButton(KG.label(node), () => KG.select({ actor: node }));
  const list = (items, show) => items.flatMap((item, row) => (row ? [" · ", show(item)] : [show(item)]));
  const ends = (statement) => el("p", { class: "ends" }, choose(statement.subject), " → ", choose(statement.object));

  // ---- statements in a list, by what a reader may make of them
  const ORDER = [
    ["contradicted", (s) => s.contradicts.length > 0],
    ["established", (s) => s.established],
    ["said", (s) => ["asserted", "alleged", "denied"].includes(s.kind)],
    ["planned", (s) => ["planned", "hypothetical"].includes(s.kind)],
    ["machine", (s) => s.kind === "candidate"],
    ["aside", () => true],
  ];
  const HEADS = ["established", "said", "contradicted", "planned", "machine", "aside"];
  const EXPLAINED = { said: () => t("panel.said-explained"), contradicted: () => t("panel.contradicted-explained") };
  const grouped = (all) => {
    const groups = new Map(HEADS.map((head) => [head, []]));
    for (const statement of all) groups.get(ORDER.find(([, fits]) => fits(statement))[0]).push(statement);
    return [...groups].filter(([, some]) => some.length);
  };
  KG.listed = (all) => {
    const shown = all.filter(KG.passes);
    const held = all.length - shown.length;
    const parts = grouped(shown).map(([head, some]) => [
      el("h3", {}, t("panel.head", { head: t(`panel.group-${head}`), count: some.length })),
      EXPLAINED[head] ? el("p", { class: "quiet" }, EXPLAINED[head]()) : "",
      some.slice(0, MOST).map(KG.brief),
      some.length > MOST ? el("p", { class: "quiet" }, t("panel.more-in-table", { count: some.length - MOST })) : "",
    ]);
    return [parts, held ? el("p", { class: "quiet" }, t("statement.behind", { count: held })) : ""];
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
    const said = record.standing ? t("panel.event-doubtful", { standing: KG.word(record.standing) }) : t("panel.event-unnamed");
    return el("p", { class: "fate" }, said);
  };
  const copyAll = (record) => {
    const shown = KG.of.get(record.node).filter(KG.passes);
    const heads = grouped(shown).map(([head, some]) => [t("panel.head", { head: t(`panel.group-${head}`), count: some.length }), some]);
    KG.copy(KG.dossier(record, heads), t("cite.dossier-copied", { count: shown.length }));
  };
  const actor = (node) => {
    const record = KG.actors.get(node);
    const { labels, aliases, identifiers } = record;
    return [
      el("p", { class: "kicker" }, KG.symbol(record.family), words(KG.typeName(record.type))),
      el("h2", {}, words(record.label)),
      labels.length ? el("p", { class: "other-labels" }, list(labels, ([lang, label]) => words(label, lang))) : "",
      aliases.length ? el("p", { class: "quiet" }, t("panel.also"), list(aliases, (alias) => words(alias))) : "",
      doubt(record),
      record.when || record.place ? el("p", { class: "quiet" }, words(KG.joined(record.when, record.place))) : "",
      record.description ? el("p", {}, words(record.description)) : "",
      identifiers.length ? el("p", { class: "quiet identifiers" }, list(identifiers, identifier)) : "",
      el("p", { class: "acts" }, KG.button(KG.graph.sheet.only ? t("panel.everything") : t("panel.only"), KG.graph.toggle),
        KG.button(t("panel.path-from"), () => KG.path.from(node)), KG.copyLink(),
        KG.of.get(node).length ? KG.button(t("cite.dossier"), () => copyAll(record)) : ""),
      KG.of.get(node).length ? KG.listed(KG.of.get(node)) : el("p", { class: "quiet" }, record.event ? "" : t("panel.unnamed")),
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
  const source = (row) => {
    const record = data.sources[row];
    const copies = KG.copiesOf(row);
    const all = KG.supported(row);
    const held = record.documentIs ? t(`panel.held-${record.documentIs}`) : "";
    return [
      el("p", { class: "kicker" }, t("panel.source", { kind: KG.kindOf(record) })),
      el("h2", {}, words(record.title)),
      held ? el("p", { class: record.documentIs === "original" ? "quiet" : "whose" }, held) : "",
      el("dl", {}, KG.sourceFields(record),
        KG.field(t("panel.copied-by"), list(copies, (other) => textButton(data.sources[other].title, () => KG.select({ source: other })))),
        KG.field(t("panel.hash"), record.sha256 && el("code", {}, record.sha256))),
      KG.citeButtons(() => KG.citationSource(record), () => KG.bibtexSource(record)),
      el("p", { class: "acts" }, KG.button(t("panel.only-source"), () => onlyFrom(row))),
      all.length ? KG.listed(all) : el("p", { class: "quiet" }, t("panel.no-support")),
    ];
  };

  // ---- nothing in particular
  const rows = (title, items) => [el("h3", {}, title), el("ul", { class: "plain" }, items)];
  const note = (said) => el("span", { class: "quiet" }, words(said));
  const differing = () => {
    const items = data.contradictions.slice(0, 6).map((edges) => {
      const [one, other] = edges.map((edge) => KG.statements.get(edge));
      const voices = [one, other].map(KG.inShort);
      const sides = one.quantity && other.quantity ? [one.quantity, other.quantity] : voices;
      const about = `${KG.label(one.subject)} – ${one.relation} – ${KG.label(one.object)}`;
      return el("li", {}, textButton(about, () => KG.show("contradictions")), note(sides.join("  ⇄  ")));
    });
    return items.length ? rows(t("panel.differ"), items) : "";
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
    return items.length ? rows(t("panel.connected"), items) : "";
  };
  const parts = () => {
    if (!KG.large) return "";
    const items = data.parts.slice(0, 40).map(([size, members], row) => {
      const names = members.slice(0, 3).map(KG.label).join(", ");
      return el("li", {}, textButton(names, () => KG.graph.part(row)), note(t("count.actors", { count: size })));
    });
    return rows(t("panel.parts", { count: data.parts.length }), items);
  };
  const overview = () => [
    el("h2", {}, t("panel.who")),
    el("p", {}, t("panel.intro")),
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
    const away = chosen ? KG.button("✕", () => KG.select({}), { class: "put-away", "aria-label": t("panel.close") }) : "";
    panel.classList.toggle("chosen", chosen);
    panel.replaceChildren(...[away, content()].flat(Infinity).filter((part) => part));
    if (what === "selection") panel.scrollTop = 0;
  });
}
