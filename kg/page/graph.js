"use strict";
// The picture: which actors and lines are drawn at all, and where on the screen each of them is.
{
  const { drawing } = KG;
  const LEAD = 6;
  const nodes = new vis.DataSet(drawing.nodes);
  const edges = new vis.DataSet(drawing.edges);

  // Who is brought onto the sheet at all, and, while a neighbourhood is open, who belongs to it.
  const sheet = { members: new Set(), only: null, centre: null, part: 0, moved: new Map() };
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
    KG.byId("shown").textContent = ` · drawn now: ${nodeView.length} actors and events, ${edgeView.length} lines`;
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

  KG.graph = { network, nodes, edges, nodeView, edgeView, sheet, near, sift, box, nodeAt, lead: LEAD };
}
