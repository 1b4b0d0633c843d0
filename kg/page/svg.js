"use strict";
// What is drawn, as an SVG written from the places: shapes, dashes, heads and words stay what they are at any size.
// A picture travels without its page, so it carries title, legend, filters, sources and the date of the data.
{
  const { data } = KG;
  const FACE = KG.options.nodes.font.face;
  const SERIF = "Georgia, 'Noto Serif', serif";
  const [SMALL, LABEL, HEAD, LEAD, PAD] = [KG.options.edges.font.size, KG.options.nodes.font.size, 14, 6, 14];
  // How much of a head, from its tip, the line leaves free.
  const FREE = { arrow: 0.67, vee: 0.5, bar: 0.1, curve: 0.5, inv_curve: 0, box: 0.75, crow: 0.75 };

  // XML knows no control characters and no halves of characters; marks of direction are not needed where a line stands alone.
  const legal = (text) => text.replace(/[\u2066-\u2069]/g, "").replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== "") element.setAttribute(name, legal(String(value)));
    }
    element.append(...children.flat(Infinity).filter(Boolean).map((child) => (typeof child === "string" ? legal(child) : child)));
    return element;
  };
  const round = (number) => Math.round(number * 10) / 10;
  const at = ({ x, y }) => `${round(x)} ${round(y)}`;
  const points = (corners) => `M${corners.map(at).join("L")}Z`;

  const { CORNERS, reach, bend, between, gap, crossing } = KG.shapes;
  const shaped = (node, attributes) => {
    const { shape, size } = node;
    return CORNERS[shape] ? make("path", { d: points(CORNERS[shape](size)), ...attributes }) : make("circle", { r: size, ...attributes });
  };
  // ---- lines
  const head = (kind, tip, from, colour, width) => {
    const scale = (HEAD + 1.5 * width) / 12;
    const turn = (Math.atan2(tip.y - from.y, tip.x - from.x) * 180) / Math.PI;
    const [path, how] = KG.heads[kind];
    const paint = how === "fill" ? { fill: colour } : { fill: "none", stroke: colour, "stroke-width": 2 };
    return make("path", { d: path, transform: `translate(${at(tip)}) rotate(${round(turn)}) scale(${round(scale)}) translate(-12 -6)`, ...paint });
  };
  const pen = (edge) => ({
    fill: "none", stroke: edge.color.color, "stroke-width": edge.width, "stroke-dasharray": edge.dashes ? edge.dashes.join(" ") : "",
  });
  const loop = (edge, node) => {
    const { size, angle } = edge.selfReference;
    const far = reach(node, -angle) + size * 0.8;
    const centre = { x: node.x + far * Math.cos(angle), y: node.y - far * Math.sin(angle) };
    const tip = { x: centre.x - size * Math.cos(angle - 0.5), y: centre.y + size * Math.sin(angle - 0.5) };
    const before = { x: tip.x + Math.sin(angle - 0.5), y: tip.y + Math.cos(angle - 0.5) };
    const ring = make("circle", { cx: round(centre.x), cy: round(centre.y), r: size, ...pen(edge) });
    return { parts: [ring, head(edge.arrows.to.type, tip, before, edge.color.color, edge.width)], middle: { x: centre.x, y: centre.y - size } };
  };
  const line = (edge, from, to) => {
    if (from === to) return loop(edge, from);
    const curve = [from, bend(from, to, edge.smooth), to];
    const within = (node) => (point) => gap(node, point) < reach(node, Math.atan2(point.y - node.y, point.x - node.x)) + 1;
    let start = crossing(curve, within(from), 0, 0.5);
    let end = crossing(curve, within(to), 1, 0.5);
    const parts = [];
    for (const side of ["from", "to"].filter((name) => edge.arrows[name])) {
      const kind = edge.arrows[side].type;
      const moment = side === "to" ? end : start;
      const tip = between(curve, moment, moment);
      const length = HEAD + 1.5 * edge.width;
      const base = crossing(curve, (point) => gap(tip, point) < length, moment, 0.5);
      const free = crossing(curve, (point) => gap(tip, point) < length * (FREE[kind] ?? 0.92), moment, 0.5);
      parts.push(head(kind, tip, between(curve, base, base), edge.color.color, edge.width));
      if (side === "to") end = free;
      else start = free;
    }
    const d = `M${at(between(curve, start, start))}Q${at(between(curve, start, end))} ${at(between(curve, end, end))}`;
    return { parts: [make("path", { d, ...pen(edge) }), ...parts], middle: between(curve, 0.5, 0.5) };
  };

  // ---- words
  const ruler = document.createElement("canvas").getContext("2d");
  const wide = (text, size, weight = "", face = FACE) => {
    ruler.font = `${weight} ${size}px ${face}`;
    return ruler.measureText(text).width;
  };
  // What begins in a script that runs from the right runs so as a whole; where it is set from the left, its end stands there.
  const FROM_RIGHT = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
  const text = (words, x, y, attributes = {}) => {
    const turned = FROM_RIGHT.test(words) ? { direction: "rtl", "text-anchor": attributes["text-anchor"] || "end" } : {};
    return make("text", { x: round(x), y: round(y), ...attributes, ...turned }, words);
  };
  const rows = (label) => legal(label).split("\n");
  // Several lines around a point, on a ground that keeps lines behind from crossing the letters.
  const block = (label, x, top, size, fill, ground) => {
    const lines = rows(label);
    const widest = Math.max(...lines.map((words) => wide(words, size)));
    const box = { x: round(x - widest / 2 - 2), y: round(top), width: round(widest + 4), height: size * lines.length + 2 };
    return [
      make("rect", { ...box, fill: ground, "fill-opacity": 0.8 }),
      ...lines.map((words, row) => text(words, x, top + size * (row + 0.85), { "text-anchor": "middle", "font-size": size, fill })),
    ];
  };

  // The room of the words on a line, for whoever has to find them a place.
  KG.roomOf = (words) => ({ wide: Math.max(...rows(words).map((row) => wide(row, SMALL))) + 4, high: SMALL * rows(words).length + 4 });
  const drawnEdge = (edge, spots, ink) => {
    const statement = KG.statements.get(edge.id);
    const { parts, middle } = line(edge, spots.get(edge.from), spots.get(edge.to));
    const label = edge.label.trim() ? edge.label : "";
    const high = SMALL * rows(label).length;
    const words = label ? block(label, middle.x, middle.y - high / 2 + (edge.lift || 0), SMALL, edge.font.color, ink.canvas) : [];
    // In the picture a line is dimmed as a whole, heads included.
    const drawn = make("g", { opacity: edge.color.opacity < 1 ? edge.color.opacity : "" }, parts);
    return make("g", { "data-standing": statement.standing, "data-statement": statement.id }, make("title", {}, statement.headline), drawn, words);
  };
  const drawnNode = (node, ink) => {
    const actor = KG.actors.get(node.id);
    const high = LABEL * rows(node.label).length;
    const top = node.above ? node.y - node.size - LEAD - high : node.y + node.size + LEAD;
    const shape = shaped(node, {
      transform: `translate(${at(node)})`, fill: node.color.background, stroke: node.color.border, "stroke-width": node.borderWidth,
      "stroke-dasharray": node.shapeProperties.borderDashes ? node.shapeProperties.borderDashes.join(" ") : "",
      opacity: node.opacity < 1 ? node.opacity : "",
    });
    return make("g", { "data-actor": actor.id }, make("title", {}, `${actor.label}, ${KG.typeName(actor.type)}`), shape,
      block(node.label, node.x, top, LABEL, node.font.color, ink.canvas));
  };

  // Everything drawn, and the box around it.
  const network = (ink) => {
    if (KG.graph.onMap()) return KG.map.picture(ink);
    const nodes = KG.graph.nodeView.get();
    const places = KG.graph.network.getPositions(nodes.map((node) => node.id));
    const spots = new Map(nodes.map((node) => [node.id, { ...node, ...places[node.id] }]));
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const { x, y, size, wide: width, high, above } of spots.values()) {
      const half = Math.max(width / 2, size) + PAD;
      box.left = Math.min(box.left, x - half);
      box.right = Math.max(box.right, x + half);
      box.top = Math.min(box.top, y - size - PAD - (above ? high + LEAD : 0));
      box.bottom = Math.max(box.bottom, y + size + PAD + (above ? 0 : high + LEAD));
    }
    if (!nodes.length) Object.assign(box, { left: 0, top: 0, right: 300, bottom: 40 });
    const drawn = [
      ...KG.graph.edgeView.get().map((edge) => drawnEdge(edge, spots, ink)),
      ...[...spots.values()].map((node) => drawnNode(node, ink)),
    ];
    return { drawn, box };
  };

  // ---- around it
  const wrapped = (words, size, width) => {
    const lines = [""];
    for (const word of words.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) && wide(longer, size) > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  };
  const sample = ({ key, dash, arrow }, ink) => {
    const colour = KG.css(`--s-${key}`);
    const word = KG.word(key);
    const words = key === "established" ? word : KG.t("filter.meaning", { word, says: KG.t(`says.${key}`) });
    return {
      room: 54 + wide(words, SMALL),
      draw: (x, y) => [
        make("path", { d: `M${round(x)} ${round(y - 4)}h36`, fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": dash.join(" ") }),
        head(arrow, { x: x + 46, y: y - 4 }, { x, y: y - 4 }, colour, 0),
        text(words, x + 54, y, { "font-size": SMALL, fill: ink.text }),
      ],
    };
  };
  const symbol = ({ key, shape, dashed }, ink, label = KG.t(`family.${key}`)) => ({
    room: 18 + wide(label, SMALL),
    draw: (x, y) => [
      shaped({ shape, size: 6 }, {
        transform: `translate(${round(x + 6)} ${round(y - 4)})`, fill: KG.css(`--f-${key}`), stroke: ink.text,
        "stroke-dasharray": dashed ? "2.6 2" : "",
      }),
      text(label, x + 18, y, { "font-size": SMALL, fill: ink.text }),
    ],
  });
  // Samples one after the other, in as many rows as the width asks for.
  const flow = (items, width, top) => {
    let [x, y] = [0, top];
    const drawn = items.map((item) => {
      if (x && x + item.room > width) [x, y] = [0, y + 19];
      const parts = item.draw(x, y);
      x += item.room + 20;
      return parts;
    });
    return { drawn, bottom: items.length ? y + 21 : top };
  };
  const below = (width, ink) => {
    const kinds = new Set(KG.graph.edgeView.get().map((edge) => KG.statements.get(edge.id).kind));
    const families = new Set(KG.graph.nodeView.get().map((node) => node.family));
    const lines = flow(data.standings.filter(({ key }) => kinds.has(key)).map((one) => sample(one, ink)), width, 14);
    const shapes = flow(data.families.filter(({ key }) => families.has(key)).map((one) => symbol(one, ink)), width, lines.bottom);
    let y = shapes.bottom;
    const said = KG.said().flatMap((sentence) => wrapped(sentence, SMALL, width)).map((words) => {
      const row = text(words, 0, y, { "font-size": SMALL, fill: ink.muted });
      y += 16;
      return row;
    });
    return { parts: [lines.drawn, shapes.drawn, said], high: y };
  };

  const PAPER = { a4: [297, 210], a3: [420, 297] };
  const MARGIN = 28;
  // The sheet: of its own size, or paper whose long side lies as that of the picture does.
  const sheet = (paper, box) => {
    const [wide, high] = [box.right - box.left, box.bottom - box.top];
    if (!PAPER[paper]) return { width: Math.max(wide + 2 * MARGIN, 900), height: 0 };
    const [long, short] = PAPER[paper];
    const [across, down] = wide >= high * 0.9 ? [long, short] : [short, long];
    return { width: (across / 25.4) * 96, height: (down / 25.4) * 96, across, down };
  };
  // The picture of what is drawn now, in the colours of now.
  KG.picture = (paper = "drawn") => {
    const ink = { text: KG.css("--ink"), muted: KG.css("--muted"), canvas: KG.css("--canvas"), rule: KG.css("--rule") };
    const { drawn, box } = network(ink);
    const page = sheet(paper, box);
    const inner = page.width - 2 * MARGIN;
    const titles = wrapped(data.title, 22, inner);
    const above = MARGIN + 26 * titles.length;
    const foot = below(inner, ink);
    const height = page.height || above + (box.bottom - box.top) + foot.high + MARGIN + 16;
    const room = Math.max(height - above - foot.high - MARGIN - 8, 60);
    const scale = page.height ? Math.min(inner / (box.right - box.left), room / (box.bottom - box.top)) : 1;
    const left = (page.width - (box.right - box.left) * scale) / 2 - box.left * scale;
    const top = above + (room - (box.bottom - box.top) * scale) / 2 - box.top * scale;
    const title = titles.map((words, row) => text(words, MARGIN, MARGIN + 16 + 26 * row, {
      "font-size": 22, "font-family": SERIF, "font-weight": 600, fill: ink.text,
    }));
    const svg = make("svg", {
      viewBox: `0 0 ${round(page.width)} ${round(height)}`, width: page.across ? `${page.across}mm` : round(page.width),
      height: page.down ? `${page.down}mm` : round(height), role: "img", "font-family": FACE,
    },
    make("title", {}, data.title), make("desc", {}, KG.said().join(" ")),
    make("rect", { width: "100%", height: "100%", fill: ink.canvas }), title,
    make("g", { transform: `translate(${at({ x: left, y: top })}) scale(${Math.floor(scale * 1000) / 1000})` }, drawn),
    make("g", { transform: `translate(${MARGIN} ${round(height - foot.high - MARGIN / 2)})` }, foot.parts));
    return { svg, width: page.width, height, inches: page.across ? page.across / 25.4 : 0 };
  };
  KG.svgText = (picture) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture.svg)}\n`;
}
