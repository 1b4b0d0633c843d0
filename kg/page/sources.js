"use strict";
// Every source: what it is, where it can be read, whose copy it is, and how much of the case rests on it.
{
  const { el, words, data, state } = KG;
  const STEP = 100;
  let limit = STEP;

  const tally = (statements) => data.standings.map(({ key }) => {
    const some = statements.filter((statement) => statement.kind === key).length;
    return some ? el("li", {}, KG.lineIcon(key), ` ${some} ${key}`) : "";
  });
  const card = (row) => {
    const source = data.sources[row];
    const all = KG.supported(row);
    const shown = all.filter(KG.passes);
    const copies = KG.copiesOf(row).length;
    const said = `Supports ${all.length} ${all.length === 1 ? "statement" : "statements"}`;
    return el("article", { class: `source-card${row === state.source ? " chosen" : ""}` },
      el("h2", {}, KG.textButton(source.title, () => KG.select({ source: row }))),
      KG.whose(source),
      el("dl", {}, KG.sourceFields(source), KG.field("Copies of it", copies ? String(copies) : "")),
      el("p", { class: "counts" }, shown.length === all.length ? said : `${said}, ${shown.length} of them pass the filters`),
      el("ul", { class: "tally" }, tally(shown)),
      all.length ? KG.button("What it supports", () => KG.select({ source: row }), { "aria-label": `What it supports: ${source.title}` }) : "");
  };
  const fill = () => {
    const rows = data.sources.map((_, row) => row);
    const more = rows.length > limit ? KG.button(`Show more (${rows.length - limit} left)`, () => {
      limit += STEP;
      fill();
    }) : "";
    const none = rows.length ? "" : el("p", { class: "quiet" }, "The case has no source.");
    KG.byId("sources-view").replaceChildren(...[none, rows.slice(0, limit).map(card), more].flat().filter((part) => part));
  };
  KG.on((what) => {
    if (state.view === "sources" && ["view", "filters", "selection"].includes(what)) fill();
  });
}
