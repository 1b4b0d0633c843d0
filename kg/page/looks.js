"use strict";
// How everything drawn looks under the selection, the filters, the measure of size and the theme.
{
  const { state } = KG;
  const { network, nodes, edges, nodeView, edgeView, near, lead, box } = KG.graph;
  const CLEAR = "rgba(0,0,0,0)";

  const focus = () => {
    if (state.statement) {
      const statement = KG.statements.get(state.statement);
      return { nodes: new Set([statement.subject, statement.object]), edges: new Set([state.statement, ...statement.contradicts]) };
    }
    if (state.actor) return { nodes: near(state.actor), edges: new Set(KG.of.get(state.actor).map((s) => s.edge)) };
    if (state.source === null) return KG.path?.lit() || null;
    const supported = KG.data.statements.filter((statement) => statement.sources.includes(state.source));
    return { nodes: new Set(supported.flatMap((s) => [s.subject, s.object])), edges: new Set(supported.map((s) => s.edge)) };
  };

  // A label stands where Python found it in nobody's way; vis itself only knows below.
  const vadjust = (node, grown, size) => {
    if (!node.above) return lead - size / 2 - 4;
    return 1 - 2 * grown - node.label.split("\n").length * size - 2 * lead - size / 2;
  };

  const nodeLook = (node, lit, ink) => {
    const dim = lit && !lit.nodes.has(node.id);
    const chosen = node.id === state.actor;
    const fill = KG.css(`--f-${node.family}`);
    const size = KG.options.nodes.font.size;
    const grown = KG.sizeOf(node.id);
    const { label, wide, high } = KG.drawing.node(node.id);
    return {
      id: node.id,
      label, wide, high,
      size: grown,
      opacity: dim ? 0.22 : 1,
      borderWidth: chosen ? 4 : 1.5,
      shapeProperties: { borderDashes: KG.family.get(node.family).dashed || node.doubtful ? [4, 3] : false },
      color: { background: fill, border: chosen ? ink.focus : ink.text },
      font: { color: dim ? ink.muted : ink.text, strokeColor: ink.canvas, vadjust: vadjust({ ...node, label }, grown, size) },
    };
  };

  const wordsOf = (statement) => `\u2068${statement.relation}${statement.quantity ? ` ${statement.quantity}` : ""}\u2069`;
  // Words are lifted by as much as keeps them off labels and off each other, but stay beside their line.
  const LIFTS = [0, -12, 12, -24, 24, -36, 36];
  const apart = (one, other) => one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;
  const roomAt = (words, { x, y }, lift) => {
    const { wide, high } = KG.roomOf(words);
    return { left: x - wide / 2, right: x + wide / 2, top: y + lift - high / 2, bottom: y + lift + high / 2 };
  };
  // Established relations around what is selected are named where there is room for the name; of the others the details tell.
  const named = (lit) => {
    const found = new Map();
    if (!lit || state.source !== null) return found;
    const places = network.getPositions(nodeView.getIds());
    const all = edgeView.get().filter((edge) => lit.edges.has(edge.id) && edge.from !== edge.to);
    const there = (id) => ({ ...nodes.get(id), ...places[id] });
    const middle = new Map(all.map((edge) => [edge.id, KG.middle(edge, there(edge.from), there(edge.to))]));
    const said = new Map(all.map((edge) => [edge.id, KG.drawing.edge(edge.id)]));
    const taken = nodeView.get().map((node) => box({ ...node, size: KG.sizeOf(node.id) }, places[node.id]));
    for (const [id, { label, lift }] of said) if (label !== " ") taken.push(roomAt(label, middle.get(id), lift || 0));
    for (const [id, { label }] of said) {
      const words = wordsOf(KG.statements.get(id));
      const lift = label === " " ? LIFTS.find((one) => taken.every((other) => apart(roomAt(words, middle.get(id), one), other))) : undefined;
      if (lift === undefined) continue;
      found.set(id, { words, lift });
      taken.push(roomAt(words, middle.get(id), lift));
    }
    return found;
  };
  const edgeLook = (edge, lit, ink, names) => {
    const statement = KG.statements.get(edge.id);
    const mine = !lit || lit.edges.has(edge.id);
    const colour = statement.contested ? ink.contested : KG.css(`--s-${statement.kind}`);
    const line = KG.css(`--s-${statement.kind}`);
    // What is not established keeps its word, whatever is selected; established relations are named around the selection.
    const { label: said, width, lift: own } = KG.drawing.edge(edge.id);
    const name = names.get(edge.id);
    const shown = mine ? name?.words ?? said : " ";
    const lift = name?.lift ?? own ?? 0;
    return {
      id: edge.id,
      label: shown,
      lift,
      width: width + (edge.id === state.statement ? 2 : 0),
      color: { color: line, highlight: line, hover: line, opacity: mine ? 1 : 0.12 },
      // A background hides the dashes behind the words; vis does not move it with words that are moved, nor take it from none.
      font: { color: colour, strokeColor: ink.canvas, vadjust: lift, background: shown === " " || lift ? CLEAR : ink.canvas },
    };
  };

  // vis parses every changed item anew, so only items whose look changed are handed over.
  const looks = new Map();
  const fresh = (list) => list.filter((item) => {
    const look = JSON.stringify(item);
    if (looks.get(item.id) === look) return false;
    looks.set(item.id, look);
    return true;
  });

  KG.graph.paint = () => {
    const lit = focus();
    const ink = {
      text: KG.css("--ink"), muted: KG.css("--muted"), canvas: KG.css("--canvas"), focus: KG.css("--focus"), contested: KG.css("--s-alleged"),
    };
    nodes.updateOnly(fresh(nodeView.get().map((node) => nodeLook(node, lit, ink))));
    const names = named(lit);
    edges.updateOnly(fresh(edgeView.get().map((edge) => edgeLook(edge, lit, ink, names))));
  };
}
