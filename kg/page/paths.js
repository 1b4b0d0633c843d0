"use strict";
// How two actors are connected: the shortest path over what is established, and, apart from it, the shortest over claims as well.
// What is negative, denied, planned, supposed, set aside or found by a machine alone is never a hop.
{
  const { el, words, t, data } = KG;
  const view = KG.byId("paths-view");
  const ends = { from: null, to: null };
  let answers = null;

  // ---- finding
  const CLAIMS = ["asserted", "alleged"];
  // What follows by rule repeats the roles of its event, and has no words of its own.
  const said = (statement) => statement.origins.some((origin) => origin !== "derived") && statement.polarity !== "negative";
  const isClaim = (statement) => !statement.established && CLAIMS.includes(statement.kind);
  // Of two ways of the same length, the one with fewer claims, then with less that is contested.
  const weight = (statement) => (isClaim(statement) ? 1000 : 0) + (statement.contested ? 1 : 0);

  const neighbours = (allowed) => {
    const found = new Map();
    const put = (from, to, statement) => {
      const others = found.get(from) || found.set(from, new Map()).get(from);
      const there = others.get(to);
      if (there) there.push(statement);
      else others.set(to, [statement]);
    };
    for (const statement of allowed) {
      if (statement.subject === statement.object) continue;
      put(statement.subject, statement.object, statement);
      put(statement.object, statement.subject, statement);
    }
    return found;
  };
  // Circle by circle around the first actor; in each, the lightest way to everybody in it.
  const shortest = (from, to, allowed) => {
    const next = neighbours(allowed);
    const best = new Map([[from, { weight: 0, hop: null }]]);
    for (let circle = [from]; circle.length && !best.has(to);) {
      const reached = new Map();
      for (const node of circle) {
        for (const [other, statements] of next.get(node) || []) {
          if (best.has(other)) continue;
          const sorted = [...statements].sort((a, b) => weight(a) - weight(b));
          const sum = best.get(node).weight + weight(sorted[0]);
          const hop = { from: node, to: other, statements: sorted };
          if (!reached.has(other) || sum < reached.get(other).weight) reached.set(other, { weight: sum, hop });
        }
      }
      for (const [node, way] of reached) best.set(node, way);
      circle = [...reached.keys()];
    }
    if (!best.has(to)) return null;
    const hops = [];
    for (let node = to; node !== from; node = hops[0].from) hops.unshift(best.get(node).hop);
    return hops;
  };
  const find = () => {
    const { from, to } = ends;
    if (!from || !to || from === to) return null;
    const passing = KG.passing().filter(said);
    const sure = shortest(from, to, passing.filter((statement) => statement.established));
    const claimed = shortest(from, to, passing.filter((statement) => statement.established || isClaim(statement)));
    return { sure, claimed: claimed && (!sure || claimed.length < sure.length) ? claimed : null };
  };

  // ---- choosing: two fields that complete names as they are typed
  // Both are made when a field is first used: folding the names of 20 000 actors is work that most readers never need.
  let twice = null;
  let byName = null;
  const nameOf = (node) => {
    const { label, id } = KG.actors.get(node);
    if (!twice) {
      const seen = new Set();
      twice = new Set(data.actors.map((actor) => actor.label).filter((name) => seen.has(name) || !seen.add(name)));
    }
    return twice.has(label) ? `${label} (${id})` : label;
  };
  KG.worded(() => { [twice, byName] = [null, null]; });
  const known = () => {
    if (byName) return byName;
    byName = new Map(data.actors.map((actor) => [KG.fold(nameOf(actor.node)), actor.node]));
    // An acronym typed in full is its actor, unless somebody is called so.
    for (const actor of data.actors) {
      for (const name of [...actor.aliases, ...actor.labels.map((pair) => pair[1])].map(KG.fold)) if (!byName.has(name)) byName.set(name, actor.node);
    }
    return byName;
  };
  const actorOf = (typed) => known().get(KG.fold(typed.trim())) || null;
  const OFFERED = 20;
  const offer = (typed) => {
    const wanted = KG.fold(typed.trim());
    const fitting = new Set([...known()].filter(([name]) => name.includes(wanted)).map((pair) => pair[1]));
    return [...fitting].slice(0, OFFERED).map((actor) => el("option", { value: nameOf(actor) }));
  };
  const field = (side, name) => {
    const list = el("datalist", { id: `path-${side}-names` });
    const box = el("input", { id: `path-${side}`, list: list.id, autocomplete: "off", spellcheck: "false" });
    const fill = () => list.replaceChildren(...offer(box.value));
    box.addEventListener("focus", fill);
    box.addEventListener("input", () => {
      fill();
      const found = actorOf(box.value);
      if (found === ends[side]) return;
      ends[side] = found;
      change();
    });
    return { box, part: el("label", { for: box.id }, el("span", { t: name }), box, list) };
  };
  const fields = { from: field("from", "paths.from"), to: field("to", "paths.to") };
  const result = el("div", { id: "path-result" });
  const change = () => {
    work();
    KG.graph.paint();
    KG.changed("path");
    if (answers) KG.say(spoken());
  };
  const swap = () => {
    [ends.from, ends.to] = [ends.to, ends.from];
    fillIn();
    change();
  };
  const fillIn = () => {
    for (const side of ["from", "to"]) fields[side].box.value = ends[side] ? nameOf(ends[side]) : "";
  };

  // ---- showing
  const counted = (hops) => t("paths.hops", { count: hops.length });
  const claims = (hops) => hops.filter(({ statements }) => isClaim(statements[0])).length;
  const spoken = () => {
    const { sure, claimed } = answers;
    const other = claimed ? t("paths.claimed-said", { hops: counted(claimed), claims: claims(claimed) }) : "";
    return (sure ? t("paths.sure-said", { hops: counted(sure) }) : t("paths.sure-none")) + other;
  };
  const link = (text, node) => KG.button(text, () => KG.select({ actor: node }), { class: "text-button" });
  const stop = (node) => el("li", { class: "stop" }, KG.symbol(KG.actors.get(node).family), link(KG.label(node), node));
  const hop = ({ to, statements: [first, ...more] }) => [
    el("li", { class: "hop" }, KG.brief(first),
      more.length ? el("p", { class: "quiet" }, KG.put("paths.more", { count: String(more.length), name: link(KG.label(to), to) })) : ""),
    stop(to),
  ];
  const list = (hops) => el("ol", { class: "path" }, stop(ends.from), hops.map(hop));
  const named = () => ({ one: words(KG.label(ends.from)), other: words(KG.label(ends.to)) });
  const sureAnswer = ({ sure }) => el("section", { class: "answer", id: "path-sure" }, el("h2", {}, t("paths.sure")),
    sure ? [el("p", { class: "quiet" }, counted(sure)), list(sure)] : el("p", {}, KG.put("paths.none", named())));
  const claimedAnswer = ({ sure, claimed }) => {
    const title = el("h2", {}, t("paths.claimed"));
    if (!claimed) {
      const said = sure ? t("paths.no-shorter") : t("paths.none-claimed");
      return el("section", { class: "answer", id: "path-claimed" }, title, el("p", {}, said));
    }
    const warning = t("paths.warning", { count: claims(claimed), hops: counted(claimed) });
    return el("section", { class: "answer claimed", id: "path-claimed" }, title, el("p", { class: "fate" }, warning), list(claimed));
  };
  const show = () => {
    const open = KG.button(t("paths.show"), () => {
      KG.select({});
      KG.show("network", true);
      KG.graph.frame();
    });
    const same = ends.from && ends.from === ends.to ? el("p", {}, t("paths.same")) : "";
    const both = () => [el("p", { class: "acts" }, open), el("div", { class: "answers" }, sureAnswer(answers), claimedAnswer(answers))];
    result.replaceChildren(...(answers ? both() : [same]).filter(Boolean));
  };
  const work = () => {
    answers = find();
    // In a large network a path is brought onto the sheet, wherever it leads.
    for (const { from, to } of [...(answers?.sure || []), ...(answers?.claimed || [])]) KG.graph.sheet.members.add(from).add(to);
    show();
  };
  const clear = () => {
    [ends.from, ends.to] = [null, null];
    fillIn();
    change();
    KG.say(t("paths.cleared"));
  };
  // Where nothing is selected any more, Escape in the picture takes the path off it.
  KG.byId("graph").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && answers && !KG.state.actor && !KG.state.statement) clear();
  }, true);
  view.append(
    el("form", { class: "path-form", submit: (event) => event.preventDefault() },
      fields.from.part, fields.to.part, KG.button("", swap, { t: "paths.swap" }), KG.button("", clear, { t: "paths.clear" })),
    el("p", { class: "quiet", t: "paths.hint" }), result);

  const node = (id) => data.actors.find((actor) => actor.id === id)?.node || null;
  const set = (from, to) => {
    Object.assign(ends, { from: node(from), to: node(to) });
    fillIn();
    work();
  };
  KG.path = {
    // By the ids of the data.
    between: set,
    from: (node) => {
      ends.from = node;
      fillIn();
      change();
      KG.show("paths");
      fields.to.box.focus();
    },
    lit: () => {
      if (!answers) return null;
      const hops = [...(answers.sure || []), ...(answers.claimed || [])];
      const edges = new Set(hops.map(({ statements }) => statements[0].edge));
      return { nodes: new Set([ends.from, ends.to, ...hops.flatMap(({ from, to }) => [from, to])]), edges };
    },
  };
  KG.remember("path", {
    write: () => (ends.from && ends.to ? `${KG.actors.get(ends.from).id} ${KG.actors.get(ends.to).id}` : ""),
    read: (text) => {
      const [from, to] = text.split(" ");
      set(from, to);
    },
  });
  KG.on((what) => {
    if (what === "language") fillIn();
    if (what !== "filters" || !answers) return;
    work();
    KG.graph.paint();
  });
}
