"use strict";
// Runs the scripts of the page in their order, after whatever is packed has been unpacked; the browser shows the frame of
// the page meanwhile. An element that is made here runs only if its text has a hash that the policy names.
{
  const unpacked = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };
  const run = (text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.body.append(script);
    script.remove();
  };
  const start = async () => {
    await Promise.all([...document.querySelectorAll("script.packed")].map(async (element) => {
      element.textContent = await unpacked(element.textContent);
    }));
    document.querySelectorAll("script.run").forEach((element) => run(element.textContent));
  };
  // Browsers of before 2023 cannot unpack: the words of the page are there all the same, as without scripts.
  const plain = () => {
    const page = new DOMParser().parseFromString(document.querySelector("noscript").textContent, "text/html");
    document.body.replaceChildren(...page.body.childNodes);
  };
  if ("DecompressionStream" in window) start();
  else plain();
}
