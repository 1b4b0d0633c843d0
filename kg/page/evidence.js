"use strict";
// One evidence in words: the quote between what stands around it, its source, who entered it, and what people decided.
{
  const { el, words, t, data } = KG;
  const FATES = {
    rejected: () => t("evidence.rejected"), unsure: () => t("evidence.unsure"), candidate: () => t("evidence.candidate"),
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
  KG.sourceLine = (source) => KG.joined(KG.named(source.publisher), source.published);
  KG.kindOf = (source) => KG.tried(`source-kind.${source.kind}`, source.kind);
  const { joined, field, date, textButton, sourceOf } = KG;

  KG.quote = (item, lang) => el("blockquote", { lang, dir: "auto" },
    el("span", { class: "around" }, item.prefix && `…${item.prefix}`),
    el("mark", {}, item.quote),
    el("span", { class: "around" }, item.suffix && `${item.suffix}…`));

  // Whose words a reader has in front of them: a note or a translation must not pass for the source itself.
  KG.whose = (source) => {
    if (!source.documentIs || source.documentIs === "original") return "";
    return el("p", { class: "whose" }, KG.put(`evidence.whose-${source.documentIs}`, { title: words(source.title) }));
  };

  KG.publisher = (source) => {
    if (!source.publisherNode) return words(source.publisher);
    return textButton(KG.label(source.publisherNode), () => KG.select({ actor: source.publisherNode }));
  };
  KG.online = (source) => {
    const links = [source.url && KG.link(source.url, t("evidence.original")), source.archived && KG.link(source.archived, t("evidence.archived"))];
    return links.filter(Boolean).flatMap((link, row) => (row ? [" · ", link] : [link]));
  };
  const relied = ({ reliability }) => reliability && t("evidence.reliability", { grade: reliability });
  // The fields of a source, as evidence, panel and list of sources show them.
  KG.sourceFields = (source) => [
    field(t("evidence.publisher"), source.publisher && KG.publisher(source), source.published && [", ", date(source.published)]),
    field(t("evidence.author"), words(source.author)),
    field(t("evidence.kind"), words(joined(KG.kindOf(source), relied(source)))),
    field(t("evidence.copy-of"), source.copyOf < 0 ? words(source.copies) : textButton(source.copies, () => KG.select({ source: source.copyOf }))),
    field(t("evidence.online"), KG.online(source), source.retrieved && t("evidence.retrieved", { date: source.retrieved })),
    field(t("evidence.note-on"), words(source.note)),
  ];
  const sourced = (item) => {
    const source = sourceOf(item);
    if (!source) return item.quote ? KG.quote(item, "") : "";
    return [
      item.quote ? [KG.quote(item, source.language), KG.whose(source)] : el("p", { class: "quiet" }, t("evidence.no-quote")),
      el("p", { class: "source" }, el("cite", {}, textButton(source.title, () => KG.select({ source: item.source })))),
      el("dl", {}, field(t("evidence.place"), words(item.locator)), KG.sourceFields(source)),
    ];
  };

  const premise = (edge) => {
    const statement = KG.statements.get(edge);
    const first = KG.firstQuote(statement);
    return el("li", {}, textButton(statement.headline, () => KG.select({ statement: edge })), first ? sourced(first) : "");
  };
  const follows = (item) => [
    el("p", {}, KG.put("evidence.follows", { rule: words(KG.ruleName(item.rule)) })),
    el("ul", { class: "premises" }, item.premises.map(premise)),
  ];

  const enteredBy = (item) => {
    if (item.origin === "derived") return [];
    const machine = joined(item.run || t("evidence.extractor"), item.confidence && t("evidence.confidence", { number: item.confidence }));
    const [how, who] = item.origin === "extracted" ? [t("evidence.found-by"), machine] : [t("evidence.entered-by"), item.curator];
    return field(how, words(who), who && item.entered && ", ", date(item.entered));
  };
  KG.evidence = (item, statement) => el("section", { class: item.stance === "withdraws" ? "evidence withdraws" : "evidence" },
    item.stance === "withdraws" ? el("p", { class: "fate" }, t("evidence.takes-back")) : "",
    FATES[item.fate] ? el("p", { class: "fate" }, FATES[item.fate]()) : "",
    item.origin === "derived" ? follows(item) : sourced(item),
    el("dl", {}, field(t("evidence.claimant"), words(statement.claimant)), enteredBy(item), field(t("evidence.note"), words(item.note))));

  const judgement = (row) => {
    const { curator, reason } = row;
    const values = { judgement: row.judgement, curator: words(curator), date: date(row.date), reason: words(reason) };
    const source = row.source >= 0 && words(data.sources[row.source].title);
    const judged = source ? KG.put("evidence.judged-on", { ...values, source }) : KG.put("evidence.judged", values);
    return el("li", { class: row.counts ? "" : "replaced" }, judged,
      row.instead ? KG.put("evidence.instead", { reading: el("code", {}, words(row.instead)) }) : "",
      row.counts ? "" : t("evidence.replaced"));
  };
  KG.judged = (statement) => el("ul", { class: "judgements" }, statement.judgements.map(judgement));
}
