"use strict";
// What is selected and which view is open, mirrored in the address after `#`, so that a view can be sent.
// Whoever shows something registers with `KG.on`; whoever changes something calls `KG.select`, `KG.show` or `KG.changed`.
{
  const { t } = KG;
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const VIEWS = tabs.map((tab) => tab.id.replace("tab-", ""));
  const listeners = [];
  const remembered = new Map();
  let reading = false;

  KG.state = { view: VIEWS[0], actor: null, statement: null, source: null };
  KG.on = (listener) => listeners.push(listener);
  // One more thing that the address holds: `write` gives its text, "" where it is as usual; `read` gets that text back.
  KG.remember = (key, part) => remembered.set(key, part);
  // One thing as the address holds it now, for whoever makes an address of their own.
  KG.inAddress = (key) => {
    const text = remembered.get(key).write();
    return text ? String(new URLSearchParams({ [key]: text })) : "";
  };
  KG.changed = (what) => {
    for (const listener of listeners) listener(what);
    if (reading) return;
    write(what !== "selection" && what !== "view");
    if (what === "filters") KG.say(t("state.pass", { count: KG.visible().length }));
  };

  const announced = () => {
    const { actor, statement, source } = KG.state;
    if (statement) return KG.statements.get(statement).headline;
    if (actor) return t("state.actor", { name: KG.label(actor), count: KG.of.get(actor).length });
    return source === null ? t("state.cleared") : t("state.source", { title: KG.data.sources[source].title });
  };
  KG.select = ({ actor = null, statement = null, source = null } = {}) => {
    KG.state.actor = KG.actors.has(actor) ? actor : null;
    KG.state.statement = KG.statements.has(statement) ? statement : null;
    KG.state.source = KG.data.sources[source] ? source : null;
    KG.changed("selection");
    if (!reading) KG.say(announced());
  };

  // On a phone the row of tabs is wider than the screen.
  const inSight = (tab) => {
    const { parentElement: strip, offsetLeft: left, offsetWidth: wide } = tab;
    const start = left - strip.offsetLeft;
    if (start < strip.scrollLeft || start + wide > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = start - 20;
  };
  KG.show = (view, focus = false) => {
    KG.state.view = VIEWS.includes(view) ? view : VIEWS[0];
    VIEWS.forEach((name, row) => {
      const on = name === KG.state.view;
      KG.byId(`${name}-view`).hidden = !on;
      tabs[row].setAttribute("aria-selected", String(on));
      tabs[row].tabIndex = on ? 0 : -1;
      if (on && focus) tabs[row].focus();
      if (on) inSight(tabs[row]);
    });
    KG.changed("view");
  };

  // Only what differs from the usual is written, by the ids of the data and not by our short ones.
  KG.address = () => {
    const parts = new URLSearchParams();
    const { view, actor, statement, source } = KG.state;
    if (view !== VIEWS[0]) parts.set("view", view);
    if (actor) parts.set("actor", KG.actors.get(actor).id);
    if (statement) parts.set("statement", KG.statements.get(statement).id);
    if (source !== null) parts.set("from", KG.data.sources[source].id);
    for (const [key, part] of remembered) {
      const text = part.write();
      if (text) parts.set(key, text);
    }
    return `#${parts}`;
  };

  // A page inside another one (a notebook's cell) may not write an address; what it would be is kept here.
  let inside = null;
  KG.fragment = () => inside ?? location.hash;
  KG.goTo = (fragment, quietly) => {
    const place = fragment === "#" ? location.pathname + location.search : fragment;
    try {
      if (quietly) history.replaceState(null, "", place);
      else history.pushState(null, "", place);
    } catch {
      inside = fragment;
    }
  };
  const write = (quietly) => {
    const wanted = KG.address();
    // A filter is no place to go back to, a selection is.
    if (wanted !== (KG.fragment() || "#")) KG.goTo(wanted, quietly);
  };

  const find = (items, id) => (id ? items.find((item) => item.id === id) : undefined);
  const read = (fragment) => {
    const parts = new URLSearchParams(fragment.replace(/^#/, ""));
    const row = KG.data.sources.findIndex((source) => source.id === parts.get("from"));
    reading = true;
    for (const [key, part] of remembered) part.read(parts.get(key) || "");
    KG.changed("filters");
    KG.show(parts.get("view"));
    const actor = find(KG.data.actors, parts.get("actor"));
    const statement = find(KG.data.statements, parts.get("statement"));
    KG.select({ actor: actor?.node, statement: statement?.edge, source: row < 0 ? null : row });
    KG.changed("sheet");
    KG.changed("address");
    reading = false;
  };
  KG.readAddress = () => read(KG.fragment());
  // What an address stands for, as if it had been opened; Back leads to where the reader was.
  KG.open = (fragment) => {
    read(fragment);
    write(false);
    KG.say(announced());
  };

  tabs.forEach((tab, row) => {
    tab.addEventListener("click", () => KG.show(VIEWS[row]));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: VIEWS.length - 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      KG.show(VIEWS[(row + step) % VIEWS.length], true);
    });
  });
  addEventListener("popstate", KG.readAddress);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    KG.show("table");
    KG.byId("table-view").focus();
  });
}
