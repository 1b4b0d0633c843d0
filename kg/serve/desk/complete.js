"use strict";
// What the editor completes: our classes, relations, and names by any word of their labels. Nothing of it asks another machine.
{
  const DESK = (window.DESK = { words: { prefixes: {}, terms: [], names: [], queries: [] } });
  const MOST = 60;
  // Between what people read and what is written down.
  const BETWEEN = "  ·  ";

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const starts = (text, wanted) => folded(text).split(/[\s_/-]+|(?<=[a-z])(?=[A-Z])/u).some((word) => word.startsWith(wanted)) || folded(text).startsWith(wanted);
  DESK.short = (iri) => {
    const fits = Object.entries(DESK.words.prefixes).filter(([, base]) => iri.startsWith(base) && /^[\w][\w.-]*$/.test(iri.slice(base.length)) && !iri.endsWith("."));
    const [prefix, base] = fits.sort((a, b) => b[1].length - a[1].length)[0] || [];
    return base ? `${prefix}:${iri.slice(base.length)}` : `<${iri}>`;
  };
  const offered = (wanted) => {
    const bare = folded(wanted.replace(/^[\w-]*:/, ""));
    const prefix = (wanted.match(/^([\w-]*:)/) || [""])[0];
    const fits = (short, labels) => short.startsWith(prefix) && (folded(short).startsWith(folded(wanted)) || labels.some((label) => starts(label, bare)));
    const terms = DESK.words.terms.map(({ iri, label, id, kind }) => [DESK.short(iri), [id, label], `${label}, a ${kind}`]);
    const names = DESK.words.names.map(({ iri, names: all, id }) => [DESK.short(iri), [id, ...all], all[0] || id]);
    return [...names, ...terms].filter(([short, labels]) => fits(short, labels)).slice(0, MOST).map(([short, , shown]) => shown + BETWEEN + short);
  };

  const position = (yasqe) => {
    const token = yasqe.getCompleteToken();
    return /^[\p{L}\p{M}\w:-]+$/u.test(token.string) && !/^[?$]/.test(token.string) && token.type !== "string" && token.type !== "comment";
  };
  Yasqe.defaults.autocompleters = [];
  Yasqe.registerAutocompleter({
    name: "case",
    bulk: false,
    autoShow: false,
    isValidCompletionPosition: position,
    preProcessToken: (yasqe, token) => token,
    get: (yasqe, token) => offered(token.string),
    postProcessSuggestion: (yasqe, token, suggested) => suggested,
    postprocessHints: (yasqe, hints) => hints.map((hint) => ({ ...hint, text: hint.text.slice(hint.text.lastIndexOf(BETWEEN) + BETWEEN.length) })),
  });
  // The editor's own: variables of the query. Its others would ask prefix.cc and a catalogue of vocabularies.
  Yasqe.defaults.autocompleters = ["case", "variables"];
  DESK.offered = offered;
  // Prefixes of the vocabulary and of the case need no declaration: the editor begins every text as if they stood before it.
  DESK.declare = (yasqe) => {
    const mode = yasqe.getMode();
    const begin = mode.startState;
    mode.startState = (...more) => ({ ...begin(...more), prefixes: { ...DESK.words.prefixes } });
    yasqe.setValue(yasqe.getValue());
  };
}
