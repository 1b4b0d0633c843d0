"use strict";
// What all parts of the page share: the data, and the only ways in which words and links reach the document.
// No part builds markup from data: text becomes text nodes, addresses are checked before they become links.
//
// What a part may rely on (each is defined in the file named):
//   KG.data                     actors, statements, sources, contradictions, as `data.py` writes them          load.js
//   KG.actors, KG.statements    the same by short id (`n0` …, `e0` …); KG.of: the statements of an actor       load.js
//   KG.drawing                  node(id) and edge(id): how one is drawn, made anew for whoever asks            load.js
//   KG.el, words, link, button, copy, say                                                                      base.js
//   KG.t(key, values), KG.put   the words of a key in the language of the page; put: with elements among them  texts.js
//   KG.word, typeName, groupName, named   what standings, types, groups and actors are called in it           speech.js
//   KG.state                    { view, actor, statement, source }: read it, change it with the next two       state.js
//   KG.select({ actor | statement | source })   short ids (a source: its row); `{}` clears                     state.js
//   KG.show(view, focus)        a view is a tab `tab-NAME` and a panel `NAME-view` in the template             state.js
//   KG.address()                what is seen, as `#…`; KG.open(fragment) shows it again                        state.js
//   KG.goTo(fragment, quietly)  writes an address, KG.fragment() is the one written last                        state.js
//   KG.remember(key, { write, read })   one more thing that the address holds; "" is the usual                 state.js
//   KG.on(listener)             is told "selection", "filters", "view", "sheet" (what is drawn, and how large),
//                               "at" (the view was moved) and "address" (one was read); KG.changed(what) tells  state.js
//   KG.visible()                the statements that pass all filters; KG.passes(statement), KG.passesActor     filters.js
//   KG.tests                    filters that are no switches: name → { passes, reset, count, words }             filters.js
//   KG.legend(title, ...), KG.onLegend(update)   one more group of filters, and what keeps it true             legend.js
//   KG.sorted()                 the same in the order of the table                                             table.js
//   KG.graph                    network, nodeView, edgeView, frame …                                           graph.js
const KG = {};
{
  KG.byId = (id) => document.getElementById(id);
  KG.label = (node) => KG.actors.get(node).label;
  KG.css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  KG.say = (text) => { KG.byId("live").textContent = text; };

  const empty = (value) => value === "" || value === null || value === undefined || value === false;

  // An element; attributes that are functions become listeners, children that are empty are left out. What is made once and stays
  // has the key of its words as `t`, so that they follow the language.
  KG.el = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (name === "t") element.dataset.t = value;
      else if (!empty(value)) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => !empty(child)));
    if (attributes.t) KG.fill(element);
    return element;
  };

  // Words from the data, isolated so that their direction does not spill over.
  KG.words = (text, lang = "") => (text ? KG.el("bdi", { lang }, text) : "");

  KG.button = (text, action, attributes = {}) => KG.el("button", { type: "button", ...attributes, click: action }, text);

  // Browsers drop blanks and control characters inside a scheme, so they go before the look at it.
  KG.link = (address, text) => {
    const bare = address.replace(/[\u0000-\u0020\u007f-\u009f]/g, "");
    if (!/^https?:\/\//i.test(bare)) return KG.words(address);
    return KG.el("a", { href: bare, rel: "noopener noreferrer", target: "_blank", referrerpolicy: "no-referrer" }, KG.words(text || address));
  };

  KG.svg = (tag, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const { svg } = KG;
  // The heads of lines as vis draws them, in a box of 12 by 12 whose tip is at the right.
  const HEADS = {
    arrow: ["M1 1.5 12 6 1 10.5 4 6z", "fill"], triangle: ["M1 1 12 6 1 11z", "fill"], vee: ["M1 1 12 6 1 11 6 6z", "fill"],
    bar: ["M10 0h2v12h-2z", "fill"], curve: ["M12 0a6 6 0 0 0 0 12", "line"], inv_curve: ["M6 0a6 6 0 0 1 0 12", "line"],
    circle: ["M6 1a5 5 0 1 0 .01 0z", "fill"], diamond: ["M1 6 6.5 2 12 6 6.5 10z", "fill"], box: ["M3 2h8v8H3z", "fill"],
    crow: ["M12 1 3 6l9 5-4-5z", "fill"], inv_triangle: ["M12 1 1 6l11 5z", "fill"],
  };
  KG.heads = HEADS;

  // The line of a standing as the picture draws it, for legend, panel and table.
  KG.lineIcon = (kind) => {
    const look = KG.standing.get(kind);
    const [path, how] = HEADS[look.arrow];
    const line = svg("path", { d: "M1 6h32", stroke: "currentColor", "stroke-width": 2.2, fill: "none" });
    if (look.dash.length) line.setAttribute("stroke-dasharray", look.dash.map((step) => step * 0.75).join(" "));
    const paint = how === "fill" ? { fill: "currentColor" } : { fill: "none", stroke: "currentColor", "stroke-width": 2 };
    const head = svg("path", { d: path, transform: "translate(32 0)", ...paint });
    return svg("svg", { class: `line s-${kind}`, viewBox: "0 0 46 12", "aria-hidden": "true" }, line, head);
  };

  const SYMBOLS = {
    dot: "M10 3a7 7 0 1 0 .01 0z", square: "M3.5 3.5h13v13h-13z", triangle: "M10 2.5 18 16.5H2z", triangleDown: "M10 17.5 2 3.5h16z",
    diamond: "M10 1.5 18.5 10 10 18.5 1.5 10z", hexagon: "M5.5 2.5h9L19 10l-4.5 7.5h-9L1 10z",
    star: "M10 1l2.7 6 6.5.7-4.9 4.3 1.4 6.4L10 15.1 4.3 18.4l1.4-6.4L.8 7.7 7.3 7z",
  };

  KG.symbol = (key) => {
    const family = KG.family.get(key);
    const shape = svg("path", { d: SYMBOLS[family.shape], stroke: "currentColor", "stroke-width": 1.2, class: `f-${key}` });
    if (family.dashed) shape.setAttribute("stroke-dasharray", "2.6 2");
    return svg("svg", { class: "symbol", viewBox: "0 0 20 20", "aria-hidden": "true" }, shape);
  };

  KG.copy = async (text, said) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Some browsers keep the clipboard from pages that are files.
      const area = KG.el("textarea", { class: "unseen" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    KG.say(said);
  };
}
