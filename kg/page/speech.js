"use strict";
// Names and sentences of the data in the language that is read. In the language that the page was made in the sentences stand in the
// data; in another one they are made here, by the same pattern (sentences.py, wording.py), and a test compares the two.
{
  const { data, t } = KG;
  const FIRM = ["asserted", "alleged", "denied", "planned", "hypothetical"];
  const term = (kind, key, otherwise) => data.terms[KG.lang][kind][key] ?? otherwise;
  const loud = (text) => text.toLocaleUpperCase(KG.lang);
  const capital = (text) => loud(text.slice(0, 1)) + text.slice(1);

  KG.typeName = (label) => term("types", label, label);
  KG.ruleName = (label) => term("rules", label, label);
  KG.groupName = (group) => KG.tried(`group.${group}`, group);
  KG.word = (standing) => {
    const plain = t(`standing.${standing.replace(/ not$/, "")}`);
    return standing.endsWith(" not") ? t("standing.not", { word: plain }) : plain;
  };

  // Actors have labels of their own in some languages; whatever else the data name by a label is found by that label.
  const labelIn = (actor, language, label) => actor.names[language] ?? label;
  const renamed = new Map();
  const rename = () => {
    const known = new Map();
    const twice = new Set();
    for (const actor of data.actors) {
      const [from, to] = [labelIn(actor, KG.home, actor.main), labelIn(actor, KG.lang, actor.main)];
      if (known.has(from) && known.get(from) !== to) twice.add(from);
      known.set(from, to);
    }
    const made = new Map([...known].filter(([from, to]) => from !== to && !twice.has(from)));
    const lang = KG.lang;
    KG.lang = KG.home;
    const unnamed = t("voice.unstated");
    KG.lang = lang;
    return made.set(unnamed, t("voice.unstated"));
  };
  KG.named = (label) => {
    if (KG.lang === KG.home) return label;
    if (!renamed.has(KG.lang)) renamed.set(KG.lang, rename());
    return renamed.get(KG.lang).get(label) ?? label;
  };

  const verbOf = (s, negative) => (negative ? negated(s) : s.relation);
  const negated = (s) => {
    const verb = s.relation;
    const said = term("negatives", s.relationId);
    if (said) return said;
    const rows = t("sentence.negations").split("|").map((row) => row.split("="));
    const [start, instead] = rows.find((row) => verb.startsWith(row[0]));
    return instead + verb.slice(start.length);
  };
  // Names in a script that runs the other way keep their direction to themselves.
  const isolated = (name) => (/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name);
  const body = (s) => {
    const [subject, object] = [s.subject, s.object].map((node) => isolated(KG.label(node)));
    const said = `${subject} ${verbOf(s, s.polarity === "negative")} ${object}`;
    const details = [isolated(s.role), s.quantity, s.when, isolated(s.place), isolated(s.event)].filter(Boolean).join(", ");
    return details ? t("sentence.details", { body: said, details }) : said;
  };
  const heard = (s, written) => {
    const firm = FIRM.includes(s.kind);
    const word = written(KG.word(firm ? s.standing : s.kind));
    const head = firm ? word : t("sentence.firmness", { head: word, modality: KG.word(s.modality) });
    const speaks = s.voices.length && (s.claimantId || s.modality === "asserted");
    return speaks ? t("sentence.by", { head, voices: s.voices.map(isolated).join(", ") }) : head;
  };
  const listed = (names) => (names.length > 1 ? t("sentence.and", { first: names.slice(0, -1).join(", "), last: names.at(-1) }) : names.join(""));
  const ofClaim = (s) => {
    const people = [...new Set(s.judgements.filter((row) => row.counts && row.judgement === "uphold").map((row) => row.curator))].sort();
    return { people: listed(people), claimant: isolated(s.claimant) };
  };
  const sureWord = (s) => (s.contested ? t("sentence.contested") : KG.word("established"));
  const lead = (s) => {
    if (!s.established) return heard(s, capital);
    if (!s.claimantId) return capital(sureWord(s));
    const values = ofClaim(s);
    return values.people ? t("sentence.claim-upheld", values) : t("sentence.claim-made", values);
  };
  const headline = (s) => {
    const whole = (first) => t("sentence.whole", { lead: first, body: s.body });
    if (!s.established) return whole(heard(s, loud));
    if (!s.claimantId) return s.contested ? whole(loud(sureWord(s))) : s.body;
    const values = { ...ofClaim(s), standing: loud(sureWord(s)) };
    return whole(values.people ? t("sentence.claim-upheld-head", values) : t("sentence.claim-made-head", values));
  };
  const because = (s, raw) => (s.why[0] ? t(`because.${s.why[0]}`, s.why[1]) : raw);
  KG.sentences = { body, lead, headline, because };

  // ---- records read in the language of the moment
  const field = (Record, name) => Object.getOwnPropertyDescriptor(Record.prototype, name)?.get;
  const local = (Record, name, make, always = false) => {
    const raw = field(Record, name);
    if (!raw) return;
    const get = function get() {
      return KG.lang === KG.home && !always ? raw.call(this) : make(this, raw.call(this));
    };
    Object.defineProperty(Record.prototype, name, { enumerable: true, configurable: true, get });
  };
  const { actors: Actor, statements: Statement } = KG.records;
  const main = field(Actor, "label");
  Object.defineProperty(Actor.prototype, "main", { get() { return main.call(this); } });
  local(Actor, "label", (actor, label) => labelIn(actor, KG.lang, label), true);
  // The labels beside the one that is shown; the main one is among them where another is shown.
  local(Actor, "labels", (actor, labels) => {
    const others = labels.filter((pair) => pair[1] !== actor.label);
    return actor.label === actor.main ? others : [["", actor.main], ...others];
  }, true);
  local(Actor, "place", (_, place) => KG.named(place));
  for (const name of ["claimant", "place", "event"]) local(Statement, name, (_, label) => KG.named(label));
  local(Statement, "voices", (_, voices) => voices.map(KG.named));
  local(Statement, "relation", (s, label) => term("relations", s.relationId, label), true);
  for (const [name, make] of Object.entries(KG.sentences)) local(Statement, name, make);

  // ---- how they are drawn
  const drawing = KG.drawing;
  const apart = (text) => `\u2068${text}\u2069`;
  const unjudged = (s) => {
    const word = KG.word(s.kind);
    const whole = s.modality === "asserted" ? word : t("sentence.firmness", { head: word, modality: KG.word(s.modality) });
    return whole + (s.kind === "candidate" ? " ?" : "");
  };
  const onLine = (s) => {
    const [head, said] = s.established ? [loud(t("sentence.contested")), s.relation]
      : FIRM.includes(s.kind) ? [KG.word(s.standing), s.relation] : [unjudged(s), verbOf(s, s.polarity === "negative")];
    return `${apart(head)}\n${apart(`${said} ${s.quantity}`.trimEnd())}`;
  };
  KG.drawing = {
    node: (id) => {
      const { said, ...node } = drawing.node(id);
      return { ...node, ...said?.[KG.lang] };
    },
    edge: (id) => {
      const edge = drawing.edge(id);
      return KG.lang === KG.home || edge.label === " " ? edge : { ...edge, label: onLine(KG.statements.get(id)) };
    },
  };
}
