"use strict";
// What a reader takes along: a link, the table as CSV, the picture with its legend, paper.
{
  const { el, words, data } = KG;
  const TEAM = data.profile === "team" ? "Team copy – not for publication. " : "";
  const NOTE = "Solid lines are established; broken lines are claims, not facts.";

  const save = (blob, name) => {
    const anchor = el("a", { href: URL.createObjectURL(blob), download: name });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 5000);
  };

  // Spreadsheets run cells that begin like a formula, so these get an apostrophe in front.
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = /^[\s]*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
    return /[",;\n\r\t']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  // The standing stands between subject and relation here too: half a row must not read like a fact.
  const COLUMNS = [
    "statement", "subject", "standing", "relation", "object", "who_says_so", "when", "place", "quantity", "role", "origin",
    "quote", "source", "publisher", "published", "locator", "url", "because", "reading",
  ];
  const records = (statement) => statement.evidence.map((item) => {
    const source = data.sources[item.source] || {};
    const { headline, standing, relation, voices, when, place, quantity, role, because, reading } = statement;
    return [
      headline, KG.label(statement.subject), standing, relation, KG.label(statement.object), voices.join("; "), when, place, quantity, role,
      item.origin, item.quote, source.title, source.publisher, source.published, item.locator, source.url, because, reading,
    ];
  });
  const csv = () => [COLUMNS, ...KG.sorted().flatMap(records)].map((record) => record.map(cell).join(",")).join("\r\n");
  KG.byId("csv").addEventListener("click", () => save(new Blob([`\ufeff${csv()}\r\n`], { type: "text/csv;charset=utf-8" }), "statements.csv"));

  // A picture travels without its page, so its title, legend and warning are drawn into it.
  const legend = (pen, left, base, unit) => {
    let x = left;
    const kinds = new Set(KG.graph.edgeView.get().map((edge) => KG.statements.get(edge.id).kind));
    for (const standing of data.standings.filter((one) => kinds.has(one.key))) {
      pen.strokeStyle = pen.fillStyle = KG.css(`--s-${standing.key}`);
      pen.lineWidth = 2.4 * unit;
      pen.setLineDash(standing.dash.map((step) => step * unit * 0.7));
      pen.beginPath();
      pen.moveTo(x, base - 4 * unit);
      pen.lineTo(x + 38 * unit, base - 4 * unit);
      pen.stroke();
      pen.setLineDash([]);
      pen.fillText(standing.key, x + 45 * unit, base);
      x += 62 * unit + pen.measureText(standing.key).width;
    }
  };
  const picture = () => {
    const drawn = KG.byId("graph").querySelector("canvas");
    const unit = drawn.width / drawn.clientWidth;
    const [top, bottom, left] = [52 * unit, 64 * unit, 18 * unit];
    const sheet = el("canvas");
    sheet.width = drawn.width;
    sheet.height = drawn.height + top + bottom;
    const pen = sheet.getContext("2d");
    pen.fillStyle = KG.css("--canvas");
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(drawn, 0, top);
    pen.fillStyle = KG.css("--ink");
    pen.font = `600 ${20 * unit}px Georgia, serif`;
    pen.fillText(data.title, left, 34 * unit, sheet.width - 2 * left);
    pen.font = `${13 * unit}px system-ui, sans-serif`;
    legend(pen, left, sheet.height - 40 * unit, unit);
    pen.fillStyle = KG.css("--muted");
    const { nodeView, edgeView } = KG.graph;
    const shown = `${nodeView.length} of ${data.actors.length} actors, ${edgeView.length} of ${data.statements.length} statements.`;
    const more = data.sources.length > 3 ? ` and ${data.sources.length - 3} more` : "";
    const sources = data.sources.slice(0, 3).map(KG.sourceLine).join("; ") + more;
    pen.fillText(`${TEAM}${NOTE} ${shown} Sources: ${sources}`, left, sheet.height - 15 * unit, sheet.width - 2 * left);
    return sheet;
  };
  KG.byId("png").addEventListener("click", () => {
    KG.show("network");
    requestAnimationFrame(() => picture().toBlob((blob) => save(blob, "network.png")));
  });

  const cited = (item) => {
    const source = data.sources[item.source] || {};
    const place = [source.title, KG.sourceLine(source), item.locator].filter(Boolean).join(", ");
    return el("p", {}, item.quote ? el("q", {}, words(item.quote)) : "", " – ", words(place));
  };
  const paper = (statement) => el("article", {},
    el("h3", {}, words(statement.headline)),
    el("p", {}, words(statement.because)),
    statement.evidence.filter((item) => item.quote || item.locator).map(cited));
  // Paper is light, whatever the screen is.
  let screen = null;
  addEventListener("beforeprint", () => {
    screen = document.documentElement.dataset.theme;
    KG.theme("light");
    KG.graph.network.redraw();
    if (KG.state.view === "network") KG.byId("print-image").src = picture().toDataURL();
    KG.byId("print-image").hidden = KG.state.view !== "network";
    const rows = KG.sorted().slice(0, 1000).map(paper);
    KG.byId("print-rows").replaceChildren(el("h2", {}, `${TEAM}Statements`), el("p", {}, NOTE), ...rows);
  });
  addEventListener("afterprint", () => {
    if (screen) KG.theme(screen);
    screen = null;
  });
  KG.byId("print").addEventListener("click", () => print());
  KG.byId("link").addEventListener("click", () => KG.copy(location.href, "Link copied"));
  KG.byId("take").addEventListener("click", (event) => {
    if (event.target.tagName === "BUTTON") KG.byId("take").open = false;
  });
}
