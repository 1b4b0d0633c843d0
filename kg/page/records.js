"use strict";
// What is shown, as rows and in words: CSV that no spreadsheet runs, JSON, and what the filters leave out.
{
  const { data, t } = KG;
  // For whom the copy is stands in the head of the page; it goes with everything that is taken from it.
  const mark = document.querySelector(".copy-mark");
  KG.team = () => (mark ? `${t("plain.mark", { mark: mark.textContent })} ` : "");

  // Spreadsheets run cells that begin like a formula, so these get an apostrophe in front; reading tables takes it off again.
  const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;
  const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
    return /[",;\n\r\t']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  KG.csv = (rows, end = "\r\n") => rows.map((row) => row.map(cell).join(",") + end).join("");

  // The standing stands between subject and relation here too: half a row must not read like a fact.
  const COLUMNS = [
    "statement", "subject", "standing", "relation", "object", "who_says_so", "when", "place", "quantity", "role", "origin",
    "quote", "source", "publisher", "published", "locator", "url", "because", "reading",
  ];
  const records = (statement) => statement.evidence.map((item) => {
    const source = data.sources[item.source] || {};
    const { headline, standing, voices, when, place, quantity, role, because, reading } = statement;
    return [
      headline, KG.label(statement.subject), standing, KG.verb(statement), KG.label(statement.object), voices.join("; "), when, place, quantity, role,
      item.origin, item.quote, source.title, KG.named(source.publisher ?? ""), source.published, item.locator, source.url, because, reading,
    ];
  });
  KG.shownAsCsv = () => KG.csv([COLUMNS, ...KG.sorted().flatMap(records)]);

  // ---- in words
  const MOST = 6;
  const listed = (labels) => {
    const some = labels.slice(0, MOST).join(", ");
    return labels.length > MOST ? t("take.more", { listed: some, count: labels.length - MOST }) : some;
  };
  const leftOut = () => Object.values(KG.groups).flatMap(({ title, values }) => {
    const off = values.filter((value) => !value.on && value.count).map((value) => `${value.label} (${value.count})`);
    return off.length ? [t("take.left-out", { group: title.toLocaleLowerCase(KG.lang), listed: listed(off) })] : [];
  });
  const part = () => {
    const { sheet } = KG.graph;
    if (sheet.only) return [t("take.only", { name: KG.label(sheet.centre) })];
    if (KG.graph.onMap()) return [t("take.map")];
    return KG.large ? [t("take.part")] : [];
  };
  // What a reader has to know of a view that travels without its page.
  const tests = () => [...(KG.tests?.values() || [])].flatMap((test) => test.words?.() || []);
  KG.filtersInWords = () => [...leftOut(), ...tests(), ...(KG.alone.on ? [] : [t("take.alone")])];
  KG.dateInWords = () => (data.dataDate ? t("take.data-of", { date: data.dataDate }) : "");
  KG.said = () => {
    const { nodeView, edgeView } = KG.graph;
    const counts = { actors: nodeView.length, everybody: data.actors.length, statements: edgeView.length, every: data.statements.length };
    const sources = data.sources.map((source) => `${source.title} (${KG.sourceLine(source)})`);
    const from = [KG.dateInWords(), sources.length ? t("take.sources", { listed: listed(sources) }) : ""];
    const shown = [...(data.part ? [KG.part()] : []), t("take.drawn", counts), ...part(), ...KG.filtersInWords()];
    return [KG.team() + t("take.note"), shown.join(" "), from.join(" ").trim()];
  };

  // ---- as JSON, by the ids of the data; each statement begins with what it is worth
  const plain = (statement) => {
    const { standing, headline, voices, because, relation, polarity, when, place, quantity, role, event, reading, id } = statement;
    const ends = [KG.actors.get(statement.subject), KG.actors.get(statement.object)].map((actor) => ({ id: actor.id, label: actor.label }));
    const evidence = statement.evidence.map((item) => ({
      source: data.sources[item.source]?.id ?? "", quote: item.quote, locator: item.locator, stance: item.stance, origin: item.origin,
      curator: item.curator, entered: item.entered, follows_from: item.premises.map((edge) => KG.statements.get(edge).reading),
    }));
    return {
      standing, statement: headline, who_says_so: voices, because, contested: statement.contested,
      subject: ends[0], relation, polarity, object: ends[1], when, place, quantity, role, event, evidence, reading, id,
      contradicted_by: statement.contradicts.map((edge) => KG.statements.get(edge).reading),
    };
  };
  KG.shownAsJson = () => {
    const shown = KG.sorted();
    const ends = new Set(shown.flatMap((statement) => [statement.subject, statement.object]));
    const cited = new Set(shown.flatMap((statement) => statement.sources));
    const actors = data.actors.filter((actor) => ends.has(actor.node));
    const whole = {
      title: data.title, copy: data.profile, data_of: data.dataDate, ...(data.part ? { part: KG.part() } : {}), note: t("take.note"),
      filters: KG.filtersInWords(), statements: shown.map(plain),
      actors: actors.map(({ id, type, label, labels, aliases, identifiers, description }) =>
        ({ id, type, label, labels: Object.fromEntries(labels.filter((pair) => pair[0])), aliases, identifiers, description })),
      sources: data.sources.filter((_, row) => cited.has(row)).map(({ publisherNode: _, ...source }) => source),
    };
    return `${JSON.stringify(whole, null, 1)}\n`;
  };
}
