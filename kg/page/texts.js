"use strict";
// The words of the page: by key, in every language that the file carries. No sentence stands in any other script.
{
  const { home, names, texts } = JSON.parse(document.getElementById("page-texts").textContent);
  const [plurals, lists] = [new Map(), []];
  KG.home = home;
  KG.lang = home;
  KG.languages = names;

  // A sentence of the language, its number as the language counts: "page.en.toml" and its sisters hold one for each.
  const found = (key, values) => {
    const text = texts[KG.lang][key];
    if (typeof text === "string") return text;
    if (!plurals.has(KG.lang)) plurals.set(KG.lang, new Intl.PluralRules(KG.lang));
    return text[plurals.get(KG.lang).select(values.count)] ?? text.other;
  };
  KG.t = (key, values = {}) => found(key, values).replace(/\{([^}]+)\}/g, (_, name) => values[name]);
  // The same where elements stand among the words: a list of both; what is written *so* is strong.
  KG.put = (key, values = {}) => found(key, values).split("*").flatMap((part, row) => {
    const pieces = part.split(/\{([^}]+)\}/).map((piece, at) => (at % 2 ? values[piece] : piece));
    return row % 2 ? KG.el("b", {}, pieces) : pieces;
  });
  // Words that the data may know and the texts may not, such as a group of relations of one's own.
  KG.tried = (key, otherwise) => (typeof texts[KG.lang][key] === "string" ? texts[KG.lang][key] : otherwise);
  // What is made once says here how it is worded: now, and whenever the language changes.
  KG.worded = (update) => {
    lists.push(update);
    update();
  };
  KG.live = (element, words) => {
    KG.worded(() => element.replaceChildren(...[words()].flat()));
    return element;
  };

  // What the template wrote, by the keys that it left there.
  const code = (text) => text.split("\u0060").map((part, row) => (row % 2 ? KG.el("code", {}, part) : part));
  KG.fill = (element) => {
    const values = JSON.parse(element.dataset.v || "{}");
    const parts = found(element.dataset.t, values).split("*").map((part, row) => {
      const text = part.replace(/\{([^}]+)\}/g, (_, name) => values[name]);
      return row % 2 ? [KG.el("b", { class: text === KG.t("statement.contested") ? "contested" : "" }, text)] : code(text);
    });
    element.replaceChildren(...parts.flat());
  };
  const NAMED = ["aria-label", "aria-roledescription", "placeholder"];
  KG.speak = (language) => {
    KG.lang = language in names ? language : home;
    document.documentElement.lang = KG.lang;
    document.querySelectorAll("[data-t]").forEach(KG.fill);
    for (const name of NAMED) {
      for (const element of document.querySelectorAll(`[data-t-${name}]`)) element.setAttribute(name, KG.t(element.getAttribute(`data-t-${name}`)));
    }
    lists.forEach((update) => update());
  };
}
