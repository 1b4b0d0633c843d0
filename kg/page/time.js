"use strict";
// When: a histogram of all dated statements and a range over it. What is vague counts wherever it may have happened.
{
  const { el, svg, t, data } = KG;
  const DAY = 864e5;
  const months = new Map();
  const month = (row) => {
    if (!months.has(KG.lang)) {
      const { format } = new Intl.DateTimeFormat(KG.lang, { month: "long", timeZone: "UTC" });
      months.set(KG.lang, Array.from({ length: 12 }, (_, at) => format(Date.UTC(2000, at, 1))));
    }
    return months.get(KG.lang)[row];
  };
  const day = (text, open) => (text ? Date.parse(text) / DAY : open);

  // First and last day of a statement or event, in days; an open bound reaches as far as there is anything.
  KG.span = (item) => (item.span.length ? [day(item.span[0], -Infinity), day(item.span[1], Infinity)] : null);
  const spans = new Map(data.statements.map((statement) => [statement, KG.span(statement)]));
  let [first, last, dated] = [Infinity, -Infinity, false];
  const reach = (span) => {
    for (const at of span || []) {
      if (!Number.isFinite(at)) continue;
      dated = true;
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
  };
  spans.forEach(reach);
  for (const actor of data.actors) if (actor.event) reach(KG.span(actor));
  KG.times = { first, last };

  // A bin is a year, a month or a day: as fine as some sixty of them allow.
  const dayOf = (year, month, date) => {
    const at = new Date(0);
    at.setUTCFullYear(year, month, date);
    return at.getTime() / DAY;
  };
  const UNITS = [
    { days: 1, next: (y, m, d) => [y, m, d + 1], name: (y, m, d) => `${d} ${month(m)} ${y}`, floor: (y, m, d) => [y, m, d] },
    { days: 30.4, next: (y, m) => [y, m + 1, 1], name: (y, m) => `${month(m)} ${y}`, floor: (y, m) => [y, m, 1] },
    { days: 365.2, next: (y) => [y + 1, 0, 1], name: (y) => String(y), floor: (y) => [y, 0, 1] },
    { days: 3652, next: (y) => [y + 10, 0, 1], name: (y) => t("time.decade", { year: y }), floor: (y) => [y - (y % 10), 0, 1] },
  ];
  const parts = (at) => {
    const date = new Date(at * DAY);
    return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  };
  KG.ticks = (from, to, most) => {
    const unit = UNITS.find(({ days }) => (to - from) / days <= most) || UNITS[UNITS.length - 1];
    const made = [];
    for (let at = dayOf(...unit.floor(...parts(from))); at <= to;) {
      const next = dayOf(...unit.next(...parts(at)));
      const when = parts(at);
      made.push({ start: at, end: next - 1, get name() { return unit.name(...when); } });
      at = next;
    }
    return made;
  };
  const bins = dated ? KG.ticks(first, last, 62) : [];
  const end = bins.length - 1;

  // ---- what passes
  const range = { from: 0, to: Math.max(end, 0), undated: true };
  const whole = () => range.from === 0 && range.to >= end;
  const touches = (span, from, to) => span[0] <= to && span[1] >= from;
  KG.inTime = (item) => {
    if (range.undated && whole()) return true;
    const span = spans.get(item) ?? KG.span(item);
    if (!span) return range.undated;
    return whole() || touches(span, bins[range.from].start, bins[range.to].end);
  };
  const counts = { bins: [], undated: 0 };
  const count = {
    start: () => {
      counts.bins = bins.map(() => 0);
      counts.undated = 0;
    },
    add: (statement) => {
      const span = spans.get(statement);
      if (!span) counts.undated += 1;
      else bins.forEach((bin, row) => { if (touches(span, bin.start, bin.end)) counts.bins[row] += 1; });
    },
  };
  const reset = () => Object.assign(range, { from: 0, to: Math.max(end, 0), undated: true });
  const named = () => {
    const [from, to] = [bins[range.from].name, bins[range.to].name];
    return from === to ? from : t("time.span", { from, to });
  };
  // What a picture or a table that travels without its page has to say of the range.
  const inWords = () => [whole() ? "" : t("time.only", { span: named() }), range.undated ? "" : t("time.dated-only")].filter(Boolean);
  KG.tests.set("time", { passes: KG.inTime, reset, count, words: inWords });

  // ---- in the address: days, so that a link still holds when there is more to see
  const iso = (at) => new Date(at * DAY).toISOString().slice(0, 10);
  const binOf = (text, otherwise) => {
    const at = day(text, NaN);
    const found = bins.findIndex((bin) => at <= bin.end);
    return Number.isNaN(at) ? otherwise : found < 0 ? end : found;
  };
  KG.remember("time", {
    write: () => (whole() ? "" : `${iso(bins[range.from].start)}..${iso(bins[range.to].end)}`),
    read: (text) => {
      const [from, to] = text.split("..");
      reset();
      if (!text || end < 1) return;
      range.from = binOf(from, 0);
      range.to = Math.max(range.from, binOf(to, end));
    },
  });
  KG.remember("undated", { write: () => (range.undated ? "" : "-"), read: (text) => { range.undated = !text; } });

  // ---- to be moved
  const handle = (label) => {
    const made = el("input", { type: "range", min: 0, max: String(end), step: 1 });
    KG.worded(() => made.setAttribute("aria-label", label()));
    return made;
  };
  const [low, high] = [handle(() => t("time.from")), handle(() => t("time.to"))];
  const words = el("p", { class: "range-words", id: "range-words" });
  const bars = bins.map((_, row) => svg("rect", { x: row, width: 0.8, y: 0, height: 1 }));
  const box = `0.4 0 ${Math.max(end, 1)} 1`;
  const picture = svg("svg", { class: "histogram", viewBox: box, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
  const undated = el("input", { type: "checkbox", id: "undated" });
  const undatedCount = el("output");

  // A drag is many steps: the picture follows once a frame.
  let waiting = false;
  const moved = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      KG.changed("filters");
    });
  };
  low.addEventListener("input", () => {
    range.from = Math.min(Number(low.value), range.to);
    moved();
  });
  high.addEventListener("input", () => {
    range.to = Math.max(Number(high.value), range.from);
    moved();
  });
  undated.addEventListener("change", () => {
    range.undated = undated.checked;
    KG.changed("filters");
  });

  KG.onLegend(() => {
    undated.checked = range.undated;
    undatedCount.textContent = String(counts.undated);
    if (end < 1) return;
    const most = Math.max(1, ...counts.bins);
    bars.forEach((bar, row) => {
      bar.setAttribute("height", counts.bins[row] / most);
      bar.setAttribute("y", 1 - counts.bins[row] / most);
      bar.setAttribute("class", row >= range.from && row <= range.to ? "in" : "out");
    });
    [low.value, high.value] = [range.from, range.to];
    low.setAttribute("aria-valuetext", bins[range.from].name);
    high.setAttribute("aria-valuetext", bins[range.to].name);
    words.textContent = named();
  });
  const slider = end < 1 ? "" : [words, el("div", { class: "slider" }, picture, low, high)];
  const without = el("label", { class: "row" }, undated, el("span", { t: "time.undated" }), undatedCount);
  if (bins.length) {
    KG.legend("time.title", slider, without);
    // Near the top: when is asked as often as how firmly.
    KG.byId("filters").firstElementChild.after(KG.byId("filters").lastElementChild);
    if (end >= 1) words.after(el("p", { class: "explains", t: "time.vague" }));
  }
}
