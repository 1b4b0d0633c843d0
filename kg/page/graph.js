"use strict";
// The picture: which actors and lines are drawn at all, and where on the screen each of them is.
{
  const LEAD = 6;
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  // vis keeps and parses whatever it is given: it gets who is brought onto the sheet, and the lines between them, and no more.
  const brought = new Set();
  const rowOf = (id) => Number(id.slice(1));
  const bring = (some) => {
    const fresh = [...some].filter((node) => !brought.has(node)).sort((a, b) => rowOf(a) - rowOf(b));
    fresh.forEach((node) => brought.add(node));
    const between = fresh.flatMap((node) => KG.of.get(node)).filter(({ subject, object }) => brought.has(subject) && brought.has(object));
    const lines = [...new Set(between.map((statement) => statement.edge))].sort((a, b) => rowOf(a) - rowOf(b));
    nodes.add(fresh.map((node) => ({ x: 0, y: 0, ...KG.drawing.node(node) })));
    edges.add(lines.map(KG.drawing.edge));
  };
  if (!KG.large) bring(KG.actors.keys());

  // Who is brought onto the sheet at all, and, while a neighbourhood is open, who belongs to it; `stale` once one was closed, until
  // somebody looks at the whole.
  const sheet = { members: new Set(), only: null, centre: null, part: KG.large ? -1 : 0, moved: new Map(), stale: false };
  let passing = new Set();
  let linked = new Set();
  const present = (node) => sheet.members.has(node) && (!sheet.only || sheet.only.has(node)) && KG.passesActor(node);
  // An event with a date is drawn while the date passes, as a statement is.
  const inTime = (node) => !KG.actors.get(node).event || linked.has(node) || KG.inTime(KG.actors.get(node));
  const edgeDrawn = (edge) => passing.has(edge.id) && present(edge.from) && present(edge.to);
  const nodeDrawn = (node) => present(node.id) && (KG.alone.on || linked.has(node.id)) && inTime(node.id);
  const nodeView = new vis.DataView(nodes, { filter: nodeDrawn });
  const edgeView = new vis.DataView(edges, { filter: edgeDrawn });

  const sift = () => {
    passing = new Set(KG.visible().map((statement) => statement.edge));
    linked = new Set();
    for (const edge of edges.get({ filter: edgeDrawn })) linked.add(edge.from).add(edge.to);
    nodeView.refresh();
    edgeView.refresh();
    const lonely = nodes.get({ filter: (node) => present(node.id) && !linked.has(node.id) }).length;
    KG.byId("alone-count").textContent = String(lonely);
    const drawn = KG.t("count.drawn", { actors: nodeView.length, lines: edgeView.length });
    const said = sheet.part >= 0 || sheet.members.size ? drawn : KG.t("count.map", { count: KG.data.parts.length });
    KG.byId("shown").textContent = ` · ${said}`;
  };

  const network = new vis.Network(KG.byId("graph"), { nodes: nodeView, edges: edgeView }, { ...KG.options });
  // vis gives its inner element a tab stop without any key; the one around it is ours.
  KG.byId("graph").querySelector(".vis-network").removeAttribute("tabindex");

  const near = (node) => {
    const lines = KG.of.get(node).filter((statement) => passing.has(statement.edge));
    return new Set([node, ...lines.flatMap((statement) => [statement.subject, statement.object])]);
  };

  // The room of a symbol with its label, which vis does not know of when it stands above.
  const box = (node, { x, y }) => {
    const half = Math.max(node.wide / 2, node.size);
    const label = node.high + LEAD;
    return { left: x - half, right: x + half, top: y - node.size - (node.above ? label : 0), bottom: y + node.size + (node.above ? 0 : label) };
  };
  // Whose symbol or label lies at a point of the screen: the nearest of those that do.
  const nodeAt = (pointer) => {
    const { x, y } = network.DOMtoCanvas(pointer);
    const places = network.getPositions(nodeView.getIds());
    let found = null;
    for (const node of nodeView.get()) {
      const place = places[node.id];
      const { left, right, top, bottom } = box(node, place);
      const far = Math.hypot(place.x - x, place.y - y);
      if (left <= x && x <= right && top <= y && y <= bottom && (!found || far < found.far)) found = { id: node.id, far };
    }
    return found?.id ?? null;
  };

  KG.graph = { network, nodes, edges, nodeView, edgeView, sheet, bring, near, sift, box, nodeAt, lead: LEAD };
}
