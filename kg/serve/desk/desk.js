"use strict";
// The editor: write or choose a query, run it, look at its answer, take it away, send it on.
{
  const { el } = DESK;
  const byId = (id) => document.getElementById(id);
  const FIRST = 1000;
  const ROWS = { JSON: "application/sparql-results+json", XML: "application/sparql-results+xml", CSV: "text/csv", TSV: "text/tab-separated-values" };
  const GRAPHS = { Turtle: "text/turtle", "N-Triples": "application/n-triples", "JSON-LD": "application/ld+json", "RDF/XML": "application/rdf+xml" };
  const ENDS = { JSON: "json", XML: "xml", CSV: "csv", TSV: "tsv", Turtle: "ttl", "N-Triples": "nt", "JSON-LD": "jsonld", "RDF/XML": "rdf" };
  const START = "# Everybody, with the number of statements about them\nSELECT ?who (COUNT(DISTINCT ?statement) AS ?statements) {\n"
    + "  ?statement rdf:subject|rdf:object ?who .\n}\nGROUP BY ?who\nORDER BY DESC(?statements) ?who";
  let asked = { query: "", triples: false };
  let asking = null;

  const yasqe = new Yasqe(byId("editor"), {
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: () => location.href,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "220px",
    autocompleters: ["case", "variables"],
    value: START,
    extraKeys: { "Ctrl-Space": (editor) => editor.autocomplete(), "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), Esc: (editor) => editor.getInputField().blur() },
  });
  yasqe.getInputField().setAttribute("aria-label", "SPARQL query");

  const say = (text, wrong = false) => {
    byId("status").textContent = text;
    byId("status").className = wrong ? "wrong" : "";
  };
  const post = (query, accept, more, signal) => fetch("/sparql", {
    method: "POST",
    headers: { Accept: accept, "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ query, ...more }),
    signal,
  });

  const show = (answer, name) => {
    const views = DESK.views(answer);
    const tabs = views.map(([title, draw]) => {
      const tab = el("button", { type: "button", role: "tab", "aria-selected": String(title === name) }, title);
      tab.addEventListener("click", () => show(answer, title));
      return [tab, draw];
    });
    byId("views").replaceChildren(...tabs.map(([tab]) => tab));
    byId("view").replaceChildren(tabs[views.findIndex(([title]) => title === name)][1](answer));
    byId("formats").replaceChildren(...Object.keys(answer.triples ? GRAPHS : ROWS).map((format) => el("option", {}, format)));
    byId("answer-bar").hidden = false;
  };

  const run = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    asked = { query: yasqe.getValue(), triples: false };
    say("Asking …");
    byId("stop").hidden = false;
    byId("hints").replaceChildren();
    const explained = DESK.explain(asked.query, yasqe, mine.signal);
    byId("view").replaceChildren();
    byId("answer-bar").hidden = true;
    try {
      const got = await post(asked.query, `${ROWS.JSON}, ${GRAPHS["N-Triples"]}`, { first: FIRST, hints: 1 }, mine.signal);
      const text = await got.text();
      if (!got.ok) {
        say(text.trim(), true);
        return;
      }
      const answer = DESK.read(got.headers.get("Content-Type").split(";")[0], text);
      asked.triples = Boolean(answer.triples);
      const number = `${answer.rows.length.toLocaleString("en")} ${answer.rows.length === 1 ? "row" : "rows"}`;
      say(got.headers.get("X-KG-Truncated") ? `Only the first ${number} are shown; there are more.` : number);
      const hints = JSON.parse(got.headers.get("X-KG-Hints") || "[]");
      show(answer, "Table");
      // What was said beside the query is not said again.
      const told = await explained;
      if (asking === mine) byId("hints").replaceChildren(...hints.filter((hint) => !told.has(DESK.plain(hint))).map((hint) => el("li", {}, hint)));
    } catch (error) {
      if (error.name === "AbortError") say("Stopped.");
      else say(`The server cannot be reached: ${error.message}`, true);
    } finally {
      if (asking === mine) byId("stop").hidden = true;
    }
  };

  const download = async () => {
    const format = byId("formats").value;
    const got = await post(asked.query, (asked.triples ? GRAPHS : ROWS)[format], {});
    if (!got.ok) {
      say((await got.text()).trim(), true);
      return;
    }
    const link = el("a", { href: URL.createObjectURL(await got.blob()), download: `answer.${ENDS[format]}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // After `#` nothing is sent to any server, nor written into a log.
  const share = async () => {
    history.replaceState(null, "", `#${new URLSearchParams({ query: yasqe.getValue() })}`);
    try {
      await navigator.clipboard.writeText(location.href);
      say("The link is copied; who opens it sees the query and runs it.");
    } catch {
      say("The link is in the address bar.");
    }
  };
  const shared = () => {
    const query = new URLSearchParams(location.hash.slice(1)).get("query");
    if (query) {
      yasqe.setValue(query);
      say("This query came with the link. Press Run to ask it.");
    }
  };

  const chosen = () => DESK.words.queries.find((query) => query.name === byId("examples").value);
  const choose = () => {
    const query = chosen();
    byId("description").textContent = query ? query.description : "";
    byId("insert").hidden = !query;
    byId("parameters").replaceChildren(...(query?.parameters || []).map((parameter) => {
      const list = `list-${parameter.name}`;
      const ids = DESK.words.names.filter((name) => parameter.types.includes(name.kind)).slice(0, 2000);
      const terms = DESK.words.terms.filter((one) => parameter.types.includes(one.kind));
      const input = el("input", { name: parameter.name, list, placeholder: parameter.optional ? "may be left out" : "", title: parameter.text });
      return el("label", {}, `${parameter.name} `, input, el("datalist", { id: list },
        ...ids.map((name) => el("option", { value: name.id }, name.names[0] || "")), ...terms.map((one) => el("option", { value: one.id }, one.label))));
    }));
    if (query && !query.parameters.length) insert();
  };
  const insert = async () => {
    const values = [...byId("parameters").querySelectorAll("input")].filter((input) => input.value.trim()).map((input) => [input.name, input.value.trim()]);
    const got = await fetch(`/sparql/example?${new URLSearchParams([["query-name", chosen().name], ...values])}`);
    const text = await got.text();
    if (got.ok) {
      yasqe.setValue(text);
      say("");
    } else say(text.trim(), true);
  };

  byId("run").addEventListener("click", run);
  byId("explain").addEventListener("click", async () => {
    byId("explanation").open = true;
    say(byId("view").childElementCount && asked.query !== yasqe.getValue() ? "Below is the answer to the query that was run before." : "");
    await DESK.explain(yasqe.getValue(), yasqe, undefined, (wrong) => say(wrong, true));
  });
  byId("stop").addEventListener("click", () => asking?.abort());
  byId("share").addEventListener("click", share);
  byId("download").addEventListener("click", download);
  byId("examples").addEventListener("change", choose);
  byId("insert").addEventListener("click", insert);
  addEventListener("hashchange", shared);
  shared();
  fetch("/sparql/words").then((got) => got.json()).then((words) => {
    DESK.words = words;
    DESK.declare(yasqe);
    byId("examples").append(...words.queries.map((query) => el("option", { value: query.name }, query.title)));
    document.documentElement.dataset.ready = "";
  }, () => say("The names of this case could not be read.", true));
  Object.assign(DESK, { yasqe, run });
}
