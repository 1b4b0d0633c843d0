"use strict";
// The legend that is the filter: what is switched on, and how many statements (or actors) each switch holds.
{
  const { el, data } = KG;
  const ORIGINS = { curated: "entered by a person", extracted: "found by a machine", derived: "derived by rule" };

  const present = (of) => [...new Set(data.statements.flatMap(of))].sort();
  const count = (of, key) => data.statements.filter((statement) => of(statement).includes(key)).length;

  const always = ["established", "alleged"];
  const used = (standing) => always.includes(standing.key) || count((s) => [s.kind], standing.key);
  const kinds = data.standings.filter(used);
  const families = data.families.filter((family) => data.actors.some((actor) => actor.family === family.key));

  // Each group: how to read it from a statement (actors: from an actor), and its switches in the order of the legend.
  KG.groups = {
    standing: {
      title: "How firmly it is said",
      of: (statement) => [statement.kind],
      values: kinds.map(({ key, hidden, says }) => ({ key, label: key, on: !hidden, icon: () => KG.lineIcon(key), title: says })),
    },
    family: {
      title: "Actors",
      of: (actor) => [actor.family],
      values: families.map(({ key, label }) => ({ key, label, on: true, icon: () => KG.symbol(key) })),
    },
    group: {
      title: "Relations",
      of: (statement) => [statement.group],
      values: present((s) => [s.group]).map((key) => ({ key, label: key, on: true })),
    },
    origin: {
      title: "How we know",
      of: (statement) => statement.origins,
      values: present((s) => s.origins).map((key) => ({ key, label: ORIGINS[key] || key, on: key !== "derived" })),
    },
    source: {
      title: "Sources",
      of: (statement) => statement.sources.map((row) => data.sources[row].id),
      values: data.sources.map(({ id, publisher, title, published }) => ({ key: id, label: publisher || title, date: published, on: true, title })),
    },
  };

  for (const [name, group] of Object.entries(KG.groups)) {
    const of = name === "family" ? data.actors : data.statements;
    for (const value of group.values) {
      value.usual = value.on;
      value.count = of.filter((item) => group.of(item).includes(value.key)).length;
    }
    group.isOn = new Map(group.values.map((value) => [value.key, value.on]));
  }

  const passesGroup = (name, item) => {
    const keys = KG.groups[name].of(item);
    return !keys.length || keys.some((key) => KG.groups[name].isOn.get(key));
  };
  KG.passesActor = (node) => passesGroup("family", KG.actors.get(node));
  const OF_STATEMENTS = ["standing", "group", "origin", "source"];
  KG.passes = (statement) =>
    OF_STATEMENTS.every((name) => passesGroup(name, statement)) && [statement.subject, statement.object].every(KG.passesActor);
  KG.visible = () => data.statements.filter(KG.passes);
  KG.passing = KG.visible;
  // Whether actors without a drawn line are drawn.
  KG.alone = { on: true };

  KG.set = (name, key, on) => {
    const value = KG.groups[name]?.values.find((candidate) => candidate.key === key);
    if (!value) return;
    value.on = on;
    KG.groups[name].isOn.set(key, on);
    if (value.box) value.box.checked = on;
  };
  // Only this one value of a group, as when a source is chosen from the search.
  KG.setOnly = (name, key) => KG.groups[name].values.forEach((value) => KG.set(name, value.key, value.key === key));
  const clear = (name) => KG.groups[name].values.forEach((value) => KG.set(name, value.key, value.usual));
  const aloneDrawn = (on) => {
    KG.alone.on = on;
    KG.byId("alone").checked = on;
  };
  KG.usual = () => {
    Object.keys(KG.groups).forEach(clear);
    aloneDrawn(true);
  };
  for (const [name, group] of Object.entries(KG.groups)) {
    const other = () => group.values.filter((value) => value.on !== value.usual);
    KG.remember(name, {
      write: () => other().map((value) => (value.on ? "+" : "-") + value.key).join(","),
      read: (text) => {
        clear(name);
        for (const word of text.split(",").filter(Boolean)) KG.set(name, word.slice(1), word[0] !== "-");
      },
    });
  }
  KG.remember("alone", { write: () => (KG.alone.on ? "" : "-"), read: (text) => aloneDrawn(!text) });

  const row = (name, value) => {
    value.box = el("input", { type: "checkbox", name, value: value.key });
    value.box.checked = value.on;
    value.box.addEventListener("change", () => {
      KG.set(name, value.key, value.box.checked);
      KG.changed("filters");
    });
    const date = value.date ? [" ", el("span", { class: "date" }, value.date)] : "";
    return el("label", { class: "row", title: value.title || "" }, value.box, value.icon ? value.icon() : "",
      el("span", {}, KG.words(value.label), date), el("output", {}, String(value.count)));
  };

  const contested = data.statements.filter((statement) => statement.contested).length;
  const mark = el("b", { class: "contested" }, "CONTESTED");
  const notes = { established: contested ? el("p", { class: "row-note" }, mark, ` ${contested} of these`) : "" };

  const standings = (group) => {
    const open = group.values.filter((value) => value.usual);
    const aside = group.values.filter((value) => !value.usual);
    const held = aside.reduce((sum, value) => sum + value.count, 0);
    const summary = el("summary", {}, "Set aside, hidden at first: ", el("output", { id: "set-aside" }, String(held)));
    const fold = el("details", { class: "aside" }, summary, aside.map((value) => row("standing", value)));
    return [open.map((value) => [row("standing", value), notes[value.key] || ""]), aside.length ? fold : ""];
  };

  const aloneRow = () => {
    const box = el("input", { type: "checkbox", id: "alone" });
    box.checked = true;
    box.addEventListener("change", () => {
      KG.alone.on = box.checked;
      KG.changed("filters");
    });
    return el("label", { class: "row" }, box, el("span", {}, "without a line here"), el("output", { id: "alone-count" }));
  };

  // Long lists would push the rest of the legend out of sight.
  const MANY = 10;
  const rows = (name, group) => {
    const made = group.values.map((value) => row(name, value));
    if (made.length <= MANY) return made;
    return [made.slice(0, MANY), el("details", {}, el("summary", {}, `${made.length - MANY} more`), made.slice(MANY))];
  };

  for (const [name, group] of Object.entries(KG.groups)) {
    const inside = name === "standing" ? standings(group) : rows(name, group);
    KG.byId("filters").append(el("fieldset", {}, el("legend", {}, group.title), inside, name === "family" ? aloneRow() : ""));
  }
  KG.byId("reset").addEventListener("click", () => {
    KG.usual();
    KG.changed("filters");
  });
  for (const { key, says } of kinds) {
    KG.byId("help-lines").append(el("p", { class: "help-line" }, KG.lineIcon(key), el("span", {}, el("b", {}, key), `: ${says}`)));
  }
}
