"use strict";
// What lies on the sheet and from how near it is looked at: everything, a part of a large network, a neighbourhood.
{
  const { state, drawing } = KG;
  const { network, nodes, nodeView, sheet, near, sift, paint, box } = KG.graph;
  const PAD = 14;
  const NEAR = 60;
  const CLOSEST = 1.4;
  // On a phone the whole picture would be too small to read: it opens as near as its labels need, and can be moved.
  const READABLE = 0.72;
  const narrow = matchMedia("(max-width: 900px)");
  const canvas = KG.byId("graph");
  const home = new Map(drawing.nodes.map((node) => [node.id, { x: node.x, y: node.y }]));
  const members = (row) => new Set(KG.large ? KG.data.parts[row][1] : drawing.nodes.map((node) => node.id));
  sheet.members = members(0);
  // Where the reader has moved the view to; nothing while it shows everything.
  let view = null;

  const banner = () => {
    const named = sheet.only ? `Only the neighbourhood of ${KG.label(sheet.centre)}. Press F to see everything again.` : "";
    const part = `Drawn: ${nodeView.length} of ${drawing.nodes.length}, one part of the network. `
      + "Choose another part at the right, or search for anybody.";
    const text = named || (KG.large ? part : "");
    KG.byId("banner").hidden = !text;
    KG.byId("banner").textContent = text;
  };
  const redraw = () => {
    sift();
    paint();
    banner();
  };

  const bounds = () => {
    const places = network.getPositions(nodeView.getIds());
    const all = nodeView.get().map((node) => box(node, places[node.id]));
    const most = (name, pick) => all.reduce((found, one) => pick(found, one[name]), pick === Math.min ? Infinity : -Infinity);
    return {
      left: most("left", Math.min) - PAD, right: most("right", Math.max) + PAD,
      top: most("top", Math.min) - PAD, bottom: most("bottom", Math.max) + PAD,
    };
  };
  const look = (position, scale) => network.moveTo({ position, scale, animation: false });
  const frame = () => {
    view = null;
    if (!nodeView.length || !canvas.clientWidth) return;
    const { left, right, top, bottom } = bounds();
    const scale = Math.min(canvas.clientWidth / (right - left), canvas.clientHeight / (bottom - top), CLOSEST);
    look({ x: (left + right) / 2, y: (top + bottom) / 2 }, scale);
  };
  const busiest = () => nodeView.getIds().sort((a, b) => KG.of.get(b).length - KG.of.get(a).length)[0];
  const open = () => {
    frame();
    if (!narrow.matches || network.getScale() >= READABLE || !nodeView.length) return;
    const chosen = KG.statements.get(state.statement);
    const centre = chosen?.subject || state.actor || busiest();
    look(network.getPosition(nodeView.get(centre) ? centre : busiest()), READABLE);
  };

  // A neighbourhood has places of its own, in rings around its actor; the old places come back afterwards.
  const ring = (centre, all) => {
    const others = [...all].filter((node) => node !== centre).sort((a, b) => {
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
  const settle = (some) => nodes.update([...some].map((id) => ({ id, ...(sheet.moved.get(id) || home.get(id)) })));
  const closeNeighbourhood = () => {
    if (!sheet.only) return;
    const some = sheet.only;
    sheet.only = null;
    sheet.centre = null;
    settle(some);
  };
  const enter = (node) => {
    closeNeighbourhood();
    const all = new Set([node, ...[...near(node)].filter((other) => other !== node).slice(0, NEAR)]);
    all.forEach((member) => sheet.members.add(member));
    sheet.only = all;
    sheet.centre = node;
    ring(node, all);
    redraw();
    open();
  };
  const leave = () => {
    closeNeighbourhood();
    if (KG.large) sheet.members = members(sheet.part);
    redraw();
    open();
  };
  const toggle = () => {
    const node = state.actor || sheet.centre;
    if (sheet.only) leave();
    else if (node) enter(node);
    KG.changed("sheet");
  };
  const part = (row) => {
    sheet.part = row;
    KG.select({});
    leave();
    KG.changed("sheet");
    KG.say(`Part ${row + 1}: ${KG.data.parts[row][0]} actors, ${nodeView.length} drawn`);
  };

  // Whoever is selected is drawn: in the picture where that holds them, else in a neighbourhood of their own.
  const reveal = () => {
    const chosen = KG.statements.get(state.statement);
    const wanted = chosen ? [chosen.subject, chosen.object] : state.actor ? [state.actor] : [];
    if (wanted.every((node) => sheet.members.has(node) && (!sheet.only || sheet.only.has(node)))) return;
    if (KG.large || sheet.only) enter(wanted[0]);
  };

  // ---- in the address: neighbourhood, part, actors that were moved, and the view where it is not the usual one
  const nodeOf = (id) => KG.data.actors.find((actor) => actor.id === id)?.node;
  const idOf = (node) => KG.actors.get(node).id;
  let wanted = { only: null, at: null };
  KG.remember("part", {
    write: () => (sheet.part ? String(sheet.part + 1) : ""),
    read: (text) => {
      sheet.part = KG.large ? Math.max(0, KG.data.parts.findIndex((_, row) => String(row + 1) === text)) : 0;
      closeNeighbourhood();
      sheet.members = members(sheet.part);
    },
  });
  KG.remember("near", { write: () => (sheet.centre ? idOf(sheet.centre) : ""), read: (text) => { wanted.only = nodeOf(text) || null; } });
  KG.remember("moved", {
    write: () => [...sheet.moved].map(([node, { x, y }]) => `${idOf(node)}:${Math.round(x)}:${Math.round(y)}`).join(","),
    read: (text) => {
      const rows = text.split(",").map((word) => word.match(/^(.+):(-?\d{1,6}):(-?\d{1,6})$/)).filter(Boolean);
      const before = sheet.moved;
      sheet.moved = new Map(rows.map(([, id, x, y]) => [nodeOf(id), { x: Number(x), y: Number(y) }]).filter(([node]) => node));
      settle([...before.keys(), ...sheet.moved.keys()]);
    },
  });
  KG.remember("at", {
    write: () => (view ? [view.x, view.y, view.scale].join(",") : ""),
    read: (text) => {
      const [x, y, scale] = text.split(",").map(Number);
      wanted.at = text && [x, y, scale].every(Number.isFinite) && scale > 0.01 && scale < 50 ? { x, y, scale } : null;
    },
  });
  // On a phone the details cover the lower half: whoever is selected moves into the upper one.
  const clear = () => {
    const node = state.actor || KG.statements.get(state.statement)?.subject;
    if (!narrow.matches || !framed || !node || !nodeView.get(node) || !canvas.clientWidth) return;
    const { x, y } = network.getPosition(node);
    const scale = network.getScale();
    look({ x, y: y + (canvas.clientHeight * 0.28) / scale }, scale);
  };
  let shown = null;
  let framed = false;
  // After reading an address; `near` is only now known, when the filters are.
  const obey = () => {
    const { only, at } = wanted;
    wanted = { only: null, at: null };
    if (only && only !== sheet.centre) enter(only);
    if (at) look({ x: at.x, y: at.y }, at.scale);
    else if (view || sheet.centre !== shown) open();
    shown = sheet.centre;
    view = at;
  };
  const moved = () => {
    const { x, y } = network.getViewPosition();
    view = { x: Math.round(x), y: Math.round(y), scale: Number(network.getScale().toFixed(3)) };
    KG.changed("at");
  };
  let later = 0;
  network.on("zoom", () => {
    clearTimeout(later);
    later = setTimeout(moved, 250);
  });
  network.on("dragEnd", ({ nodes: dragged }) => {
    if (!dragged.length) moved();
    else if (!sheet.only) {
      const places = network.getPositions(dragged);
      for (const node of dragged) sheet.moved.set(node, places[node]);
      KG.changed("at");
    }
  });

  KG.on((what) => {
    if (what === "filters") redraw();
    if (what === "address") obey();
    if (what === "sheet") paint();
    if (what === "selection") {
      reveal();
      paint();
      banner();
      clear();
    }
    // A picture that was never seen has no size yet and cannot be framed.
    if (what === "view" && state.view === "network" && !framed) {
      requestAnimationFrame(() => {
        const kept = view;
        network.redraw();
        open();
        view = kept;
        framed = true;
        if (view) look({ x: view.x, y: view.y }, view.scale);
        else clear();
      });
    }
  });
  new ResizeObserver(() => {
    if (state.view === "network" && !view && !state.actor && !state.statement) open();
  }).observe(canvas);

  Object.assign(KG.graph, { frame, toggle, part, moved });
}
