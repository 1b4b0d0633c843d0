"use strict";
// The language that the page is read in: chosen by whoever made it, or by the reader, who finds it in the address.
{
  const select = KG.byId("language");
  // What the page is a part of is said by whoever made it, in every language.
  KG.part = () => KG.data.partIn[KG.lang] ?? KG.data.part;
  if (KG.data.part) KG.worded(() => { document.querySelector(".counts.part > bdi").textContent = KG.part(); });
  const change = (language) => {
    if (language === KG.lang) return;
    KG.speak(language);
    select.value = KG.lang;
  };
  // First of all that an address holds: whatever is shown after it is shown in its language.
  KG.remember("lang", { write: () => (KG.lang === KG.home ? "" : KG.lang), read: (text) => change(text in KG.languages ? text : KG.home) });
  // The same address again, so that everything is shown anew and nothing else has changed.
  select.addEventListener("change", () => {
    change(select.value);
    for (const what of ["filters", "view", "selection", "sheet", "notes", "language"]) KG.changed(what);
    KG.say(KG.t("state.language"));
  });
}
