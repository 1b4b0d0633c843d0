"use strict";
// One evidence in words: the quote between what stands around it, its source, who entered it, and what people decided.
{
  const { el, words, data } = KG;
  const FATES = {
    rejected: "A person judged that this source does not say so.",
    unsure: "A person could not tell whether this source says so.",
    candidate: "Nobody has judged this reading.",
  };

  KG.joined = (...parts) => parts.filter(Boolean).join(", ");
  KG.field = (name, ...value) => {
    const kept = value.flat().filter((part) => part);
    return kept.length ? [el("dt", {}, name), el("dd", {}, kept)] : [];
  };
  KG.date = (text) => (text ? el("span", { class: "date" }, text) : "");
  KG.textButton = (label, action, more = "") => KG.button(label, action, { class: `text-button ${more}` });
  KG.firstQuote = (statement) => statement.evidence.find((item) => item.quote);
  KG.sourceOf = (item) => data.sources[item.source];
  KG.sourceLine = (source) => KG.joined(source.publisher, source.published);
  const { joined, field, date, textButton, sourceOf } = KG;

  KG.quote = (item, lang) => el("blockquote", { lang },
    el("span", { class: "around" }, item.prefix && `…${item.prefix}`),
    el("mark", {}, item.quote),
    el("span", { class: "around" }, item.suffix && `${item.suffix}…`));

  // Whose words a reader has in front of them: a note or a translation must not pass for the source itself.
  KG.whose = (source) => {
    if (!source.quotedFrom || source.documentIs === "original") return "";
    const end = source.documentIs === "excerpt" ? "." : ", not from its own words.";
    return el("p", { class: "whose" }, `Quoted from ${source.quotedFrom} “`, words(source.title), `”${end}`);
  };

  KG.publisher = (source) => {
    if (!source.publisherNode) return words(source.publisher);
    return textButton(source.publisher, () => KG.select({ actor: source.publisherNode }));
  };
  KG.online = (source) => {
    const links = [source.url && KG.link(source.url, "original"), source.archived && KG.link(source.archived, "archived copy")];
    return links.filter(Boolean).flatMap((link, row) => (row ? [" · ", link] : [link]));
  };
  // The fields of a source, as evidence, panel and list of sources show them.
  KG.sourceFields = (source) => [
    field("Publisher", source.publisher && KG.publisher(source), source.published && [", ", date(source.published)]),
    field("Author", words(source.author)),
    field("Kind", words(joined(source.kind, source.reliability && `reliability ${source.reliability}`))),
    field("Copy of", source.copyOf < 0 ? words(source.copies) : textButton(source.copies, () => KG.select({ source: source.copyOf }))),
    field("Online", KG.online(source), source.retrieved && ` (retrieved ${source.retrieved})`),
    field("Note on it", words(source.note)),
  ];
  const sourced = (item) => {
    const source = sourceOf(item);
    if (!source) return item.quote ? KG.quote(item, "") : "";
    return [
      item.quote ? [KG.quote(item, source.language), KG.whose(source)] : el("p", { class: "quiet" }, "No quote: see the place in the source."),
      el("p", { class: "source" }, el("cite", {}, textButton(source.title, () => KG.select({ source: item.source })))),
      el("dl", {}, field("Place", words(item.locator)), KG.sourceFields(source)),
    ];
  };

  const premise = (edge) => {
    const statement = KG.statements.get(edge);
    const first = KG.firstQuote(statement);
    return el("li", {}, textButton(statement.headline, () => KG.select({ statement: edge })), first ? sourced(first) : "");
  };
  const follows = (item) => [
    el("p", {}, "Follows by rule “", words(item.rule), "” from:"),
    el("ul", { class: "premises" }, item.premises.map(premise)),
  ];

  const enteredBy = (item) => {
    if (item.origin === "derived") return [];
    const machine = joined(item.run || "the extractor", item.confidence && `confidence ${item.confidence}`);
    const who = item.origin === "extracted" ? machine : item.curator;
    return field(item.origin === "extracted" ? "Found by" : "Entered by", words(who), who && item.entered && ", ", date(item.entered));
  };
  KG.evidence = (item, statement) => el("section", { class: item.stance === "withdraws" ? "evidence withdraws" : "evidence" },
    item.stance === "withdraws" ? el("p", { class: "fate" }, "Takes it back:") : "",
    FATES[item.fate] ? el("p", { class: "fate" }, FATES[item.fate]) : "",
    item.origin === "derived" ? follows(item) : sourced(item),
    el("dl", {}, field("Claimant", words(statement.claimant)), enteredBy(item), field("Note", words(item.note))));

  const judgement = (row) => el("li", { class: row.counts ? "" : "replaced" },
    el("b", {}, row.judgement), " by ", words(row.curator), " on ", date(row.date),
    row.source >= 0 ? [", on ", words(data.sources[row.source].title)] : "", ": ", words(row.reason),
    row.instead ? [" Instead: ", el("code", {}, words(row.instead))] : "",
    row.counts ? "" : " (replaced by a later one)");
  KG.judged = (statement) => el("ul", { class: "judgements" }, statement.judgements.map(judgement));
}
