"use strict";
// Words to take into a text of one's own: a citation that says what is cited, how firmly, and by whom.
{
  const { el, sourceOf, joined } = KG;

  const cited = (item, statement) => {
    const source = sourceOf(item);
    const held = source.quotedFrom && source.documentIs !== "original" ? ` (quoted from ${source.quotedFrom} it)` : "";
    const said = item.quote ? ` “${item.quote}”` : "";
    const place = joined(source.author, source.title, source.publisher, source.published, item.locator);
    const online = [source.url, source.archived].filter(Boolean).join(" ");
    return `${statement.headline}.${said} ${place}${held}.${online ? ` ${online}` : ""}`;
  };
  KG.citation = (statement) => {
    const lines = statement.evidence.filter(sourceOf).map((item) => cited(item, statement));
    return lines.join("\n") || statement.headline;
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
      return entry(key, source, joined(statement.headline, item.quote && `“${item.quote}”`, item.locator));
    }).join("\n\n") || `% ${plain(statement.headline)}`;
  };
  KG.citationSource = (source) => {
    const online = [source.url, source.archived].filter(Boolean).join(" ");
    return `${joined(source.author, source.title, source.publisher, source.published)}.${online ? ` ${online}` : ""}`;
  };

  KG.copyLink = () => KG.button("Copy link", () => KG.copy(location.href, "Link copied"));
  KG.citeButtons = (words, bibtex) => el("p", { class: "acts" },
    KG.button("Copy citation", () => KG.copy(words(), "Citation copied")),
    KG.button("Copy BibTeX", () => KG.copy(bibtex(), "BibTeX copied")),
    KG.copyLink());
}
