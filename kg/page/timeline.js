"use strict";
// Events and dated statements on one axis. What is vague is a span from the first to the last day it may be, with soft ends.
{
  const { el, svg, words, t, data, state } = KG;
  const STEP = 200;
  const view = KG.byId("timeline-view");
  let limit = STEP;
  const isEvent = (item) => !item.edge;

  const items = () => {
    const events = data.actors.filter((actor) => actor.event && KG.passesActor(actor.node) && KG.inTime(actor));
    return [...events, ...KG.visible()];
  };
  const finite = (span) => [Math.max(span[0], KG.times.first), Math.min(span[1], KG.times.last)];
  const dated = (all) => all.map((item) => [KG.span(item), item]).filter(([span]) => span)
    .sort(([a, one], [b, other]) => a[0] - b[0] || a[1] - b[1] || isEvent(other) - isEvent(one));

  const share = (at, { from, to }) => ((at - from) / (to - from)) * 100;
  // Style goes in by the object model: the policy of the page refuses it in markup.
  const put = (element, left, width) => {
    element.style.left = `${left}%`;
    if (width !== undefined) element.style.width = `${width}%`;
    return element;
  };
  // Ends are soft where the day is not known, open where the writing leaves them open.
  const bar = (span, kind, scale) => {
    const [from, to] = finite(span);
    const exact = span[0] === span[1];
    const look = KG.standing.get(kind) || { dash: [4, 4] };
    const line = svg("line", { x1: 0, x2: "100%", y1: 7, y2: 7, "stroke-width": exact ? 14 : 6, stroke: "currentColor" });
    if (look.dash.length && !exact) line.setAttribute("stroke-dasharray", look.dash.join(" "));
    const soft = [exact ? "exact" : "soft", span[0] < from ? "open-start" : "", span[1] > to ? "open-end" : ""].join(" ");
    const shape = svg("svg", { class: `span ${soft} s-${kind}`, "aria-hidden": "true" }, line);
    return put(shape, share(from, scale), Math.max(share(to + 1, scale) - share(from, scale), 0.4));
  };

  const eventKind = (event) => event.standing.replace(/ not$/, "") || "unsaid";
  const name = (item) => {
    if (!isEvent(item)) return [KG.pill(item), KG.contested(item), el("span", { class: "unseen" }, t("table.colon")), words(item.body)];
    const worth = () => (item.standing ? t("timeline.doubt", { standing: KG.word(item.standing) }) : t("timeline.unsaid"));
    const doubt = item.standing === "established" ? "" : el("b", {}, worth());
    return [el("span", { class: "kind" }, KG.symbol(item.family), t("timeline.event")), " ", doubt, words(item.label)];
  };
  const row = ([span, item], scale) => {
    const chosen = isEvent(item) ? item.node === state.actor : item.edge === state.statement;
    const act = () => KG.select(isEvent(item) ? { actor: item.node } : { statement: item.edge });
    const vague = span[0] !== span[1] ? " vague" : "";
    return el("li", { class: `moment${vague}${chosen ? " chosen" : ""}` },
      el("button", { type: "button", class: "text-button", click: act, "aria-pressed": String(chosen) },
        el("span", { class: "date" }, item.when), el("span", { class: "what" }, name(item))),
      el("div", { class: "track" }, bar(span, isEvent(item) ? eventKind(item) : item.kind, scale)));
  };

  const axis = (scale) => el("div", { class: "axis", "aria-hidden": "true" }, el("span"), el("div", { class: "track" },
    KG.ticks(scale.from, scale.to, 10).filter((tick) => tick.start >= scale.from && share(tick.start, scale) < 94)
      .map((tick) => put(el("span", { class: "tick" }, tick.name), share(tick.start, scale)))));

  const undatedList = (all) => {
    const without = all.filter((item) => !item.span.length);
    if (!without.length) return "";
    const entry = (item) => el("li", {}, isEvent(item)
      ? KG.textButton(item.label, () => KG.select({ actor: item.node }))
      : KG.textButton(item.headline, () => KG.select({ statement: item.edge })));
    const list = el("ul", {}, without.slice(0, STEP).map(entry));
    return el("details", { class: "undated" }, el("summary", {}, t("timeline.undated", { count: without.length })), list);
  };

  const fill = () => {
    const all = items();
    const rows = dated(all);
    const ends = rows.flatMap(([span]) => finite(span)).filter(Number.isFinite);
    const [first, last] = [ends.reduce((a, b) => Math.min(a, b), Infinity), ends.reduce((a, b) => Math.max(a, b), -Infinity)];
    const room = Math.max(1, (last - first) * 0.02);
    const scale = { from: first - room, to: last + 1 + room };
    const open = view.querySelector(".undated")?.open;
    const more = rows.length > limit ? KG.button(t("sources.more", { count: rows.length - limit }), () => {
      limit += STEP;
      fill();
    }) : "";
    const some = rows.slice(0, limit).map((one) => row(one, scale));
    const content = rows.length
      ? [el("p", { class: "quiet" }, t("timeline.explained")), axis(scale), el("ol", { class: "moments" }, some), more]
      : [el("p", { class: "quiet" }, t("timeline.none"))];
    view.replaceChildren(...[content, undatedList(all)].flat(Infinity).filter((part) => part));
    if (open) view.querySelector(".undated").open = true;
  };

  const buttons = () => [...view.querySelectorAll(".moment > button")];
  view.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = buttons().indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    buttons()[at + step]?.focus();
  });
  KG.on((what) => {
    if (state.view !== "timeline" || !["view", "filters", "selection"].includes(what)) return;
    // What was chosen here keeps the focus, although its row is made anew.
    const at = buttons().indexOf(document.activeElement);
    fill();
    if (at >= 0) buttons()[at]?.focus();
  });
}
