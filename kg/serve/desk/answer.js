"use strict";
// An answer as a table with links into the page, as the page's own drawing of whom it names, and as bars.
{
  const DESK = window.DESK;
  const KINDS = { actor: "actor", event: "actor", statement: "statement", source: "from" };
  const NUMBER = /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(integer|decimal|double|float|nonNegativeInteger|int|long)$/;
  const BARS = 60;

  const el = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const svg = (name, attributes, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.textContent = text;
    return made;
  };

  // Which record of the page an IRI is of: how the page's address calls its kind, and its id.
  const record = (iri) => {
    for (const [prefix, key] of Object.entries(KINDS)) {
      const base = DESK.words.prefixes[prefix];
      if (base && iri.startsWith(base)) return { kind: prefix, key, id: decodeURIComponent(iri.slice(base.length)) };
    }
    return null;
  };
  DESK.place = (iri) => {
    const found = record(iri);
    return found ? `/#${new URLSearchParams({ [found.key]: found.id })}` : null;
  };
  const named = (iri) => {
    const found = DESK.words.names.find((name) => name.iri === iri);
    return found?.names[0] || DESK.short(iri).replace(/^<|>$/g, "");
  };

  // Triples come as N-Triples: a table of three columns.
  const TRIPLE = /^(<[^>]*>|_:\S+) (<[^>]*>) (.+) \.$/;
  const term = (text) => {
    if (text.startsWith("<")) return { type: "uri", value: unescaped(text.slice(1, -1)) };
    if (text.startsWith("_:")) return { type: "bnode", value: text };
    const [, value, language, datatype] = text.match(/^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/);
    return { type: "literal", value: unescaped(value), "xml:lang": language, datatype };
  };
  const LETTERS = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
  const unescaped = (text) => text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)/g,
    (_, four, eight, one) => (one ? LETTERS[one] ?? one : String.fromCodePoint(parseInt(four || eight, 16))));
  DESK.read = (kind, text) => {
    if (kind === "application/n-triples") {
      const rows = text.split("\n").map((line) => line.match(TRIPLE)).filter(Boolean);
      return { triples: true, columns: ["subject", "predicate", "object"], rows: rows.map((row) => row.slice(1, 4).map(term)) };
    }
    const { head, boolean, results } = JSON.parse(text);
    if (boolean !== undefined) return { columns: ["answer"], rows: [[{ type: "literal", value: boolean ? "yes" : "no" }]] };
    return { columns: head.vars, rows: results.bindings.map((row) => head.vars.map((column) => row[column])) };
  };

  const isNumber = (one) => one && NUMBER.test(one.datatype || "") && Number.isFinite(Number(one.value));
  const isNumbers = (answer, column) => answer.rows.some((row) => row[column]) && answer.rows.every((row) => !row[column] || isNumber(row[column]));
  const numeric = (answer) => answer.columns.findIndex((_, column) => isNumbers(answer, column));
  const cell = (one) => {
    if (!one) return "";
    if (one.type !== "uri") return el("bdi", one["xml:lang"] ? { lang: one["xml:lang"] } : {}, one.value);
    const place = DESK.place(one.value);
    const text = el("bdi", { title: one.value }, named(one.value));
    return place ? el("a", { href: place, target: "kg-page", rel: "noopener" }, text) : text;
  };
  const table = (answer) => el("table", {},
    el("thead", {}, el("tr", {}, ...answer.columns.map((column, at) => el("th", { scope: "col", class: isNumbers(answer, at) ? "number" : "" }, column)))),
    el("tbody", {}, ...answer.rows.map((row) => el("tr", {}, ...row.map((one) => el("td", isNumber(one) ? { class: "number" } : {}, cell(one)))))));

  const drawn = (answer) => answer.rows.flat().filter((one) => one?.type === "uri").map((one) => record(one.value)).filter((found) => found?.key === "actor");
  const people = (answer) => [...new Set(drawn(answer).map((found) => found.id))];
  // Who met whom follows from an event; where no event is drawn to show it, the lines themselves are.
  const network = (answer) => {
    const lines = drawn(answer).some((found) => found.kind === "event") ? {} : { origin: "+derived" };
    const place = new URLSearchParams({ only: people(answer).join(","), ...lines });
    return el("iframe", { title: "The page's drawing of everybody in this answer", src: `/#${place}` });
  };

  const chart = (answer) => {
    const counted = numeric(answer);
    const label = answer.columns.findIndex((_, column) => column !== counted);
    const rows = answer.rows.filter((row) => row[counted]).slice(0, BARS);
    const most = Math.max(0, ...rows.map((row) => Number(row[counted].value)));
    const least = Math.min(0, ...rows.map((row) => Number(row[counted].value)));
    const [wide, high, left] = [900, 26, 330];
    const scale = (wide - left - 90) / (most - least || 1);
    const zero = left - least * scale;
    const bars = svg("svg", { class: "chart", role: "img", viewBox: `0 0 ${wide} ${rows.length * high + 10}`, width: wide, "aria-label": `Bars of ${answer.columns[counted]}` });
    rows.forEach((row, at) => {
      const value = Number(row[counted].value);
      const one = row[label];
      const text = one ? (one.type === "uri" ? named(one.value) : one.value) : String(at + 1);
      bars.append(svg("text", { x: left - 8, y: at * high + 19, "text-anchor": "end" }, text.length > 46 ? `${text.slice(0, 45)}…` : text),
        svg("rect", { x: Math.min(zero, zero + value * scale), y: at * high + 5, width: Math.max(1, Math.abs(value) * scale), height: high - 8 }),
        svg("text", { x: Math.max(zero, zero + value * scale) + 6, y: at * high + 19 }, row[counted].value));
    });
    bars.append(svg("line", { x1: zero, x2: zero, y1: 0, y2: rows.length * high + 6 }));
    const rest = answer.rows.length - rows.length;
    return el("div", {}, bars, rest > 0 ? el("p", {}, `The first ${rows.length} of ${answer.rows.length} rows.`) : "");
  };

  DESK.views = (answer) => [
    ["Table", table],
    ...(people(answer).length ? [["Network", network]] : []),
    ...(numeric(answer) >= 0 && answer.rows.length > 1 ? [["Chart", chart]] : []),
  ];
  DESK.el = el;
}
