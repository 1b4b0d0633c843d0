"use strict";
// What a reader judges, kept in memory and nowhere else until it is saved as rows for `data/judgements.csv`.
// On a shared computer anything that a browser stores would tell the next reader who is under suspicion.
{
  const { el, words, t, data } = KG;
  const { columns, readings, world, binding, curators } = data.judging;
  const notes = [];
  // What is being typed, by statement: the details are drawn anew whenever a filter changes.
  const drafts = new Map();
  let curator = curators.length === 1 ? curators[0][0] : "";

  const today = () => {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  };
  const unsaved = () => notes.filter((note) => !note.saved).length;
  addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });

  // Did we read it right is asked of a source, do we hold it true of what somebody asserts or alleges.
  const sourcesOf = (statement) => [...new Set(statement.evidence.map((item) => item.source))].filter((row) => row >= 0);
  const choices = (statement) => [
    [t("notes.reading-question"), sourcesOf(statement).length ? readings : []],
    [t("notes.world-question"), statement.polarity !== "negative" && binding.includes(statement.modality) ? world : []],
  ].filter(([, some]) => some.length);

  // ---- the list
  const refresh = () => {
    const count = unsaved();
    KG.byId("notes-count").textContent = String(count);
    KG.byId("notes-count").hidden = !count;
    KG.byId("notes-save").disabled = !notes.length;
    const items = notes.map((note) => el("li", {}, about(note), KG.button(t("notes.go"), () => {
      KG.byId("notes").close();
      KG.select({ statement: note.edge });
    }, { class: "text-button" }), el("p", { class: "quiet" }, words(KG.statements.get(note.edge).headline))));
    KG.byId("notes-list").replaceChildren(notes.length ? el("ul", { class: "plain note-list" }, items)
      : el("p", { class: "quiet" }, t("notes.none")));
  };
  const remove = (note, after) => {
    notes.splice(notes.indexOf(note), 1);
    refresh();
    if (after) after();
    else KG.changed("notes");
    KG.say(t("notes.removed"));
  };
  const about = (note, after) => el("div", { class: "note" },
    KG.put("evidence.judged", {
      judgement: note.judgement, curator: words(note.curator), date: el("span", { class: "date" }, note.date), reason: words(note.reason),
    }),
    el("span", { class: "quiet" }, note.saved ? t("notes.saved") : t("notes.unsaved")), " ",
    KG.button(t("notes.remove"), () => remove(note, after), {
      class: "text-button", "aria-label": t("notes.remove-this", { judgement: note.judgement }),
    }), " ");

  // ---- the form
  const option = (value, label, chosen) => {
    const made = el("option", { selected: value === chosen }, label);
    made.value = value;
    return made;
  };
  const field = (label, control) => el("label", {}, el("span", {}, label), control);
  // The controls of one statement's form, filled with what was typed before.
  const controls = (statement) => {
    const draft = drafts.get(statement.edge) || { judgement: "", source: "", curator, date: today(), reason: "", instead: "" };
    const judgement = el("select", { name: "judgement", required: true }, option("", t("notes.choose"), draft.judgement),
      choices(statement).map(([question, some]) => el("optgroup", { label: question },
        some.map((word) => option(word, `${word} – ${t(`notes.says-${word}`)}`, draft.judgement)))));
    const source = el("select", { name: "source" }, sourcesOf(statement).map((row) =>
      option(data.sources[row].id, `${data.sources[row].title} (${KG.sourceLine(data.sources[row])})`, draft.source)));
    const typed = { required: true, autocomplete: "off" };
    const who = el("input", { ...typed, name: "curator", pattern: "[A-Za-z0-9\\-]+", list: "note-curators", value: draft.curator });
    const date = el("input", { ...typed, name: "date", type: "date", value: draft.date });
    const reason = el("textarea", { name: "reason", rows: 3, required: true });
    reason.value = draft.reason;
    const instead = el("input", { name: "instead", list: "note-readings", autocomplete: "off", value: draft.instead });
    return { judgement, source, curator: who, date, reason, instead };
  };
  const values = (fields) => Object.fromEntries(Object.entries(fields).map(([key, control]) => [key, control.value]));
  // Asked once in a while: a set of all readings would be made for everybody who opens the page.
  const known = (reading) => data.statements.some((statement) => statement.reading === reading);
  // Which fields the judgement asks for, and what is wrong with what they hold.
  const sift = ({ judgement, source, reason, instead }) => {
    source.parentElement.hidden = !readings.includes(judgement.value);
    instead.parentElement.hidden = judgement.value !== "reject";
    const strange = judgement.value === "reject" && instead.value && !known(instead.value.trim());
    instead.setCustomValidity(strange ? t("notes.strange") : "");
    reason.setCustomValidity(reason.value.trim() ? "" : t("notes.reasonless"));
  };
  const keep = (statement, fields) => {
    const note = Object.fromEntries(Object.entries(values(fields)).map(([key, text]) => [key, text.trim()]));
    if (!readings.includes(note.judgement)) note.source = "";
    if (note.judgement !== "reject") note.instead = "";
    notes.push({ ...note, statement: statement.reading, edge: statement.edge, saved: false });
    curator = note.curator;
    drafts.delete(statement.edge);
    refresh();
    KG.say(t("notes.kept", { count: unsaved() }));
  };
  const MOST = 100;
  const related = (statement) => data.statements.filter((other) => other !== statement
    && [other.subject, other.object].some((end) => end === statement.subject || end === statement.object)).slice(0, MOST);
  const form = (statement, kept) => {
    const fields = controls(statement);
    const typed = () => {
      drafts.set(statement.edge, values(fields));
      sift(fields);
    };
    const submit = (event) => {
      event.preventDefault();
      keep(statement, fields);
      kept();
    };
    const made = el("form", { input: typed, change: typed, submit },
      field(t("notes.yours"), fields.judgement), field(t("notes.read-in"), fields.source), field(t("notes.curator"), fields.curator),
      field(t("notes.day"), fields.date), field(t("notes.reason"), fields.reason), field(t("notes.instead"), fields.instead),
      el("datalist", { id: "note-curators" }, curators.map(([id, label]) => el("option", { value: id }, label))),
      el("datalist", { id: "note-readings" }, related(statement).map((other) => el("option", { value: other.reading }))),
      el("p", { class: "quiet" }, t("notes.only-here")), el("button", { type: "submit" }, t("notes.keep")));
    sift(fields);
    return made;
  };

  KG.noteForm = (statement) => {
    const section = el("section", { class: "judge" });
    const fill = () => {
      const mine = notes.filter((note) => note.edge === statement.edge);
      const fold = el("details", {}, el("summary", {}, t("notes.judge")), choices(statement).length ? form(statement, () => {
        fill();
        section.querySelector("summary").focus();
      }) : el("p", { class: "quiet" }, t("notes.derived")));
      fold.open = drafts.has(statement.edge);
      section.replaceChildren(...(mine.length ? [el("h3", {}, t("notes.yours")), ...mine.map((note) => about(note, fill))] : []), fold);
    };
    fill();
    return section;
  };

  KG.byId("notes-open").addEventListener("click", () => {
    refresh();
    KG.byId("notes").showModal();
  });
  KG.byId("notes-save").addEventListener("click", () => {
    const rows = notes.map((note) => columns.map((column) => note[column]));
    KG.save([KG.csv([columns, ...rows], "\n")], "text/csv;charset=utf-8", "judgements-to-add.csv");
    for (const note of notes) note.saved = true;
    refresh();
    KG.changed("notes");
    KG.say(t("notes.saved-rows", { count: notes.length }));
  });
  KG.worded(refresh);
}
