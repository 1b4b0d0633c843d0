"use strict";
// What lies on the sheet: everything, a part of a large network, a neighbourhood. From how near it is looked at says frame.js.
{
  const { el, t, state } = KG;
  const { network, nodes, nodeView, sheet, bring, near, sift, paint, box } = KG.graph;
  const NEAR = 60;
  // Of a large network nobody is on the sheet at first: the map of its parts lies there.
  const members = (row) => new Set(KG.large ? KG.data.parts[row]?.[1] : KG.actors.keys());
  sheet.members = members(sheet.part);
  // Who was brought onto the sheet from elsewhere, with the places that they found; and around whom.
  const guests = new Map();
  let wide = [];

  const onMap = () => sheet.part < 0 && !sheet.members.size;
  const outside = (node) => [...near(node)].filter((other) => !sheet.members.has(other) || (sheet.only && !sheet.only.has(other)));
  const banner = () => {
    const named = !sheet.only ? "" : sheet.centre ? t("network.only", { name: KG.label(sheet.centre) }) : t("network.list");
    const some = () => t("network.some", { shown: nodeView.length, all: KG.data.actors.length });
    const text = named || (KG.large && !onMap() ? some() : "");
    const more = state.actor && text && nodeView.get(state.actor) ? outside(state.actor).length : 0;
    KG.byId("banner").hidden = !text;
    KG.byId("banner").replaceChildren(el("span", {}, text),
      more ? KG.button(t("network.bring", { count: more }), expand, { id: "expand" }) : "",
      text && KG.large ? KG.button(t("network.to-map"), () => part(-1), { id: "to-map" }) : "");
    KG.map?.show(onMap());
  };
  const redraw = () => {
    welcome();
    sift();
    paint();
    banner();
  };

  // Whoever comes from elsewhere gets the nearest free place around somebody who is there.
  const apart = (one, other) => one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;
  const lodge = (some, around) => {
    const there = [...(sheet.only || sheet.members)].filter((node) => nodes.get(node) && !some.includes(node));
    const places = network.getPositions(there);
    const middle = places[around] || { x: 0, y: 0 };
    const taken = there.map((node) => box({ ...KG.drawing.node(node), size: KG.sizeOf(node) }, places[node]));
    bring(some);
    for (const node of some) {
      const mine = { ...KG.drawing.node(node), size: KG.sizeOf(node), above: false };
      for (let step = 4; ; step += 1) {
        const [reach, turn] = [45 * Math.sqrt(step), step * 2.399963];
        const place = { x: Math.round(middle.x + 1.4 * reach * Math.cos(turn)), y: Math.round(middle.y + reach * Math.sin(turn)) };
        const room = box(mine, place);
        if (step < 4000 && !taken.every((other) => apart(room, other))) continue;
        taken.push(room);
        guests.set(node, place);
        nodes.update({ id: node, ...place, above: false });
        break;
      }
    }
  };
  // Others may put somebody onto the sheet too, as a path does.
  const welcome = () => {
    const residents = members(sheet.part);
    const strangers = [...sheet.members].filter((node) => !residents.has(node) && !guests.has(node) && !sheet.only?.has(node));
    bring([...sheet.members].filter((node) => residents.has(node)));
    if (strangers.length) lodge(strangers, null);
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
  const home = (node) => {
    const { x = 0, y = 0, above = false } = KG.drawing.node(node);
    return { x, y, above };
  };
  const settle = (some) => {
    bring(some);
    nodes.update([...some].map((id) => ({ id, ...home(id), ...guests.get(id), ...sheet.moved.get(id) })));
  };
  const closeNeighbourhood = () => {
    if (!sheet.only) return;
    const some = sheet.only;
    sheet.only = null;
    sheet.centre = null;
    settle(some);
    sheet.stale = true;
  };
  const enter = (node, also = []) => {
    closeNeighbourhood();
    wide = [];
    const all = new Set([node, ...also, ...[...near(node)].filter((other) => other !== node).slice(0, NEAR)]);
    bring(all);
    all.forEach((member) => sheet.members.add(member));
    sheet.only = all;
    sheet.centre = node;
    ring(node, all);
    redraw();
    KG.graph.open();
  };
  // Only these, as a list from elsewhere names them, and the lines between them.
  const pick = (some) => {
    closeNeighbourhood();
    wide = [];
    bring(some);
    some.forEach((member) => sheet.members.add(member));
    sheet.only = new Set(some);
    sheet.centre = null;
    if (KG.large) ring(some[0], sheet.only);
    redraw();
    KG.graph.open();
  };
  // Nobody but those who belong to the part, each in their own place.
  const clean = () => {
    guests.clear();
    wide = [];
    sheet.members = members(sheet.part);
  };
  const leave = () => {
    closeNeighbourhood();
    if (KG.large) {
      clean();
      settle(sheet.members);
    }
    redraw();
    KG.graph.open();
  };
  // Those whom somebody is connected to, the best connected first, as long as a picture of so many can be read.
  const gather = (node) => {
    const room = Math.max(0, Math.min(NEAR, KG.data.cap - (sheet.only || sheet.members).size));
    const known = outside(node).sort((a, b) => KG.of.get(b).length - KG.of.get(a).length);
    const some = known.slice(0, room);
    lodge(some, node);
    for (const other of some) {
      sheet.members.add(other);
      sheet.only?.add(other);
    }
    if (some.length && !wide.includes(node)) wide.push(node);
    return [some.length, known.length];
  };
  const expand = () => {
    const node = state.actor;
    if (!node || !nodeView.get(node)) {
      KG.say(t("network.select-first"));
      return;
    }
    const [some, all] = gather(node);
    redraw();
    KG.graph.open();
    KG.changed("sheet");
    const full = () => t("network.brought-some", { count: some, cap: KG.data.cap, rest: all - some, name: KG.label(node) });
    const said = () => (some < all ? full() : t("network.brought", { count: some }));
    KG.say(all ? said() : t("network.brought-all"));
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
    KG.say(row < 0 ? t("network.map") : t("network.part", { number: row + 1, all: KG.data.parts[row][0], shown: nodeView.length }));
  };

  // Whoever is selected is drawn: in the picture where that holds them, else in a neighbourhood of their own.
  const reveal = () => {
    const chosen = KG.statements.get(state.statement);
    const wanted = chosen ? [chosen.subject, chosen.object] : state.actor ? [state.actor] : [];
    if (wanted.every((node) => sheet.members.has(node) && (!sheet.only || sheet.only.has(node)))) return;
    if (KG.large || sheet.only) enter(wanted[0], wanted);
  };

  // ---- in the address: neighbourhood, part, actors that were moved, and the view where it is not the usual one
  const nodeOf = (id) => KG.data.actors.find((actor) => actor.id === id)?.node;
  const idOf = (node) => KG.actors.get(node).id;
  let wanted = { only: null, list: [], wide: [] };
  KG.remember("part", {
    write: () => (KG.large && sheet.part >= 0 ? String(sheet.part + 1) : ""),
    read: (text) => {
      sheet.part = KG.large ? KG.data.parts.findIndex((_, row) => String(row + 1) === text) : 0;
      closeNeighbourhood();
      clean();
      if (KG.large) settle(sheet.members);
    },
  });
  KG.remember("wide", {
    write: () => wide.map(idOf).join(","),
    read: (text) => { wanted.wide = text.split(",").filter(Boolean).map(nodeOf).filter(Boolean); },
  });
  KG.remember("near", { write: () => (sheet.centre ? idOf(sheet.centre) : ""), read: (text) => { wanted.only = nodeOf(text) || null; } });
  KG.remember("only", {
    write: () => (sheet.only && !sheet.centre ? [...sheet.only].map(idOf).join(",") : ""),
    read: (text) => { wanted.list = [...new Set(text.split(",").map(nodeOf).filter(Boolean))].slice(0, KG.data.cap); },
  });
  KG.remember("moved", {
    write: () => [...sheet.moved].map(([node, { x, y }]) => `${idOf(node)}:${Math.round(x)}:${Math.round(y)}`).join(","),
    read: (text) => {
      const rows = text.split(",").map((word) => word.match(/^(.+):(-?\d{1,6}):(-?\d{1,6})$/)).filter(Boolean);
      const before = sheet.moved;
      sheet.moved = new Map(rows.map(([, id, x, y]) => [nodeOf(id), { x: Number(x), y: Number(y) }]).filter(([node]) => node));
      settle([...before.keys(), ...sheet.moved.keys()]);
    },
  });
  // After reading an address; `near` is only now known, when the filters are.
  const obey = () => {
    const { only, list, wide: more } = wanted;
    wanted = { only: null, list: [], wide: [] };
    if (only && only !== sheet.centre) enter(only);
    else if (list.length) pick(list);
    for (const node of more) gather(node);
    if (more.length) {
      redraw();
      KG.graph.open();
    }
  };
  network.on("dragEnd", ({ nodes: dragged }) => {
    if (!dragged.length || sheet.only) return;
    const places = network.getPositions(dragged);
    for (const node of dragged) sheet.moved.set(node, places[node]);
    KG.changed("at");
  });

  KG.on((what) => {
    if (what === "filters") redraw();
    if (what === "address") obey();
    if (what === "sheet") paint();
    if (what === "selection") {
      reveal();
      paint();
      banner();
    }
  });
  Object.assign(KG.graph, { toggle, part, expand, onMap });
}
