"use strict";
// Words to take into a text of one's own: a citation that says what is cited, how firmly, and by whom.
{
  const { el, t, data, sourceOf, joined } = KG;

  const quoted = (quote) => t("cite.quote", { quote });
  const cited = (item, statement) => {
    const source = sourceOf(item);
    const held = source.documentIs && source.documentIs !== "original" ? t(`cite.whose-${source.documentIs}`) : "";
    const place = joined(source.author, source.title, KG.named(source.publisher), source.published, item.locator);
    return [`${statement.headline}.`, item.quote && quoted(item.quote), `${place}${held}.`, source.url, source.archived].filter(Boolean).join(" ");
  };
  KG.citation = (statement) => {
    const lines = statement.evidence.filter(sourceOf).map((item) => cited(item, statement));
    return lines.join("\n") || statement.headline;
  };

  // All that is said of an actor and passes the filters, as a text with its sources, by what a reader may make of it.
  KG.dossier = (actor, groups) => {
    const others = [...actor.labels.map((pair) => pair[1]), ...actor.aliases].join("; ");
    const head = [t("cite.dossier-head", { label: actor.label, type: KG.typeName(actor.type) }), others, actor.description, ...actor.identifiers];
    const parts = groups.map(([title, some]) => [title, ...some.map((statement) => KG.citation(statement))].join("\n\n"));
    const tail = [t("plain.mark", { mark: data.title }), KG.dateInWords(), ...(data.part ? [KG.part()] : []), ...KG.filtersInWords()].join(" ");
    return `${[head.filter(Boolean).join("\n"), ...parts, KG.team() + tail].join("\n\n")}\n`;
  };

  // Letters that BibTeX takes for orders; a brace that is not closed would swallow the rest of the file.
  const ORDERS = {
    "\\": "{\\textbackslash}", "{": "\\{", "}": "\\}", "%": "\\%", "&": "\\&", $: "\\$", "#": "\\#", _: "\\_",
    "~": "{\\textasciitilde}", "^": "{\\textasciicircum}",
  };
  const plain = (text) => text.replace(/[\\{}%&$#_~^]/g, (letter) => ORDERS[letter]).replace(/\s+/g, " ").trim();
  // Addresses go in as they are, but for what would end the field.
  const address = (text) => text.replace(/[\\{}\s]/g, encodeURIComponent);
  const entry = (key, source, note) => {
    const [year, month] = (source.published.match(/^(\d{4})(?:-(\d{2}))?/) || []).slice(1);
    const fields = [
      ["author", plain(source.author || source.publisher)], ["title", source.title && `{${plain(source.title)}}`],
      ["publisher", plain(source.publisher)], ["year", year], ["month", month && String(Number(month))],
      ["url", address(source.url || source.archived)], ["urldate", source.retrieved], ["note", plain(note)],
    ];
    return `@misc{${key},\n${fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`).join(",\n")}\n}`;
  };
  // An author is an organisation as often as not: a second pair of braces keeps its name whole.
  KG.bibtexSource = (source, note = "") => entry(source.id, source, note);
  KG.bibtex = (statement) => {
    const items = statement.evidence.filter((item) => sourceOf(item));
    const seen = new Set();
    return items.map((item) => {
      const source = sourceOf(item);
      const key = [source.id, seen.has(source.id) ? seen.size + 1 : ""].filter(Boolean).join("-");
      seen.add(key);
      return entry(key, source, joined(statement.headline, item.quote && quoted(item.quote), item.locator));
    }).join("\n\n") || `% ${plain(statement.headline)}`;
  };
  KG.citationSource = (source) => {
    const online = [source.url, source.archived].filter(Boolean).join(" ");
    return `${joined(source.author, source.title, KG.named(source.publisher), source.published)}.${online ? ` ${online}` : ""}`;
  };

  KG.copyLink = () => KG.button(t("cite.copy-link"), () => KG.copy(location.href, t("cite.link-copied")));
  KG.citeButtons = (words, bibtex) => el("p", { class: "acts" },
    KG.button(t("cite.copy"), () => KG.copy(words(), t("cite.copied"))),
    KG.button(t("cite.bibtex"), () => KG.copy(bibtex(), t("cite.bibtex-copied"))),
    KG.copyLink());
}
