"use strict";
// A story leads through the case: each step is some sentences and a view, opened as if its address had been typed.
{
  const { el, words, t, data } = KG;
  const card = KG.byId("story");
  const opener = KG.byId("story-open");
  // Which story is told, and at which step: 0 is its title, null is none.
  const now = { story: null, step: 0 };

  const prose = (paragraphs) => paragraphs.map((pieces) =>
    el("p", { dir: "auto" }, pieces.map(([strong, text]) => (strong ? el("em", {}, text) : text))));
  const address = (story, step) => {
    const parts = [step ? story.steps[step - 1].address : "", KG.inAddress("lang"), new URLSearchParams({ story: `${story.id} ${step}` })];
    return `#${parts.filter((part) => String(part)).join("&")}`;
  };
  const told = () => {
    const { story, step } = now;
    const at = () => t("story.step", { step, all: story.steps.length, heading: story.steps[step - 1].heading });
    KG.say(step ? at() : t("story.title", { title: story.title }));
  };
  const go = (story, step) => {
    KG.goTo(address(story, step), false);
    KG.readAddress();
    if (KG.state.view === "network") requestAnimationFrame(KG.graph.frame);
    card.focus();
    told();
  };
  const leave = () => {
    now.story = null;
    show();
    KG.changed("story");
    opener.focus();
    KG.say(t("story.left"));
  };

  const cover = (story) => [
    el("h2", {}, words(story.title)), prose(story.lead),
    el("ol", {}, story.steps.map((step, row) => el("li", {}, KG.button(step.heading, () => go(story, row + 1), { class: "text-button" })))),
  ];
  const stepOf = (story, { heading, text }) => [
    el("p", { class: "kicker" }, words(story.title)), el("h2", {}, words(heading)), prose(text),
  ];
  const others = (story) => data.stories.filter((other) => other !== story).map((other) =>
    KG.button(t("story.title", { title: other.title }), () => go(other, 0)));
  const steps = (story, step) => el("span", { class: "steps" }, story.steps.map(({ heading }, row) =>
    KG.button(String(row + 1), () => go(story, row + 1), {
      "aria-label": t("story.step-label", { step: row + 1, heading }), title: heading, "aria-current": row + 1 === step ? "step" : "",
    })));
  const controls = (story, step) => el("div", { class: "acts", role: "group", "aria-label": t("story.steps") },
    KG.button(t("story.back"), () => go(story, step - 1), { disabled: !step }),
    KG.button(step ? t("story.next") : t("story.begin"), () => go(story, step + 1), { disabled: step === story.steps.length, class: "next" }),
    steps(story, step),
    el("span", { class: "room" }),
    step ? "" : others(story),
    KG.button(t("story.print"), () => KG.printed(() => pages(story))),
    KG.button(t("story.leave"), leave));

  const show = () => {
    const { story, step } = now;
    card.hidden = !story;
    opener?.setAttribute("aria-expanded", String(Boolean(story)));
    const content = story ? [el("div", { class: "told" }, step ? stepOf(story, story.steps[step - 1]) : cover(story)), controls(story, step)] : [];
    card.replaceChildren(...content);
  };

  KG.remember("story", {
    write: () => (now.story ? `${now.story.id} ${now.step}` : ""),
    read: (text) => {
      const [id, step] = text.split(" ");
      now.story = data.stories.find((story) => story.id === id) || null;
      now.step = now.story && Number(step) <= now.story.steps.length ? Math.max(0, Math.trunc(Number(step))) || 0 : 0;
      show();
    },
  });

  KG.on((what) => { if (what === "language") show(); });
  opener?.addEventListener("click", () => (now.story ? leave() : go(data.stories[0], 0)));
  // The arrows belong to the picture, the tabs and whatever is typed into; anywhere else they turn the page of the story.
  addEventListener("keydown", (event) => {
    const { story, step } = now;
    if (!story || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && card.contains(event.target)) leave();
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.target.closest("#graph, [role=tab], input, select, textarea")) return;
    event.preventDefault();
    if (step + by >= 0 && step + by <= story.steps.length) go(story, step + by);
  });

  // ---- on paper: a page a step, each with the view it shows
  const page = (story, step, row) => {
    KG.goTo(address(story, row), true);
    KG.readAddress();
    const values = { step: row, all: story.steps.length, filters: KG.filtersInWords().join(" ") };
    const kicker = el("p", { class: "kicker" }, KG.team() + t("story.page", values));
    return el("section", { class: "story-page" }, kicker, el("h2", {}, words(step.heading)), prose(step.text), KG.onPaper());
  };
  const pages = (story) => {
    const before = KG.fragment() || "#";
    const list = el("ol", {}, story.steps.map((step) => el("li", {}, words(step.heading))));
    const front = el("section", { class: "story-page" },
      el("h2", {}, words(story.title)), prose(story.lead), list, el("p", {}, KG.said()[0]), el("p", {}, KG.said()[2]));
    const all = [front, ...story.steps.map((step, row) => page(story, step, row + 1))];
    KG.goTo(before, true);
    KG.readAddress();
    return all;
  };
}
