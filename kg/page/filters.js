"use strict";
// What is switched on: the groups of the filter, what passes them, and how many statements each switch would show.
{
  const { data, t } = KG;
  const ITSELF = "-";

  const present = (of) => [...new Set(data.statements.flatMap(of))].sort();
  const has = (of, key) => data.statements.some((statement) => of(statement).includes(key));

  const always = ["established", "alleged"];
  const kinds = data.standings.filter((standing) => always.includes(standing.key) || has((s) => [s.kind], standing.key));
  const families = data.families.filter((family) => data.actors.some((actor) => actor.family === family.key));
  // Switches are called in the language of the moment; their keys are those of the data.
  const called = (key, name, more = {}) => Object.defineProperty({ key, on: true, ...more }, "label", { get: name });
  const first = (keyOf) => {
    const found = new Map();
    for (const statement of data.statements) if (!found.has(keyOf(statement))) found.set(keyOf(statement), statement);
    return found;
  };
  const relations = [...first((s) => s.relationId)].map(([key, s]) => called(key, () => s.relation, { within: s.group }));
  const types = [...new Map(data.actors.map((actor) => [actor.type, actor])).values()]
    .map(({ type, family }) => called(type, () => KG.typeName(type), { within: family }));
  const claims = [...first((s) => s.claimantId)].filter((pair) => pair[0]);
  // One collator for all: of ten thousand claimants, ten thousand would take longer than opening the page.
  const { compare } = new Intl.Collator("en");
  const named = claims.map(([key, s]) => called(key, () => s.claimant)).sort((a, b) => compare(a.label, b.label));
  const itself = called(ITSELF, () => t("filter.itself"));

  // Each group: how to read it from a statement (families: from an actor), and its switches in the order of the legend.
  KG.groups = {
    standing: {
      of: (statement) => [statement.kind],
      values: kinds.map(({ key, hidden }) => {
        const value = called(key, () => KG.word(key), { on: !hidden, icon: () => KG.lineIcon(key) });
        return Object.defineProperty(value, "title", { get: () => t(`says.${key}`) });
      }),
    },
    family: {
      of: (actor) => [actor.family],
      values: families.map(({ key }) => called(key, () => t(`family.${key}`), { icon: () => KG.symbol(key) })),
    },
    type: {
      inside: "family",
      of: (actor) => [actor.type],
      values: types.sort((a, b) => compare(a.label, b.label)),
    },
    group: {
      of: (statement) => [statement.group],
      values: present((s) => [s.group]).map((key) => called(key, () => KG.groupName(key))),
    },
    relation: {
      inside: "group",
      of: (statement) => [statement.relationId],
      values: relations.sort((a, b) => compare(a.label, b.label)),
    },
    claimant: {
      of: (statement) => [statement.claimantId || ITSELF],
      values: [...(data.statements.some((s) => !s.claimantId) ? [itself] : []), ...named],
    },
    origin: {
      of: (statement) => statement.origins,
      values: present((s) => s.origins).map((key) => called(key, () => t(`filter.origin-${key}`), { on: key !== "derived" })),
    },
    source: {
      of: (statement) => statement.sources.map((row) => data.sources[row].id),
      values: data.sources.map(({ id, publisher, title, published }) =>
        called(id, () => KG.named(publisher) || title, { date: published, title })),
    },
  };
  const OF_ACTORS = ["family", "type"];
  const OF_STATEMENTS = Object.keys(KG.groups).filter((name) => !OF_ACTORS.includes(name));
  for (const [name, group] of Object.entries(KG.groups)) {
    Object.defineProperty(group, "title", { get: () => t(`filter.of-${name}`) });
    for (const value of group.values) value.usual = value.on;
    group.isOn = new Map(group.values.map((value) => [value.key, value.on]));
    group.off = group.values.filter((value) => !value.on).length;
    group.byKey = new Map(group.values.map((value) => [value.key, value]));
  }
  // A switch of actors draws all of its kind, whatever else is switched.
  for (const { of, values } of OF_ACTORS.map((name) => KG.groups[name])) {
    for (const value of values) value.count = data.actors.filter((actor) => of(actor).includes(value.key)).length;
  }

  const passesGroup = (name, item) => {
    if (!KG.groups[name].off) return true;
    const keys = KG.groups[name].of(item);
    return !keys.length || keys.some((key) => KG.groups[name].isOn.get(key));
  };
  // Filters that are no list of switches, such as the range of time: name → { passes, reset, count, words }.
  KG.tests = new Map();
  const fails = (name, statement) => !(KG.tests.get(name)?.passes(statement) ?? passesGroup(name, statement));
  const names = () => [...OF_STATEMENTS, ...KG.tests.keys()];

  KG.passesActor = (node) => OF_ACTORS.every((name) => passesGroup(name, KG.actors.get(node)));
  const endsPass = (statement) => [statement.subject, statement.object].every(KG.passesActor);
  KG.passes = (statement) => endsPass(statement) && !names().some((name) => fails(name, statement));

  // One look at every statement: what passes, and for each switch how many pass all filters but the one it belongs to.
  let visible = null;
  KG.visible = () => {
    if (visible) return visible;
    visible = [];
    const all = names();
    for (const name of OF_STATEMENTS) for (const value of KG.groups[name].values) value.count = 0;
    for (const part of KG.tests.values()) part.count.start();
    const actors = new Set(data.actors.map((actor) => actor.node).filter(KG.passesActor));
    for (const statement of data.statements) {
      if (!actors.has(statement.subject) || !actors.has(statement.object)) continue;
      const failed = [];
      for (const name of all) {
        if (fails(name, statement)) failed.push(name);
        if (failed.length > 1) break;
      }
      if (failed.length > 1) continue;
      if (!failed.length) visible.push(statement);
      for (const name of failed.length ? failed : all) {
        if (KG.tests.has(name)) KG.tests.get(name).count.add(statement);
        else for (const key of KG.groups[name].of(statement)) KG.groups[name].byKey.get(key).count += 1;
      }
    }
    return visible;
  };
  KG.passing = () => KG.visible();
  KG.on((what) => { if (what === "filters") visible = null; });
  // Whether actors without a drawn line are drawn.
  KG.alone = { on: true };

  KG.set = (name, key, on) => {
    const value = KG.groups[name]?.byKey.get(key);
    if (!value) return;
    KG.groups[name].off += Number(value.on) - Number(on);
    value.on = on;
    KG.groups[name].isOn.set(key, on);
    visible = null;
  };
  // Only this one value of a group, as when a source is chosen.
  KG.setOnly = (name, key) => KG.groups[name].values.forEach((value) => KG.set(name, value.key, value.key === key));
  const clear = (name) => KG.groups[name].values.forEach((value) => KG.set(name, value.key, value.usual));
  KG.usual = () => {
    Object.keys(KG.groups).forEach(clear);
    for (const part of KG.tests.values()) part.reset();
    KG.alone.on = true;
  };

  // Ids of sources and actors are plain; a group of relations is any text, so its commas are written otherwise.
  const coded = (key) => key.replace(/[%,]/g, (letter) => (letter === "%" ? "%25" : "%2C"));
  const decoded = (key) => key.replace(/%2C/g, ",").replace(/%25/g, "%");
  for (const [name, group] of Object.entries(KG.groups)) {
    const other = () => group.values.filter((value) => value.on !== value.usual);
    KG.remember(name, {
      write: () => other().map((value) => (value.on ? "+" : "-") + coded(value.key)).join(","),
      read: (text) => {
        clear(name);
        for (const word of text.split(",").filter(Boolean)) KG.set(name, decoded(word.slice(1)), word[0] !== "-");
      },
    });
  }
  KG.remember("alone", { write: () => (KG.alone.on ? "" : "-"), read: (text) => { KG.alone.on = !text; } });
}
