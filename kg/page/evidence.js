"use strict";
// A statement in words: its headline, and all evidence, judgements and counter-statements behind it.
{
  const { el, words, data } = KG;
  const FATES = {
    rejected: "A person judged that this source does not say so.",
    unsure: "A person could not tell whether this source says so.",
    candidate: "Nobody has judged this reading.",
  };

  const joined = (...parts) => parts.filter(Boolean).join(", ");
  const field = (name, ...value) => {
    const kept = value.flat().filter((part) => part);
    return kept.length ? [el("dt", {}, name), el("dd", {}, kept)] : [];
  };
  const date = (text) => (text ? el("span", { class: "date" }, text) : "");
  const text = (label, action, more = "") => KG.button(label, action, { class: `text-button ${more}` });
  const firstQuote = (statement) => statement.evidence.find((item) => item.quote);
  const sourceOf = (item) => data.sources[item.source];
  KG.sourceLine = (source) => joined(source.publisher, source.published);

  // What it is worth, in the line, the colour and the word of its standing.
  KG.pill = (statement) => {
    const said = statement.established && !statement.contested ? "Established" : statement.lead;
    const doubt = statement.kind === "candidate" ? el("b", {}, " ?") : "";
    return el("span", { class: `pill s-${statement.kind}` }, KG.lineIcon(statement.kind), words(said), doubt);
  };
  KG.contested = (statement) => (statement.contested ? el("b", { class: "contested" }, "CONTESTED") : "");
  const kicker = (statement) => el("p", { class: "kicker" }, KG.pill(statement), KG.contested(statement));

  // ---- one evidence
  const quote = (item, lang) => el("blockquote", { lang },
    el("span", { class: "around" }, item.prefix && `…${item.prefix}`),
    el("mark", {}, item.quote),
    el("span", { class: "around" }, item.suffix && `${item.suffix}…`));

  // Whose words a reader has in front of them: a note or a translation must not pass for the source itself.
  const whose = (source) => {
    if (!source.quotedFrom || source.documentIs === "original") return "";
    const end = source.documentIs === "excerpt" ? "." : ", not from its own words.";
    return el("p", { class: "whose" }, `Quoted from ${source.quotedFrom} “`, words(source.title), `”${end}`);
  };

  const publisher = (source) => {
    if (!source.publisherNode) return words(source.publisher);
    return text(source.publisher, () => KG.select({ actor: source.publisherNode }));
  };
  const online = (source) => {
    const links = [source.url && KG.link(source.url, "original"), source.archived && KG.link(source.archived, "archived copy")];
    return links.filter(Boolean).flatMap((link, row) => (row ? [" · ", link] : [link]));
  };
  const sourced = (item) => {
    const source = sourceOf(item);
    if (!source) return item.quote ? quote(item, "") : "";
    return [
      item.quote ? [quote(item, source.language), whose(source)] : el("p", { class: "quiet" }, "No quote: see the place in the source."),
      el("p", { class: "source" }, el("cite", {}, words(source.title))),
      el("dl", {},
        field("Publisher", source.publisher && publisher(source), source.published && [", ", date(source.published)]),
        field("Author", words(source.author)),
        field("Place", words(item.locator)),
        field("Kind", words(joined(source.kind, source.reliability && `reliability ${source.reliability}`))),
        field("Copy of", words(source.copies)),
        field("Online", online(source), source.retrieved && ` (retrieved ${source.retrieved})`),
        field("Note on it", words(source.note))),
    ];
  };

  const premise = (edge) => {
    const statement = KG.statements.get(edge);
    const first = firstQuote(statement);
    return el("li", {}, text(statement.headline, () => KG.select({ statement: edge })), first ? sourced(first) : "");
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
  const evidence = (item, statement) => el("section", { class: item.stance === "withdraws" ? "evidence withdraws" : "evidence" },
    item.stance === "withdraws" ? el("p", { class: "fate" }, "Takes it back:") : "",
    FATES[item.fate] ? el("p", { class: "fate" }, FATES[item.fate]) : "",
    item.origin === "derived" ? follows(item) : sourced(item),
    el("dl", {}, field("Claimant", words(statement.claimant)), enteredBy(item), field("Note", words(item.note))));

  // ---- what people decided, and what stands against it
  const judgement = (row) => el("li", { class: row.counts ? "" : "replaced" },
    el("b", {}, row.judgement), " by ", words(row.curator), " on ", date(row.date),
    row.source >= 0 ? [", on ", words(data.sources[row.source].title)] : "", ": ", words(row.reason),
    row.instead ? [" Instead: ", el("code", {}, words(row.instead))] : "",
    row.counts ? "" : " (replaced by a later one)");

  const side = (edge) => {
    const statement = KG.statements.get(edge);
    const first = firstQuote(statement);
    const source = data.sources[statement.sources[0]];
    return el("div", { class: `side s-${statement.kind}` },
      el("p", { class: `figure s-${statement.kind}` }, words(statement.quantity || statement.lead)),
      text(statement.headline, () => KG.select({ statement: edge }), "headline"),
      first ? el("blockquote", {}, words(first.quote)) : "",
      source ? el("p", { class: "quiet" }, words(KG.sourceLine(source))) : "");
  };
  KG.against = (edges) => el("div", { class: "versus" }, edges.map(side));

  // ---- to take along
  const cited = (item, statement) => {
    const source = sourceOf(item);
    const held = source.quotedFrom && source.documentIs !== "original" ? ` (quoted from ${source.quotedFrom} it)` : "";
    const said = item.quote ? ` “${item.quote}”` : "";
    const place = joined(source.author, source.title, source.publisher, source.published, item.locator);
    return `${statement.headline}.${said} ${place}${held}.${source.url ? ` ${source.url}` : ""}`;
  };
  KG.citation = (statement) => {
    const lines = statement.evidence.filter(sourceOf).map((item) => cited(item, statement));
    return lines.join("\n") || statement.headline;
  };
  const reading = (statement) => el("section", { class: "reading" },
    el("h3", {}, "Reading"),
    el("code", { id: "reading" }, words(statement.reading)),
    KG.button("Copy for judgement", () => KG.copy(statement.reading, "Reading copied: paste it into judgements.csv")));

  // Everything about one statement.
  KG.whole = (statement) => [
    kicker(statement),
    el("h2", {}, words(statement.headline)),
    el("p", { class: "because" }, el("b", {}, `Why “${statement.standing}”: `), words(statement.because)),
    el("dl", {},
      field("When", words(statement.when)), field("Where", words(statement.place)), field("Number", words(statement.quantity)),
      field("Role", words(statement.role)), field("During", words(statement.event)), field("Who says so", words(statement.voices.join(", ")))),
    el("h3", {}, statement.evidence.length > 1 ? `Evidence (${statement.evidence.length})` : "Evidence"),
    statement.evidence.map((item) => evidence(item, statement)),
    statement.judgements.length ? [el("h3", {}, "Judgements"), el("ul", { class: "judgements" }, statement.judgements.map(judgement))] : "",
    statement.contradicts.length ? [el("h3", {}, "Against each other"), KG.against([statement.edge, ...statement.contradicts])] : "",
    reading(statement),
    KG.noteForm(statement),
    el("p", { class: "acts" },
      KG.button("Copy citation", () => KG.copy(KG.citation(statement), "Citation copied")),
      KG.button("Copy link", () => KG.copy(location.href, "Link copied"))),
  ];

  // A statement in a list: what it says, its first words, one click from the rest.
  KG.brief = (statement) => {
    const first = firstQuote(statement);
    const source = data.sources[statement.sources[0]];
    return el("article", { class: `card s-${statement.kind}` },
      kicker(statement),
      text(statement.headline, () => KG.select({ statement: statement.edge }), "headline"),
      first ? el("blockquote", {}, words(first.quote)) : "",
      source ? el("p", { class: "quiet" }, words(KG.sourceLine(source))) : "");
  };
}
