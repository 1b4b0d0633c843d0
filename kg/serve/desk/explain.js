"use strict";
// What is to be said of a query before its answer comes: what it asks for, what in it cannot be, what takes long.
{
  const { el } = DESK;
  const byId = (id) => document.getElementById(id);
  const plain = (text) => text.replaceAll('"', "").toLowerCase();

  const remark = (said, kind, yasqe) => {
    const item = el("li", { class: kind });
    if (said.line && yasqe.lineCount() > 1) {
      const go = el("button", { type: "button" }, `Line ${said.line}`);
      go.addEventListener("click", () => {
        yasqe.focus();
        yasqe.setSelection({ line: said.line - 1, ch: 0 }, { line: said.line - 1, ch: yasqe.getLine(said.line - 1)?.length || 0 });
      });
      item.append(go, " ");
    }
    item.append(said.sentence);
    return item;
  };

  // Lines that are set in stand in a list inside the line before them.
  const lists = (lines) => {
    const open = [el("ul", {})];
    for (const line of lines) {
      while (open.length > line.depth + 1) open.pop();
      while (open.length < line.depth + 1) {
        const inner = el("ul", {});
        (open.at(-1).lastElementChild || open.at(-1)).append(inner);
        open.push(inner);
      }
      const item = el("li", {}, line.text);
      if (line.matches !== undefined) {
        const number = `${line.more ? "more than " : ""}${line.matches.toLocaleString("en")} ${line.matches === 1 && !line.more ? "match" : "matches"}`;
        item.append(" ", el("span", { class: "count" }, `[${number}]`));
      }
      open.at(-1).append(item);
    }
    return open[0];
  };

  const clear = () => {
    byId("remarks").replaceChildren();
    byId("asks").replaceChildren();
    byId("explanation").hidden = true;
  };

  let latest = 0;
  // Gives what it said, so that nobody says it again; `refused` is told why a query cannot be explained.
  const explain = async (query, yasqe, signal, refused = () => {}) => {
    const mine = (latest += 1);
    clear();
    try {
      const got = await fetch("/sparql/explain", {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ query }),
        signal,
      });
      if (mine !== latest) return new Set();
      if (!got.ok) {
        refused((await got.text()).trim());
        return new Set();
      }
      const found = await got.json();
      if (mine !== latest) return new Set();
      byId("remarks").append(...found.findings.map((said) => remark(said, "wrong", yasqe)), ...found.costs.map((said) => remark(said, "cost", yasqe)));
      byId("asks").append(el("p", {}, found.asks), lists(found.patterns));
      byId("explanation").hidden = false;
      return new Set([...found.findings, ...found.costs].map((said) => plain(said.sentence)));
    } catch (error) {
      if (error.name !== "AbortError") refused(`The server cannot be reached: ${error.message}`);
      return new Set();
    }
  };
  Object.assign(DESK, { explain, plain });
}
