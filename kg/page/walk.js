"use strict";
// Moving through the picture: pointer, keyboard and zoom. The canvas is one tab stop; Tab always leaves it.
{
  const { state } = KG;
  const { network, nodeView, edgeView, edges, near, frame, toggle } = KG.graph;
  const canvas = KG.byId("graph");

  network.on("click", (event) => {
    if (event.nodes.length) KG.select({ actor: event.nodes[0] });
    else if (event.edges.length) KG.select({ statement: event.edges[0] });
    else KG.select({});
  });
  network.on("doubleClick", (event) => {
    if (event.nodes.length) toggle();
  });
  // Made when needed: words for every line up front would be most of the work of opening the page.
  network.on("hoverEdge", (event) => {
    const statement = KG.statements.get(event.edge);
    const quote = statement.evidence.find((item) => item.quote)?.quote;
    edges.updateOnly({ id: event.edge, title: quote ? `${statement.headline}\n“${quote}”` : statement.headline });
    canvas.style.cursor = "pointer";
  });
  network.on("hoverNode", () => { canvas.style.cursor = "pointer"; });
  network.on("blurNode", () => { canvas.style.cursor = ""; });
  network.on("blurEdge", () => { canvas.style.cursor = ""; });

  const TURN = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };
  const degree = (node) => KG.of.get(node).length;
  const off = (from, to, wanted) => {
    const turn = Math.atan2(to.y - from.y, to.x - from.x) - wanted;
    return Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
  };

  // The connected actor that lies nearest to the direction of the arrow; from nowhere, the best connected one.
  const toward = (key) => {
    const from = state.actor || KG.statements.get(state.statement)?.subject;
    if (!from) {
      const first = nodeView.getIds().sort((a, b) => degree(b) - degree(a))[0];
      if (first) KG.select({ actor: first });
      return;
    }
    const here = network.getPosition(from);
    const choice = [...near(from)].filter((node) => node !== from && nodeView.get(node)).map((node) => {
      const there = network.getPosition(node);
      return { node, turn: off(here, there, TURN[key]), far: Math.hypot(there.x - here.x, there.y - here.y) };
    }).filter(({ turn }) => turn < 1.2).sort((a, b) => a.turn + a.far / 4000 - b.turn - b.far / 4000);
    if (choice.length) KG.select({ actor: choice[0].node });
    else KG.say("No connected actor in that direction");
  };

  // N and P go through the lines of the actor that was selected last.
  let owner = null;
  let at = -1;
  const step = (by) => {
    if (state.actor) [owner, at] = [state.actor, by > 0 ? -1 : 0];
    if (!owner) return;
    const lines = KG.of.get(owner).filter((statement) => edgeView.get(statement.edge));
    if (!lines.length) return;
    at = (at + by + lines.length) % lines.length;
    KG.select({ statement: lines[at].edge });
  };

  const zoom = (by) => network.moveTo({ scale: network.getScale() * by, animation: false });
  const inside = {
    n: () => step(1), p: () => step(-1), f: toggle, Enter: () => KG.byId("panel").focus(), Escape: () => KG.select({}),
    "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: frame,
  };
  const anywhere = {
    "/": () => KG.byId("search").focus(), "?": () => KG.byId("help").showModal(),
    t: () => KG.show("table", true), c: () => KG.show("contradictions", true),
    g: () => {
      KG.show("network");
      canvas.focus();
    },
  };
  const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

  canvas.addEventListener("keydown", (event) => {
    const act = event.key in TURN ? () => toward(event.key) : inside[event.key];
    if (!act || !plain(event)) return;
    event.preventDefault();
    act();
  });
  addEventListener("keydown", (event) => {
    const act = anywhere[event.key];
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (!act || !plain(event) || typing || KG.byId("help").open) return;
    event.preventDefault();
    act();
  });
  // From the details one key leads back to the picture.
  KG.byId("panel").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.view === "network") canvas.focus();
  });

  KG.byId("zoom-in").addEventListener("click", () => zoom(1.25));
  KG.byId("zoom-out").addEventListener("click", () => zoom(0.8));
  KG.byId("fit").addEventListener("click", frame);
  KG.byId("help-open").addEventListener("click", () => KG.byId("help").showModal());
}
