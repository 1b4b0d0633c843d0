"use strict";
// Theme, first reading of the address, and the sign that the page is ready.
{
  const root = document.documentElement;
  const button = KG.byId("theme");

  KG.theme = (name) => {
    root.dataset.theme = name;
    button.setAttribute("aria-pressed", String(name === "dark"));
    KG.graph.paint();
  };
  const wanted = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => KG.theme(wanted.matches ? "dark" : "light");
  button.addEventListener("click", () => KG.theme(root.dataset.theme === "dark" ? "light" : "dark"));
  wanted.addEventListener("change", follow);

  follow();
  KG.readAddress();
  // Whoever waits for the page waits for this mark: polling with a script is what the policy forbids.
  const ready = () => { root.dataset.ready = ""; };
  if (KG.state.view === "network") {
    KG.graph.network.once("afterDrawing", ready);
    KG.graph.network.redraw();
  } else requestAnimationFrame(ready);
}
