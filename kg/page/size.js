"use strict";
// What the size of a symbol means: the reader chooses, and the choice is explained in words.
{
  const { el, data } = KG;
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
      label: "number of statements",
      says: "The larger, the more statements speak of it, whatever they are worth. Large does not mean guilty or important.",
      of: (node) => KG.of.get(node).filter(counted).length,
      grow: root,
    },
    established: {
      label: "established statements",
      says: "The larger, the more established statements speak of it; claims, denials and plans do not count.",
      of: (node) => KG.of.get(node).filter((statement) => statement.established && counted(statement)).length,
      grow: root,
    },
    sources: {
      label: "number of sources",
      says: "The larger, the more sources speak of it; copies of one source count once.",
      of: (node) => new Set(KG.of.get(node).filter(counted).flatMap((s) => s.sources.map((row) => original(row)))).size,
      grow: (value) => Math.min(GROWTH, value ? 1 + 2 * (value - 1) : 0),
    },
    between: {
      label: "lying between others",
      says: "The larger, the more often it lies on a shortest way between two others, along established lines only.",
      of: (node) => KG.actors.get(node).between,
      grow: (value, most) => (most ? Math.round(GROWTH * Math.sqrt(value / most)) : 0),
    },
    same: { label: "nothing: all alike", says: "All symbols of one kind have one size.", of: () => 0, grow: () => 3 },
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

  const select = el("select", { id: "size", "aria-label": "Size of a symbol", "aria-describedby": "size-says" },
    Object.entries(MEASURES).map(([key, { label }]) => el("option", { value: key }, label)));
  const says = el("p", { class: "explains", id: "size-says" });
  const choose = (name) => {
    chosen = name in MEASURES ? name : "statements";
    most = [...values(chosen).values()].reduce((a, b) => Math.max(a, b), 0);
    select.value = chosen;
    says.textContent = MEASURES[chosen].says;
  };
  choose(chosen);
  select.addEventListener("change", () => {
    choose(select.value);
    KG.changed("sheet");
    KG.say(says.textContent);
  });
  KG.remember("size", { write: () => (chosen === "statements" ? "" : chosen), read: choose });
  KG.legend("Size of a symbol", select, says);
}
