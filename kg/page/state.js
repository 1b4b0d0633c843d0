"use strict";
// What is selected and which view is open, mirrored in the address after `#`, so that a view can be sent.
// Whoever shows something registers with `KG.on`; whoever changes something calls `KG.select`, `KG.show` or `KG.changed`.
{
  const VIEWS = [...document.querySelectorAll("[role=tab]")].map((tab) => tab.id.replace("tab-", ""));
  const listeners = [];
  const remembered = new Map();
  let reading = false;

  KG.state = { view: "network", actor: null, statement: null };
  KG.on = (listener) => listeners.push(listener);
  // One more thing that the address holds: `write` gives its text, "" where it is as usual; `read` gets that text back.
  KG.remember = (key, part) => remembered.set(key, part);
  KG.changed = (what) => {
    for (const listener of listeners) listener(what);
    if (!reading) write(what === "filters");
    if (what === "filters") KG.say(`${KG.passing().length} statements pass the filters`);
  };

  KG.select = ({ actor = null, statement = null } = {}) => {
    KG.state.actor = KG.actors.has(actor) ? actor : null;
    KG.state.statement = KG.statements.has(statement) ? statement : null;
    KG.changed("selection");
    const chosen = KG.statements.get(KG.state.statement);
    if (reading) return;
    const named = KG.state.actor ? `${KG.label(actor)}, ${KG.of.get(actor).length} statements` : "Selection cleared";
    KG.say(chosen ? chosen.headline : named);
  };

  KG.show = (view, focus = false) => {
    KG.state.view = VIEWS.includes(view) ? view : "network";
    for (const name of VIEWS) {
      const on = name === KG.state.view;
      const tab = KG.byId(`tab-${name}`);
      KG.byId(`${name}-view`).hidden = !on;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on && focus) tab.focus();
    }
    KG.changed("view");
  };

  // Only what differs from the usual is written, by the ids of the data and not by our short ones.
  const address = () => {
    const parts = new URLSearchParams();
    const { view, actor, statement } = KG.state;
    if (view !== "network") parts.set("view", view);
    if (actor) parts.set("actor", KG.actors.get(actor).id);
    if (statement) parts.set("statement", KG.statements.get(statement).id);
    for (const [name, group] of Object.entries(KG.groups)) {
      const other = group.values.filter((value) => value.on !== value.usual).map((value) => (value.on ? "+" : "-") + value.key);
      if (other.length) parts.set(name, other.join(","));
    }
    if (!KG.alone.on) parts.set("alone", "-");
    for (const [key, part] of remembered) {
      const text = part.write();
      if (text) parts.set(key, text);
    }
    return `#${parts}`;
  };

  const write = (quietly) => {
    const wanted = address();
    if (wanted === (location.hash || "#")) return;
    const place = wanted === "#" ? location.pathname + location.search : wanted;
    // A filter is no place to go back to, a selection is.
    if (quietly) history.replaceState(null, "", place);
    else history.pushState(null, "", place);
  };

  const find = (items, id) => items.find((item) => item.id === id);
  KG.readAddress = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    reading = true;
    KG.usual();
    for (const name of Object.keys(KG.groups)) {
      for (const word of (parts.get(name) || "").split(",").filter(Boolean)) KG.set(name, word.slice(1), word[0] !== "-");
    }
    KG.alone.on = !parts.has("alone");
    KG.byId("alone").checked = KG.alone.on;
    for (const [key, part] of remembered) part.read(parts.get(key) || "");
    KG.changed("filters");
    KG.show(parts.get("view"));
    const actor = find(KG.data.actors, parts.get("actor"));
    const statement = find(KG.data.statements, parts.get("statement"));
    KG.select({ actor: actor?.node, statement: statement?.edge });
    reading = false;
  };

  VIEWS.forEach((name, row) => {
    const tab = KG.byId(`tab-${name}`);
    tab.addEventListener("click", () => KG.show(name));
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
