"use strict";
// Moving through the picture: pointer, keyboard and zoom. The canvas is one tab stop; Tab always leaves it.
{
  const { state } = KG;
  const { network, nodeView, edgeView, edges, near, frame, toggle, part, expand, nodeAt, moved, onMap } = KG.graph;
  const canvas = KG.byId("graph");

  // vis finds symbols; a name is as good a place to click on.
  const hit = (event) => event.nodes[0] ?? (event.edges.length ? null : nodeAt(event.pointer.DOM));
  network.on("click", (event) => {
    const node = hit(event);
    if (node) KG.select({ actor: node });
    else if (event.edges.length) KG.select({ statement: event.edges[0] });
    else KG.select({});
  });
  network.on("doubleClick", (event) => {
    const node = hit(event);
    if (!node) return;
    KG.select({ actor: node });
    toggle();
  });
  // Made when needed: words for every line up front would be most of the work of opening the page.
  network.on("hoverEdge", (event) => {
    const statement = KG.statements.get(event.edge);
    const quote = statement.evidence.find((item) => item.quote)?.quote;
    edges.updateOnly({ id: event.edge, title: quote ? `${statement.headline}\n“${quote}”` : statement.headline });
  });
  let hovered = false;
  for (const [name, on] of [["hoverEdge", true], ["hoverNode", true], ["blurNode", false], ["blurEdge", false]]) {
    network.on(name, () => { hovered = on; });
  }
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons) return;
    const { left, top } = canvas.getBoundingClientRect();
    const over = hovered || nodeAt({ x: event.clientX - left, y: event.clientY - top });
    canvas.style.cursor = over ? "pointer" : "";
  });

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
    else KG.say(KG.t("network.no-way"));
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

  const zoom = (by) => {
    network.moveTo({ scale: network.getScale() * by, animation: false });
    moved();
  };
  const whole = () => {
    frame();
    KG.changed("at");
  };
  const inside = {
    n: () => step(1), p: () => step(-1), f: toggle, e: expand, Enter: () => KG.byId("panel").focus(), Escape: () => KG.select({}),
    "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: whole,
  };
  const anywhere = {
    "/": () => KG.byId("search").focus(), "?": () => KG.byId("help").showModal(),
    t: () => KG.show("table", true), c: () => KG.show("contradictions", true),
    i: () => KG.show("timeline", true), s: () => KG.show("sources", true),
    g: () => {
      KG.show("network");
      if (onMap()) KG.map.focus();
      else canvas.focus();
    },
    m: () => {
      if (!KG.large) return;
      KG.show("network");
      part(-1);
      KG.map.focus();
    },
  };

  // Whoever speaks to their computer sets off single keys without wanting to: they can be switched off, and stay off.
  const KEPT = "kg-single-keys";
  const single = KG.byId("single-keys");
  try {
    single.checked = localStorage.getItem(KEPT) !== "off";
  } catch {
    // Some browsers keep nothing for pages that are files.
  }
  single.addEventListener("change", () => {
    KG.say(single.checked ? KG.t("network.keys-on") : KG.t("network.keys-off"));
    try {
      localStorage.setItem(KEPT, single.checked ? "on" : "off");
    } catch {
      // Then it holds until the page is closed.
    }
  });
  const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && (event.key.length > 1 || single.checked);

  canvas.addEventListener("keydown", (event) => {
    const act = event.key in TURN ? () => toward(event.key) : inside[event.key];
    if (!act || !plain(event)) return;
    event.preventDefault();
    act();
  });
  addEventListener("keydown", (event) => {
    const act = anywhere[event.key];
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !/^(checkbox|range)$/.test(event.target.type);
    if (!act || !plain(event) || typing || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });
  // From the details one key leads back to the picture.
  KG.byId("panel").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.view === "network") canvas.focus();
  });

  KG.byId("zoom-in").addEventListener("click", () => zoom(1.25));
  KG.byId("zoom-out").addEventListener("click", () => zoom(0.8));
  KG.byId("fit").addEventListener("click", whole);
  KG.byId("help-open").addEventListener("click", () => KG.byId("help").showModal());
}
