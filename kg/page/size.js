"use strict";
// What the size of a symbol means: the reader chooses, and the choice is explained in words.
{
  const { el, t, data } = KG;
  const GROWTH = 7;
  const number = (nodes, of) => new Map(nodes.map((node) => [node, of(node)]));
  const nodes = data.actors.map((actor) => actor.node);
  const aside = new Set(data.standings.filter((standing) => standing.hidden).map((standing) => standing.key));
  const counted = (statement) => !aside.has(statement.kind) && statement.origins.join() !== "derived";
  // A copy is the paper it copies.
  const original = (row, seen = new Set()) => {
    const { copyOf } = data.sources[row];
    return copyOf < 0 || seen.has(row) ? row : original(copyOf, seen.add(row));
  };
  const root = (value) => Math.min(GROWTH, Math.round(1.6 * Math.sqrt(value)));

  const MEASURES = {
    statements: {
      of: (node) => KG.of.get(node).filter(counted).length,
      grow: root,
    },
    established: {
      of: (node) => KG.of.get(node).filter((statement) => statement.established && counted(statement)).length,
      grow: root,
    },
    sources: {
      of: (node) => new Set(KG.of.get(node).filter(counted).flatMap((s) => s.sources.map((row) => original(row)))).size,
      grow: (value) => Math.min(GROWTH, value ? 1 + 2 * (value - 1) : 0),
    },
    between: {
      of: (node) => KG.actors.get(node).between,
      grow: (value, most) => (most ? Math.round(GROWTH * Math.sqrt(value / most)) : 0),
    },
    same: { of: () => 0, grow: () => 3 },
  };
  if (!data.actors.some((actor) => actor.between)) delete MEASURES.between;

  const known = new Map();
  const values = (name) => {
    if (!known.has(name)) known.set(name, number(nodes, MEASURES[name].of));
    return known.get(name);
  };
  let chosen = "statements";
  let most = 0;
  KG.sizeOf = (node) => KG.drawing.node(node).base + MEASURES[chosen].grow(values(chosen).get(node), most);

  const select = el("select", { id: "size", "aria-describedby": "size-says" },
    Object.keys(MEASURES).map((key) => el("option", { value: key, t: `size.${key}` })));
  KG.worded(() => select.setAttribute("aria-label", t("size.title")));
  const says = el("p", { class: "explains", id: "size-says" });
  const choose = (name) => {
    chosen = name in MEASURES ? name : "statements";
    most = [...values(chosen).values()].reduce((a, b) => Math.max(a, b), 0);
    select.value = chosen;
    says.textContent = t(`size.${chosen}-says`);
  };
  KG.worded(() => choose(chosen));
  select.addEventListener("change", () => {
    choose(select.value);
    KG.changed("sheet");
    KG.say(says.textContent);
  });
  KG.remember("size", { write: () => (chosen === "statements" ? "" : chosen), read: choose });
  KG.legend("size.title", select, says);
}
