"use strict";
// The map of a large network: its parts as circles. It lies over the picture until one of them is opened; one tab stop, as the picture is.
if (KG.large) {
  const { el, svg, t, data, byId } = KG;
  const { part } = KG.graph;
  const { circles, ties } = data.map;
  const [ROW, LEAD, PAD, HALF, TALLEST] = [16, 16, 6, 102, 30];
  const rowsOf = (one) => one.said?.[KG.lang] ?? one.rows;
  const shade = (count) => Math.min(9, 1 + 1.5 * Math.log2(count));
  const top = ({ y, radius }) => y + radius + LEAD;
  const most = (pick) => Math.max(0, ...circles.map(pick));
  const box = { left: -HALF, right: most(({ x }) => x) + HALF, top: -TALLEST, bottom: most((one) => top(one) + ROW * one.rows.length) };

  // Bent a little, so that no line hides behind a circle that stands in its row.
  const bent = (from, to) => {
    const [x, y] = [(from.x + to.x) / 2 + (to.y - from.y) * 0.12, (from.y + to.y) / 2 - (to.x - from.x) * 0.12];
    return `M${from.x} ${from.y}Q${x.toFixed(1)} ${y.toFixed(1)} ${to.x} ${to.y}`;
  };
  const lines = ties.map(([one, other, count]) =>
    svg("path", { d: bent(circles[one], circles[other]), class: "tie", "stroke-width": shade(count).toFixed(1) }));
  const names = (one) => one.rows.map((row, at) =>
    svg("text", { x: one.x, y: top(one) + ROW * at, "text-anchor": "middle", "aria-hidden": "true", class: at ? "" : "first" }));
  const nearest = (row) => ties.filter((tie) => tie.includes(row)).sort((a, b) => b[2] - a[2]).slice(0, 3)
    .map(([one, other, count]) => t("map.tie", { count, name: rowsOf(circles[one === row ? other : one])[0] }));
  let at = 0;
  const marks = circles.map((one, row) => {
    const [size] = data.parts[row];
    const called = () => t("map.part", { number: row + 1, names: rowsOf(one).join(", ") });
    const says = () => [called(), t("count.actors", { count: size }), ...nearest(row)].join("; ");
    const title = svg("title", {});
    const texts = names(one);
    // Between circle and names a click is meant for them too.
    const room = { x: one.x - HALF, y: one.y - one.radius, width: 2 * HALF, height: top(one) + ROW * one.rows.length - one.y + one.radius };
    const mark = svg("g", { role: "button", tabindex: row ? -1 : 0, "data-part": row },
      title, svg("rect", room), svg("circle", { cx: one.x, cy: one.y, r: one.radius }),
      svg("text", { x: one.x, y: one.y + 4, "text-anchor": "middle", "aria-hidden": "true", class: "size" }, String(size)), ...texts);
    KG.worded(() => {
      title.textContent = says();
      texts.forEach((text, at) => { text.textContent = `\u2068${rowsOf(one)[at]}\u2069`; });
    });
    mark.addEventListener("click", () => part(row));
    return mark;
  });

  const { parts: left, actors: hidden } = data.map.beyond;
  const rest = () => (left ? [t("map.rest", { count: left, actors: hidden })] : []);
  const caption = KG.live(el("p", { class: "banner", id: "map-says" }),
    () => [t("map.caption", { all: data.actors.length }), ...rest(), t("map.open")].join(" "));
  const picture = svg("svg", {
    viewBox: [box.left - PAD, box.top - PAD, box.right - box.left + 2 * PAD, box.bottom - box.top + 2 * PAD].join(" "),
    role: "group", "aria-describedby": "map-says",
  }, ...lines, ...marks);
  KG.worded(() => picture.setAttribute("aria-label", t("map.label")));
  // On a phone it is as wide as its names need, and is moved.
  picture.style.setProperty("--wide", `${box.right - box.left}px`);
  const whole = el("div", { id: "map" }, caption, picture);
  byId("graph").before(whole);

  const go = (row) => {
    marks[at].setAttribute("tabindex", -1);
    at = row;
    marks[at].setAttribute("tabindex", 0);
    marks[at].focus();
  };
  const TURN = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };
  const toward = (wanted) => {
    const from = circles[at];
    const found = circles.map(({ x, y }, row) => {
      const turn = Math.atan2(y - from.y, x - from.x) - wanted;
      return { row, off: Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))), far: Math.hypot(x - from.x, y - from.y) };
    }).filter(({ row, off }) => row !== at && off < 1).sort((a, b) => a.far * (1 + a.off) - b.far * (1 + b.off));
    if (found.length) go(found[0].row);
  };
  picture.addEventListener("focusin", (event) => { at = Number(event.target.closest("[data-part]").dataset.part); });
  picture.addEventListener("keydown", (event) => {
    if (event.key in TURN) toward(TURN[event.key]);
    else if (event.key === "Enter" || event.key === " ") {
      part(at);
      byId("graph").focus();
    } else return;
    event.preventDefault();
  });

  // The same for a picture that travels: what a style sheet says here stands in it as attributes.
  const halo = (ink) => ({ "paint-order": "stroke", stroke: ink.canvas, "stroke-width": 4, "stroke-linejoin": "round" });
  const worded = (text, given, ink) => {
    const copy = text.cloneNode(true);
    for (const [name, value] of Object.entries({ "font-size": 13, fill: ink.text, ...halo(ink), ...given })) copy.setAttribute(name, value);
    return copy;
  };
  const dressed = (mark, ink) => {
    const [circle, size, ...said] = [...mark.children].slice(2);
    const round = circle.cloneNode();
    for (const [name, value] of Object.entries({ fill: ink.canvas, stroke: ink.text, "stroke-width": 1.5 })) round.setAttribute(name, value);
    const names = said.map((text, row) => worded(text, { "font-weight": row ? 400 : 600 }, ink));
    return [round, worded(size, { "font-size": 12, stroke: "none" }, ink), ...names];
  };
  const drawn = (ink) => [
    ...lines.map((line) => {
      const copy = line.cloneNode();
      for (const [name, value] of Object.entries({ fill: "none", stroke: ink.muted, "stroke-opacity": 0.4 })) copy.setAttribute(name, value);
      return copy;
    }),
    ...marks.flatMap((mark) => dressed(mark, ink)),
  ];

  KG.map = {
    picture: (ink) => ({ drawn: drawn(ink), box }),
    show: (on) => {
      whole.hidden = !on;
      // Beneath it the empty picture keeps its size, and is nothing that a key or a reader could get lost in.
      byId("graph").inert = on;
      document.querySelector("#network-view .foot").classList.toggle("beneath", on);
    },
    focus: () => marks[at].focus(),
  };
}
