"use strict";
// The data: readable JSON that is read at once, or, of a large case, columns that are unpacked while all other parts wait.
{
  const element = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(element(id).textContent);
  const numbered = (letter, count) => Array.from({ length: count }, (_, row) => `${letter}${row}`);
  const rowOf = (id) => Number(id.slice(1));
  KG.options = read("network-options");

  const join = (data, drawing) => {
    Object.assign(KG, { data, drawing });
    KG.actors = new Map(data.actors.map((actor) => [actor.node, actor]));
    KG.statements = new Map(data.statements.map((statement) => [statement.edge, statement]));
    KG.standing = new Map(data.standings.map((standing) => [standing.key, standing]));
    KG.family = new Map(data.families.map((family) => [family.key, family]));
    // A large network is never drawn whole: a map of its parts, one part, a neighbourhood, or what the reader gathers.
    KG.large = data.actors.length > data.cap;
    KG.of = new Map(data.actors.map((actor) => [actor.node, []]));
    for (const statement of data.statements) {
      KG.of.get(statement.subject).push(statement);
      if (statement.object !== statement.subject) KG.of.get(statement.object).push(statement);
    }
  };

  // Records read their fields when they are asked for them, so that a field may depend on the language (speech.js).
  const recordOf = (fields) => {
    const Record = class { constructor(row) { this.row = row; } };
    for (const [name, field] of Object.entries(fields)) {
      Object.defineProperty(Record.prototype, name, { enumerable: true, configurable: true, get() { return field(this.row); } });
    }
    return Record;
  };
  KG.records = {};
  const records = (kind, count, fields) => {
    const Record = recordOf(fields);
    KG.records[kind] = Record;
    return Array.from({ length: count }, (_, row) => new Record(row));
  };
  const fieldsIn = (rows) => Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, (row) => rows[row][name]]));

  // Empty fields are left out of the file: here every record gets all of its fields back.
  const filled = (data, kind, records) => records.map((record) => ({ ...data.blank[kind], ...record }));
  const plain = () => {
    const data = read("page-data");
    for (const kind of ["actors", "statements", "sources"]) data[kind] = filled(data, kind, data[kind]);
    for (const statement of data.statements) statement.evidence = filled(data, "evidence", statement.evidence);
    for (const kind of ["actors", "statements"]) data[kind] = records(kind, data[kind].length, fieldsIn(data[kind]));
    const { nodes, edges } = read("network-data");
    join(data, { node: (id) => ({ ...nodes[rowOf(id)] }), edge: (id) => ({ ...edges[rowOf(id)] }) });
  };

  // ---- columns: a record is a row that looks its fields up, so that 40 000 of them weigh little more than their words
  let nodes = [];
  const reader = (column) => {
    if (column.nodes) return (row) => nodes[column.nodes[row]];
    if (column.words) return (row) => column.words[column.rows[row]];
    if (column.plain) return (row) => column.plain[row];
    return () => column.all;
  };
  const readers = ({ columns }) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, reader(column)]));
  const unfold = (first, rest) => {
    const { data, tables } = JSON.parse(first);
    // The longer half waits for the first who asks, or for a moment in which nobody does.
    let more = null;
    const rested = () => {
      if (more) return more;
      const parts = JSON.parse(rest());
      more = Object.fromEntries(["actors", "statements", "evidence", "nodes", "edges"].map((kind) => [kind, readers(parts[kind])]));
      more.Evidence = recordOf(more.evidence);
      more.from = new Uint32Array(parts.evidence.each.length + 1);
      parts.evidence.each.forEach((count, row) => { more.from[row + 1] = more.from[row] + count; });
      return more;
    };
    const fieldsOf = (kind) => {
      const later = tables[kind].later.map((name) => [name, (row) => rested()[kind][name](row)]);
      return { ...readers(tables[kind]), ...Object.fromEntries(later) };
    };
    nodes = numbered("n", tables.actors.count);
    const edges = numbered("e", tables.statements.count);
    const evidence = (row) => {
      const { from, Evidence } = rested();
      return Array.from({ length: from[row + 1] - from[row] }, (_, step) => new Evidence(from[row] + step));
    };
    data.actors = records("actors", nodes.length, { node: (row) => nodes[row], ...fieldsOf("actors") });
    data.statements = records("statements", edges.length, { edge: (row) => edges[row], evidence, ...fieldsOf("statements") });
    data.sources = filled(data, "sources", data.sources);
    const drawn = (kind, row) => {
      const found = Object.entries(rested()[kind]).map(([name, field]) => [name, field(row)]);
      return Object.fromEntries(found.filter((pair) => pair[1] !== null));
    };
    join(data, {
      node: (id) => ({ id, ...drawn("nodes", rowOf(id)) }),
      edge: (id) => {
        const { subject, object } = KG.statements.get(id);
        return { id, from: subject, to: object, ...drawn("edges", rowOf(id)) };
      },
    });
    (window.requestIdleCallback || setTimeout)(rested);
  };

  const bytesOf = (coded) => {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(coded);
    const text = atob(coded);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    return bytes;
  };
  const waiting = [];
  KG.later = (part) => waiting.push(part);
  const unpack = async () => {
    const packed = new Blob([bytesOf(read("packed-data"))]).stream().pipeThrough(new DecompressionStream("gzip"));
    element("packed-data").remove();
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    if (document.readyState === "loading") await new Promise((done) => { addEventListener("DOMContentLoaded", done); });
    const end = bytes.indexOf(10);
    const text = (some) => new TextDecoder().decode(some);
    unfold(text(bytes.subarray(0, end)), () => text(bytes.subarray(end + 1)));
    for (const part of waiting) part();
  };

  if (element("page-data")) plain();
  else if ("DecompressionStream" in window) unpack();
  else document.body.prepend(KG.t("plain.old"));
}
