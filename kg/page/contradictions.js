"use strict";
// What cannot hold together, in pairs at one height, with the words of either side.
{
  const { el, words, t, data, state } = KG;
  const MOST = 200;
  const SETTLED = ["refuted", "withdrawn"];

  const pair = ([one, other]) => {
    const [first, second] = [KG.statements.get(one), KG.statements.get(other)];
    const settled = [first, second].filter((statement) => SETTLED.includes(statement.kind));
    return el("section", { class: "contradiction" },
      // Dashes, not a sentence: what is in dispute must not read like a fact in its own heading.
      el("h2", {}, words(KG.label(first.subject)), el("span", { class: "verb" }, ` – ${first.relation} – `), words(KG.label(first.object))),
      KG.against([one, other]),
      el("p", { class: "quiet" }, settled.length ? t("contradictions.settled", { standing: KG.word(settled[0].kind) }) : t("contradictions.open")));
  };

  const fill = () => {
    const passing = new Set(KG.visible().map((statement) => statement.edge));
    const pairs = data.contradictions.filter((edges) => edges.some((edge) => passing.has(edge)));
    const held = data.contradictions.length - pairs.length;
    const none = data.contradictions.length ? "" : el("p", { class: "quiet" }, t("contradictions.none"));
    const rest = pairs.length > MOST ? el("p", { class: "quiet" }, t("contradictions.more", { count: pairs.length - MOST })) : "";
    const behind = held ? el("p", { class: "quiet" }, t("statement.behind", { count: held })) : "";
    KG.byId("contradictions-view").replaceChildren(...[none, pairs.slice(0, MOST).map(pair), rest, behind].flat().filter((part) => part));
  };
  KG.on((what) => {
    if (state.view === "contradictions" && ["view", "filters"].includes(what)) fill();
  });
}
