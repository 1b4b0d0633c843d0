"use strict";
// Every source: what it is, where it can be read, whose copy it is, and how much of the case rests on it.
{
  const { el, t, data, state } = KG;
  const STEP = 100;
  let limit = STEP;

  const tally = (statements) => data.standings.map(({ key }) => {
    const some = statements.filter((statement) => statement.kind === key).length;
    return some ? el("li", {}, KG.lineIcon(key), ` ${some} ${KG.word(key)}`) : "";
  });
  const card = (row) => {
    const source = data.sources[row];
    const all = KG.supported(row);
    const shown = all.filter(KG.passes);
    const copies = KG.copiesOf(row).length;
    const of = t("sources.what-of", { title: source.title });
    const counts = { count: all.length, shown: shown.length };
    return el("article", { class: `source-card${row === state.source ? " chosen" : ""}` },
      el("h2", {}, KG.textButton(source.title, () => KG.select({ source: row }))),
      KG.whose(source),
      el("dl", {}, KG.sourceFields(source), KG.field(t("sources.copies"), copies ? String(copies) : "")),
      el("p", { class: "counts" }, shown.length === all.length ? t("sources.supports", counts) : t("sources.supports-some", counts)),
      el("ul", { class: "tally" }, tally(shown)),
      all.length ? KG.button(t("sources.what"), () => KG.select({ source: row }), { "aria-label": of }) : "");
  };
  const fill = () => {
    const rows = data.sources.map((_, row) => row);
    const more = rows.length > limit ? KG.button(t("sources.more", { count: rows.length - limit }), () => {
      limit += STEP;
      fill();
    }) : "";
    const none = rows.length ? "" : el("p", { class: "quiet" }, t("sources.none"));
    KG.byId("sources-view").replaceChildren(...[none, rows.slice(0, limit).map(card), more].flat().filter((part) => part));
  };
  KG.on((what) => {
    if (state.view === "sources" && ["view", "filters", "selection"].includes(what)) fill();
  });
}
