"use strict";
// The legend that is the filter: a row for every switch, with how many statements (or actors) it would show now.
{
  const { el, t, data } = KG;
  // Long lists would push the rest of the legend out of sight.
  const MANY = 10;
  const shown = [];

  const row = (name, value) => {
    const box = el("input", { type: "checkbox", name, value: value.key });
    const out = el("output");
    box.addEventListener("change", () => {
      KG.set(name, value.key, box.checked);
      KG.changed("filters");
    });
    const label = el("bdi");
    const date = value.date ? [" ", el("span", { class: "date" }, value.date)] : "";
    const whole = el("label", { class: "row" }, box, value.icon ? value.icon() : "", el("span", {}, label, date), out);
    shown.push(() => {
      box.checked = value.on;
      out.textContent = String(value.count);
      if (label.textContent === value.label) return;
      label.textContent = value.label;
      if (value.title) whole.title = value.title;
    });
    return whole;
  };

  const contested = data.statements.filter((statement) => statement.contested).length;
  const said = () => KG.put("filter.contested", { mark: el("b", { class: "contested" }, t("statement.contested")), count: String(contested) });
  const notes = { established: contested ? KG.live(el("p", { class: "row-note" }), said) : "" };

  const standings = (group) => {
    const open = group.values.filter((value) => value.usual);
    const aside = group.values.filter((value) => !value.usual);
    const held = el("output", { id: "set-aside" });
    shown.push(() => { held.textContent = String(aside.reduce((sum, value) => sum + value.count, 0)); });
    const summary = KG.live(el("summary"), () => KG.put("filter.aside", { count: held }));
    const fold = el("details", { class: "aside" }, summary, aside.map((value) => row("standing", value)));
    return [open.map((value) => [row("standing", value), notes[value.key] || ""]), aside.length ? fold : ""];
  };

  // Relations unfold below their group, types below their family; what is switched off inside shows on the switch above.
  const folding = (name, inner) => KG.groups[name].values.map((value) => {
    const within = KG.groups[inner].values.filter((one) => one.within === value.key);
    const line = row(name, value);
    if (within.length < 2) return el("div", { class: "folding" }, el("span", { class: "fold" }), line);
    const list = el("div", { class: "inner", id: `inner-${name}-${value.key}`, hidden: true }, within.map((one) => row(inner, one)));
    const fold = KG.button("▸", () => {
      list.hidden = !list.hidden;
      fold.setAttribute("aria-expanded", String(!list.hidden));
    }, { class: "fold", "aria-expanded": "false", "aria-controls": list.id });
    KG.worded(() => fold.setAttribute("aria-label", t("filter.fold", { group: KG.groups[name].title, value: value.label })));
    shown.push(() => { line.querySelector("input").indeterminate = value.on && within.some((one) => !one.on); });
    return [el("div", { class: "folding" }, fold, line), list];
  });

  const aloneRow = () => {
    const box = el("input", { type: "checkbox", id: "alone" });
    box.addEventListener("change", () => {
      KG.alone.on = box.checked;
      KG.changed("filters");
    });
    shown.push(() => { box.checked = KG.alone.on; });
    return el("label", { class: "row beside" }, box, el("span", { t: "filter.alone" }), el("output", { id: "alone-count" }));
  };

  const rows = (name, group) => {
    const made = group.values.slice(0, MANY).map((value) => row(name, value));
    if (group.values.length <= MANY) return made;
    const rest = el("details", {}, KG.live(el("summary"), () => t("filter.more", { count: group.values.length - MANY })));
    // Of a large case these are thousands: they are made for whoever looks at them.
    rest.addEventListener("toggle", () => {
      const from = shown.length;
      rest.append(...group.values.slice(MANY).map((value) => row(name, value)));
      shown.slice(from).forEach((update) => update());
    }, { once: true });
    return [made, rest];
  };
  const inside = (name, group) => {
    if (name === "standing") return standings(group);
    if (name === "group") return folding("group", "relation");
    return name === "family" ? [folding("family", "type"), aloneRow()] : rows(name, group);
  };

  // A group of filters by the key of its title, as the time range and the size of symbols add theirs too.
  KG.legend = (key, ...content) => KG.byId("filters").append(el("fieldset", {}, el("legend", { t: key }), content));
  KG.onLegend = (update) => shown.push(update);
  for (const [name, group] of Object.entries(KG.groups)) {
    // A choice of one is none.
    const idle = group.values.length < 2 && name === "claimant";
    if (!group.inside && !idle) KG.legend(`filter.of-${name}`, inside(name, group));
  }

  KG.on((what) => {
    if (what !== "filters") return;
    KG.visible();
    shown.forEach((update) => update());
  });
  KG.byId("reset").addEventListener("click", () => {
    KG.usual();
    KG.changed("filters");
  });
  for (const value of KG.groups.standing.values) {
    const meaning = () => KG.put("filter.meaning", { word: el("b", {}, value.label), says: value.title });
    KG.byId("help-lines").append(el("li", { class: "help-line" }, KG.lineIcon(value.key), KG.live(el("span"), meaning)));
  }
}
