"use strict";
// From how near, and where, the sheet is looked at: all of it, as near as labels need on a phone, or where the reader moved it.
{
  const { state } = KG;
  const { network, nodeView, sheet, box } = KG.graph;
  const PAD = 14;
  const CLOSEST = 1.4;
  // On a phone the whole picture would be too small to read: it opens as near as its labels need, and can be moved.
  const READABLE = 0.72;
  const narrow = matchMedia("(max-width: 900px)");
  const canvas = KG.byId("graph");
  // Where the reader has moved the view to; nothing while it shows everything.
  let view = null;
  let wanted = null;

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
    sheet.stale = false;
    frame();
    if (!narrow.matches || network.getScale() >= READABLE || !nodeView.length) return;
    const chosen = KG.statements.get(state.statement);
    const centre = chosen?.subject || state.actor || busiest();
    look(network.getPosition(nodeView.get(centre) ? centre : busiest()), READABLE);
  };

  // ---- in the address, where it is not the usual one
  KG.remember("at", {
    write: () => (view ? [view.x, view.y, view.scale].join(",") : ""),
    read: (text) => {
      const [x, y, scale] = text.split(",").map(Number);
      wanted = text && [x, y, scale].every(Number.isFinite) && scale > 0.01 && scale < 50 ? { x, y, scale } : null;
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
  let framed = false;
  // After reading an address, and after the sheet has done the same.
  const obey = () => {
    const at = wanted;
    wanted = null;
    if (at) look({ x: at.x, y: at.y }, at.scale);
    else if (view || sheet.stale) open();
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
  network.on("dragEnd", ({ nodes: dragged }) => { if (!dragged.length) moved(); });

  KG.on((what) => {
    if (what === "address") obey();
    if (what === "selection") clear();
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

  Object.assign(KG.graph, { frame, open, moved });
}
