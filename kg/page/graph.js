"use strict";
// The picture: which actors and lines are drawn, and how each looks under the selection, the filters and the theme.
{
  const { state, drawing } = KG;
  const LEAD = 6;
  const PAD = 14;
  const NEAR = 60;
  const CLEAR = "rgba(0,0,0,0)";
  const nodes = new vis.DataSet(drawing.nodes);
  const edges = new vis.DataSet(drawing.edges);
  const home = new Map(drawing.nodes.map((node) => [node.id, { x: node.x, y: node.y }]));

  // Who is brought onto the sheet at all, and, while a neighbourhood is open, who belongs to it.
  const sheet = { members: new Set(), only: null };
  const start = () => new Set(KG.large ? KG.data.parts[0][1] : drawing.nodes.map((node) => node.id));
  sheet.members = start();

  let passing = new Set();
  let linked = new Set();
  const present = (node) => sheet.members.has(node) && (!sheet.only || sheet.only.has(node)) && KG.passesActor(node);
  const edgeDrawn = (edge) => passing.has(edge.id) && present(edge.from) && present(edge.to);
  const nodeDrawn = (node) => present(node.id) && (KG.alone.on || linked.has(node.id));
  const nodeView = new vis.DataView(nodes, { filter: nodeDrawn });
  const edgeView = new vis.DataView(edges, { filter: edgeDrawn });

  const sift = () => {
    passing = new Set(KG.passing().map((statement) => statement.edge));
    linked = new Set();
    for (const edge of edges.get({ filter: edgeDrawn })) linked.add(edge.from).add(edge.to);
    nodeView.refresh();
    edgeView.refresh();
    const lonely = nodes.get({ filter: (node) => present(node.id) && !linked.has(node.id) }).length;
    KG.byId("alone-count").textContent = String(lonely);
    KG.byId("shown").textContent = ` · drawn now: ${nodeView.length} actors and events, ${edgeView.length} lines`;
  };

  const options = { ...KG.options };
  const network = new vis.Network(KG.byId("graph"), { nodes: nodeView, edges: edgeView }, options);
  // vis gives its inner element a tab stop without any key; the one around it is ours.
  KG.byId("graph").querySelector(".vis-network").removeAttribute("tabindex");

  // ---- the look of everything drawn
  const near = (node) => {
    const lines = KG.of.get(node).filter((statement) => passing.has(statement.edge));
    return new Set([node, ...lines.flatMap((statement) => [statement.subject, statement.object])]);
  };
  const focus = () => {
    if (state.statement) {
      const statement = KG.statements.get(state.statement);
      return { nodes: new Set([statement.subject, statement.object]), edges: new Set([state.statement, ...statement.contradicts]) };
    }
    if (state.actor) return { nodes: near(state.actor), edges: new Set(KG.of.get(state.actor).map((s) => s.edge)) };
    return KG.path?.lit() || null;
  };

  // A label stands where Python found it in nobody's way; vis itself only knows below.
  const vadjust = (node, size) => {
    if (!node.above) return LEAD - size / 2 - 4;
    return 1 - 2 * node.size - node.label.split("\n").length * size - 2 * LEAD - size / 2;
  };

  const nodeLook = (node, lit, ink) => {
    const dim = lit && !lit.nodes.has(node.id);
    const chosen = node.id === state.actor;
    const fill = KG.css(`--f-${node.family}`);
    const size = KG.options.nodes.font.size;
    return {
      id: node.id,
      opacity: dim ? 0.22 : 1,
      borderWidth: chosen ? 4 : 1.5,
      shapeProperties: { borderDashes: KG.family.get(node.family).dashed || node.doubtful ? [4, 3] : false },
      color: { background: fill, border: chosen ? ink.focus : ink.text },
      font: { color: dim ? ink.muted : ink.text, strokeColor: ink.canvas, vadjust: vadjust(node, size) },
    };
  };

  const wordsOf = (statement) => `\u2068${statement.relation}${statement.quantity ? ` ${statement.quantity}` : ""}\u2069`;
  const edgeLook = (edge, lit, ink) => {
    const statement = KG.statements.get(edge.id);
    const mine = !lit || lit.edges.has(edge.id);
    const colour = statement.contested ? ink.contested : KG.css(`--s-${statement.kind}`);
    const line = KG.css(`--s-${statement.kind}`);
    // What is not established keeps its word, whatever is selected; established relations are named around the selection.
    const said = drawing.words.get(edge.id);
    const label = said !== " " ? said : lit && mine ? wordsOf(statement) : " ";
    const shown = mine ? label : " ";
    return {
      id: edge.id,
      label: shown,
      width: drawing.widths.get(edge.id) + (edge.id === state.statement ? 2 : 0),
      color: { color: line, highlight: line, hover: line, opacity: mine ? 1 : 0.12 },
      // A background hides the dashes behind the words; vis does not move it with words that are moved, nor take it from none.
      font: { color: colour, strokeColor: ink.canvas, vadjust: edge.lift, background: shown === " " || edge.lift ? CLEAR : ink.canvas },
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
  drawing.words = new Map(drawing.edges.map((edge) => [edge.id, edge.label]));
  drawing.widths = new Map(drawing.edges.map((edge) => [edge.id, edge.width]));

  const paint = () => {
    const lit = focus();
    const ink = {
      text: KG.css("--ink"), muted: KG.css("--muted"), canvas: KG.css("--canvas"), focus: KG.css("--focus"), contested: KG.css("--s-alleged"),
    };
    nodes.updateOnly(fresh(nodeView.get().map((node) => nodeLook(node, lit, ink))));
    edges.updateOnly(fresh(edgeView.get().map((edge) => edgeLook(edge, lit, ink))));
  };

  // ---- what lies on the sheet
  const banner = () => {
    const near = sheet.only ? `Only the neighbourhood of ${KG.label(sheet.centre)}. Press F to see everything again.` : "";
    const part = `Drawn: ${nodeView.length} of ${drawing.nodes.length}, one part of the network. `
      + "Choose another part at the right, or search for anybody.";
    const text = near || (KG.large ? part : "");
    KG.byId("banner").hidden = !text;
    KG.byId("banner").textContent = text;
  };
  const redraw = () => {
    sift();
    paint();
    banner();
  };

  // A neighbourhood has places of its own, in rings around its actor; the old places come back afterwards.
  const ring = (centre, members) => {
    const others = [...members].filter((node) => node !== centre).sort((a, b) => {
      const families = nodes.get(a).family.localeCompare(nodes.get(b).family);
      return families || KG.label(a).localeCompare(KG.label(b));
    });
    const places = [{ id: centre, x: 0, y: 0 }];
    for (let round = 1, at = 0; at < others.length; round += 1) {
      const room = Math.min(9 * round, others.length - at);
      for (let step = 0; step < room; step += 1, at += 1) {
        const turn = (2 * Math.PI * (step + round / 3)) / room;
        places.push({ id: others[at], x: Math.round(300 * round * Math.cos(turn)), y: Math.round(210 * round * Math.sin(turn)) });
      }
    }
    nodes.update(places);
  };
  const closeNeighbourhood = () => {
    if (!sheet.only) return;
    nodes.update([...sheet.only].map((id) => ({ id, ...home.get(id) })));
    sheet.only = null;
  };
  const neighbourhood = (node) => {
    closeNeighbourhood();
    const members = new Set([node, ...[...near(node)].filter((other) => other !== node).slice(0, NEAR)]);
    members.forEach((member) => sheet.members.add(member));
    sheet.only = members;
    sheet.centre = node;
    ring(node, members);
    redraw();
    frame();
  };
  const toggle = () => {
    const node = state.actor || sheet.centre;
    if (sheet.only) {
      closeNeighbourhood();
      if (KG.large) sheet.members = start();
      redraw();
      frame();
    } else if (node) neighbourhood(node);
    KG.changed("sheet");
  };
  const part = (row) => {
    closeNeighbourhood();
    sheet.members = new Set(KG.data.parts[row][1]);
    KG.select({});
    redraw();
    frame();
    KG.say(`Part ${row + 1}: ${KG.data.parts[row][0]} actors, ${nodeView.length} drawn`);
  };

  // vis fits the centres only, and does not know of labels that stand above: the box of everything is ours to find.
  const frame = () => {
    const shown = nodeView.get();
    const sheet = KG.byId("graph");
    if (!shown.length || !sheet.clientWidth) return;
    const places = network.getPositions(shown.map((node) => node.id));
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const node of shown) {
      const { x, y } = places[node.id];
      const half = Math.max(node.wide / 2, node.size) + PAD;
      const label = node.high + LEAD;
      box.left = Math.min(box.left, x - half);
      box.right = Math.max(box.right, x + half);
      box.top = Math.min(box.top, y - node.size - PAD - (node.above ? label : 0));
      box.bottom = Math.max(box.bottom, y + node.size + PAD + (node.above ? 0 : label));
    }
    const scale = Math.min(sheet.clientWidth / (box.right - box.left), sheet.clientHeight / (box.bottom - box.top), 1.4);
    network.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale, animation: false });
  };

  // Whoever is selected is drawn: in the picture where that holds them, else in a neighbourhood of their own.
  const reveal = () => {
    const chosen = KG.statements.get(state.statement);
    const wanted = chosen ? [chosen.subject, chosen.object] : state.actor ? [state.actor] : [];
    if (wanted.every((node) => sheet.members.has(node) && (!sheet.only || sheet.only.has(node)))) return;
    if (KG.large || sheet.only) neighbourhood(wanted[0]);
  };

  let framed = false;
  KG.on((what) => {
    if (what === "filters") redraw();
    if (what === "selection") {
      reveal();
      paint();
      banner();
    }
    // A picture that was never seen has no size yet and cannot be framed.
    if (what === "view" && state.view === "network" && !framed) {
      requestAnimationFrame(() => {
        network.redraw();
        frame();
        framed = true;
      });
    }
  });
  new ResizeObserver(() => {
    if (state.view === "network" && !state.actor && !state.statement) frame();
  }).observe(KG.byId("graph"));

  KG.graph = { network, nodes, edges, nodeView, edgeView, sheet, near, paint, frame, toggle, part };
}
