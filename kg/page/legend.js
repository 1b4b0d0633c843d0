"use strict";
// The legend that is the filter: a row for every switch, with how many statements (or actors) it would show now.
{
  const { el, data } = KG;
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
    shown.push(() => {
      box.checked = value.on;
      out.textContent = String(value.count);
    });
    const date = value.date ? [" ", el("span", { class: "date" }, value.date)] : "";
    return el("label", { class: "row", title: value.title || "" }, box, value.icon ? value.icon() : "",
      el("span", {}, KG.words(value.label), date), out);
  };

  const contested = data.statements.filter((statement) => statement.contested).length;
  const mark = el("b", { class: "contested" }, "CONTESTED");
  const notes = { established: contested ? el("p", { class: "row-note" }, mark, ` ${contested} of these`) : "" };

  const standings = (group) => {
    const open = group.values.filter((value) => value.usual);
    const aside = group.values.filter((value) => !value.usual);
    const held = el("output", { id: "set-aside" });
    shown.push(() => { held.textContent = String(aside.reduce((sum, value) => sum + value.count, 0)); });
    const summary = el("summary", {}, "Set aside, hidden at first: ", held);
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
    }, { class: "fold", "aria-expanded": "false", "aria-controls": list.id, "aria-label": `${KG.groups[name].title}: ${value.label}` });
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
    return el("label", { class: "row beside" }, box, el("span", {}, "without a line here"), el("output", { id: "alone-count" }));
  };

  const rows = (name, group) => {
    const made = group.values.slice(0, MANY).map((value) => row(name, value));
    if (group.values.length <= MANY) return made;
    const rest = el("details", {}, el("summary", {}, `${group.values.length - MANY} more`));
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

  // A group of filters, as the time range and the size of symbols add theirs too.
  KG.legend = (title, ...content) => KG.byId("filters").append(el("fieldset", {}, el("legend", {}, title), content));
  KG.onLegend = (update) => shown.push(update);
  for (const [name, group] of Object.entries(KG.groups)) {
    // A choice of one is none.
    const idle = group.values.length < 2 && name === "claimant";
    if (!group.inside && !idle) KG.legend(group.title, inside(name, group));
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
  for (const { key, label } of KG.groups.standing.values) {
    const { says } = KG.standing.get(key);
    KG.byId("help-lines").append(el("li", { class: "help-line" }, KG.lineIcon(key), el("span", {}, el("b", {}, label), `: ${says}`)));
  }
}
