"use strict";
// What a reader takes along: a link, the table as CSV and JSON, the picture as SVG and PNG, paper.
{
  const { el, t, data } = KG;
  const byId = KG.byId;

  KG.save = (parts, type, name) => {
    const anchor = el("a", { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 5000);
  };
  // The mark in front tells spreadsheets that it is UTF-8.
  byId("csv").addEventListener("click", () => KG.save(["\ufeff", KG.shownAsCsv()], "text/csv;charset=utf-8", "statements.csv"));
  byId("json").addEventListener("click", () => KG.save([KG.shownAsJson()], "application/json", "statements.json"));

  // ---- the picture
  // Something in another theme: painted, made, and painted back before anybody sees it.
  const inTheme = (name, make) => {
    const before = document.documentElement.dataset.theme;
    if (!name || name === before) return make();
    KG.theme(name);
    try {
      return make();
    } finally {
      KG.theme(before);
    }
  };
  const picture = () => inTheme(byId("picture-theme").value, () => KG.picture(byId("picture-paper").value));
  byId("svg").addEventListener("click", () => KG.save([KG.svgText(picture())], "image/svg+xml;charset=utf-8", "network.svg"));

  // A canvas forgets how large its dots are meant to be; a chunk after the first one tells whoever prints.
  const crc = (bytes) => {
    let sum = -1;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  };
  const withDots = (png, dpi) => {
    const chunk = new DataView(new ArrayBuffer(21));
    const metre = Math.round(dpi / 0.0254);
    chunk.setUint32(0, 9);
    chunk.setUint32(4, 0x70485973);
    chunk.setUint32(8, metre);
    chunk.setUint32(12, metre);
    chunk.setUint8(16, 1);
    chunk.setUint32(17, crc(new Uint8Array(chunk.buffer, 4, 13)));
    return [png.slice(0, 33), chunk.buffer, png.slice(33)];
  };
  // Beyond, browsers give an empty picture without a word.
  const WIDEST = 16000;
  const toPng = async (made, dpi) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(KG.svgText(made))}`;
    await image.decode();
    const scale = Math.min(dpi / 96, WIDEST / Math.max(made.width, made.height));
    const canvas = el("canvas", { width: Math.round(made.width * scale), height: Math.round(made.height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/png"); });
    return withDots(await blob.arrayBuffer(), scale * 96);
  };
  byId("png").addEventListener("click", async () => {
    KG.say(t("take.drawing"));
    try {
      KG.save(await toPng(picture(), Number(byId("picture-dpi").value)), "image/png", "network.png");
      KG.say(t("take.drawn-saved"));
    } catch {
      KG.say(t("take.too-large"));
    }
  });

  // ---- paper: the panel and the table in full, and the picture where it is what was looked at
  const MOST = 5000;
  const head = () => [
    el("p", {}, `${t("take.note")} ${KG.dateInWords()}`),
    el("p", {}, [t("take.pass", { shown: KG.passing().length, all: data.statements.length }), ...KG.filtersInWords()].join(" ")),
  ];
  const details = () => {
    if (!KG.state.actor && !KG.state.statement) return "";
    return el("section", { class: "print-panel" }, [...byId("panel").childNodes].map((part) => part.cloneNode(true)));
  };
  const table = () => {
    const rows = KG.sorted();
    const copy = byId("table").cloneNode(false);
    copy.removeAttribute("id");
    copy.append(...[...byId("table").children].slice(0, 2).map((part) => part.cloneNode(true)), el("tbody", {}, rows.slice(0, MOST).map(KG.row)));
    const rest = rows.length > MOST ? el("p", {}, t("take.more-statements", { count: rows.length - MOST })) : "";
    return el("section", { class: "print-table" }, copy, rest);
  };
  const drawing = () => (KG.state.view === "network" ? el("div", { class: "print-picture" }, KG.picture("drawn").svg) : "");
  const view = () => [...byId(`${KG.state.view}-view`).childNodes].map((part) => part.cloneNode(true));
  const viewed = () => (["network", "table"].includes(KG.state.view) ? "" : el("div", { class: "print-view" }, view()));
  // What is seen now and no more: a page among others.
  KG.onPaper = () => [drawing(), viewed(), KG.state.view === "table" ? table() : "", details()];
  const wholePage = () => [head(), drawing(), viewed(), details(), table()];
  // Whoever prints something else than the view says what.
  KG.paper = null;
  KG.printed = (make) => {
    KG.paper = make;
    print();
  };

  // Paper is light, whatever the screen is.
  let screen = null;
  addEventListener("beforeprint", () => {
    screen = document.documentElement.dataset.theme;
    KG.theme("light");
    byId("print-rows").replaceChildren(...(KG.paper || wholePage)().flat(Infinity).filter(Boolean));
  });
  addEventListener("afterprint", () => {
    if (screen) KG.theme(screen);
    screen = null;
    KG.paper = null;
  });
  byId("print").addEventListener("click", () => print());
  byId("link").addEventListener("click", () => KG.copy(location.href, t("cite.link-copied")));
  byId("take").addEventListener("click", (event) => {
    if (event.target.tagName === "BUTTON") byId("take").open = false;
  });
  byId("take").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    byId("take").open = false;
    byId("take").firstElementChild.focus();
  });
}
