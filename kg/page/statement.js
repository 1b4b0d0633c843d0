"use strict";
// A statement: in a list with its first words, whole with all behind it, and beside what it stands against.
{
  const { el, words, t, data, field, textButton } = KG;

  // What it is worth, in the line, the colour and the word of its standing.
  KG.pill = (statement) => {
    const doubt = statement.kind === "candidate" ? el("b", {}, " ?") : "";
    return el("span", { class: `pill s-${statement.kind}` }, KG.lineIcon(statement.kind), words(statement.lead), doubt);
  };
  KG.contested = (statement) => (statement.contested ? el("b", { class: "contested" }, t("statement.contested")) : "");
  const kicker = (statement) => el("p", { class: "kicker" }, KG.pill(statement), KG.contested(statement));

  KG.inShort = (statement) => (statement.contested ? t("statement.contested-word") : statement.lead);
  const side = (edge) => {
    const statement = KG.statements.get(edge);
    const first = KG.firstQuote(statement);
    const source = data.sources[statement.sources[0]];
    return el("div", { class: `side s-${statement.kind}` },
      el("p", { class: `figure s-${statement.kind}` }, words(statement.quantity || KG.inShort(statement))),
      textButton(statement.headline, () => KG.select({ statement: edge }), "headline"),
      first ? KG.quote(first, source?.language) : "",
      first && source ? KG.whose(source) : "",
      source ? el("p", { class: "quiet" }, words(KG.sourceLine(source))) : "");
  };
  KG.against = (edges) => el("div", { class: "versus" }, edges.map(side));

  const between = (statement) => KG.of.get(statement.subject).filter((other) => other !== statement && !statement.contradicts.includes(other.edge)
    && [other.subject, other.object].includes(statement.object) && [other.subject, other.object].includes(statement.subject));
  const besides = (statement) => {
    const all = between(statement);
    const shown = all.filter(KG.passes);
    if (!all.length) return "";
    const held = all.length - shown.length;
    return [
      el("h3", {}, t("statement.also-between", { count: all.length })),
      shown.map((other) => KG.brief(other)),
      held ? el("p", { class: "quiet" }, t("statement.behind", { count: held })) : "",
    ];
  };

  const reading = (statement) => el("section", { class: "reading" },
    el("h3", {}, t("statement.reading")),
    el("code", { id: "reading" }, words(statement.reading)),
    KG.button(t("statement.copy-reading"), () => KG.copy(statement.reading, t("statement.reading-copied"))));

  const several = (count) => (count > 1 ? t("statement.evidence-many", { count }) : t("statement.evidence"));
  const proof = (statement) => [
    el("h3", {}, several(statement.evidence.length)),
    statement.evidence.map((item) => KG.evidence(item, statement)),
    statement.judgements.length ? [el("h3", {}, t("statement.judgements")), KG.judged(statement)] : "",
  ];

  // Whose claim was upheld, and by whom, stands in the line just above: what is established and undisputed says here only what it says.
  const title = (statement) => (statement.established && !statement.contested ? statement.body : statement.headline);

  // Everything about one statement.
  KG.whole = (statement) => [
    kicker(statement),
    el("h2", {}, words(title(statement))),
    el("p", { class: "because" }, el("b", {}, t("statement.why", { standing: KG.word(statement.standing) })), words(statement.because)),
    el("dl", {},
      field(t("statement.when"), words(statement.when)), field(t("statement.where"), words(statement.place)),
      field(t("statement.number"), words(statement.quantity)),
      field(t("statement.role"), words(statement.role)), field(t("statement.during"), words(statement.event)),
      field(t("statement.who"), words(statement.voices.join(", ")))),
    KG.citeButtons(() => KG.citation(statement), () => KG.bibtex(statement)),
    proof(statement),
    statement.contradicts.length ? [el("h3", {}, t("statement.against")), KG.against([statement.edge, ...statement.contradicts])] : "",
    besides(statement),
    reading(statement),
    KG.noteForm(statement),
  ];

  const standsIn = (row, item) => {
    const source = data.sources[row];
    const title = textButton(KG.joined(source.title, source.published), () => KG.select({ source: row }), "small");
    return el("p", { class: "quiet" }, title, KG.online(source).map((link, place) => (place ? link : [" · ", link])),
      item?.locator ? [" · ", words(item.locator)] : "");
  };

  // A statement in a list: its words in their context and where they stand; all behind it unfolds in place.
  KG.brief = (statement) => {
    const first = KG.firstQuote(statement);
    const source = data.sources[statement.sources[0]];
    const more = el("details", { class: "more" }, el("summary", {}, t("statement.how")));
    // Made when it is opened: an actor may have a hundred statements.
    more.addEventListener("toggle", () => {
      if (more.open && more.childElementCount === 1) more.append(...[proof(statement)].flat(Infinity).filter((part) => part));
    });
    return el("article", { class: `card s-${statement.kind}` },
      kicker(statement),
      textButton(statement.headline, () => KG.select({ statement: statement.edge }), "headline"),
      first ? KG.quote(first, source?.language) : "",
      source ? standsIn(statement.sources[0], first) : "",
      more);
  };
}
