"use strict";
// The details at the right: a statement, an actor with all that is said of it, or what the case holds.
{
  const { el, words, data, state } = KG;
  const MOST = 60;
  const UNNAMED = "No statement names this event: that it happened rests on nothing here.";
  const text = (label, action) => KG.button(label, action, { class: "text-button" });
  const choose = (node) => text(KG.label(node), () => KG.select({ actor: node }));
  const list = (items, show) => items.flatMap((item, row) => (row ? [" · ", show(item)] : [show(item)]));

  const ends = (statement) => el("p", { class: "ends" }, choose(statement.subject), " → ", choose(statement.object));

  const statements = (node) => {
    const all = KG.of.get(node);
    const shown = all.filter(KG.passes);
    const parts = data.standings.map(({ key }) => {
      const some = shown.filter((statement) => statement.kind === key);
      if (!some.length) return "";
      const rest = some.length > MOST ? el("p", { class: "quiet" }, `${some.length - MOST} more: see the table.`) : "";
      return [el("h3", {}, `${key[0].toUpperCase()}${key.slice(1)} (${some.length})`), some.slice(0, MOST).map(KG.brief), rest];
    });
    const held = all.length - shown.length;
    return [parts, held ? el("p", { class: "quiet" }, `${held} more behind the filters.`) : ""];
  };

  // An event is worth what the strongest statement on it is worth; a planned one must not look held.
  const doubt = (record) => {
    if (!record.standing || record.standing === "established") return "";
    return el("p", { class: "fate" }, `This event is not established: the strongest statement on it is ${record.standing}.`);
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
      record.when || record.place ? el("p", { class: "quiet" }, words([record.when, record.place].filter(Boolean).join(", "))) : "",
      record.description ? el("p", {}, words(record.description)) : "",
      identifiers.length ? el("p", { class: "quiet" }, list(identifiers, (identifier) => el("code", {}, words(identifier)))) : "",
      el("p", { class: "acts" },
        KG.button(KG.graph.sheet.only ? "Show everything" : "Only the neighbourhood", KG.graph.toggle),
        KG.button("Path from here", () => KG.path.from(node)),
        KG.button("Copy link", () => KG.copy(location.href, "Link copied"))),
      KG.of.get(node).length ? statements(node) : el("p", { class: "quiet" }, record.event ? UNNAMED : "No statement names this actor."),
    ];
  };

  const rows = (title, items) => [el("h3", {}, title), el("ul", { class: "plain" }, items)];
  const note = (said) => el("span", { class: "quiet" }, words(said));

  const differing = () => {
    const items = data.contradictions.slice(0, 6).map((edges) => {
      const [one, other] = edges.map((edge) => KG.statements.get(edge));
      const sides = one.quantity && other.quantity ? [one.quantity, other.quantity] : [one.lead, other.lead];
      const about = `${KG.label(one.subject)} – ${one.relation} – ${KG.label(one.object)}`;
      return el("li", {}, text(about, () => KG.show("contradictions")), note(sides.join("  ⇄  ")));
    });
    return items.length ? rows("Where voices differ", items) : "";
  };

  const connected = () => {
    const counted = [...KG.of].map(([node, all]) => [node, all.filter(KG.passes).length]).filter(([, some]) => some);
    const ranked = counted.sort((a, b) => b[1] - a[1]).slice(0, 8);
    return rows("Most connected", ranked.map(([node, some]) => el("li", { class: "counted" }, choose(node), note(String(some)))));
  };

  const parts = () => {
    if (!KG.large) return "";
    const items = data.parts.slice(0, 40).map(([size, members], row) => {
      const names = members.slice(0, 3).map(KG.label).join(", ");
      return el("li", {}, text(names, () => KG.graph.part(row)), note(`${size} actors`));
    });
    return rows(`Parts of the network (${data.parts.length})`, items);
  };

  const overview = () => [
    el("h2", {}, "Who says so?"),
    el("p", {}, "Select a line to read the words it rests on, its source, who says so and how firmly. Select an actor for all that is said of it."),
    parts(), differing(), connected(),
  ];

  KG.on((what) => {
    if (what === "view") return;
    const chosen = KG.statements.get(state.statement);
    const named = state.actor ? actor(state.actor) : overview();
    const content = chosen ? [ends(chosen), KG.whole(chosen)] : named;
    KG.byId("panel").replaceChildren(...content.flat(Infinity).filter((part) => part));
    if (what === "selection") KG.byId("panel").scrollTop = 0;
  });
}
