"use strict";
// The shapes of symbols and lines as the drawing library has them, as numbers: for the SVG, and for words that need a place.
{
  // How long the head of a line is.
  const HEAD = 14;
  const turned = (count, reach) => Array.from({ length: count }, (_, row) => {
    const turn = (2 * Math.PI * row) / count;
    return { x: reach(row) * Math.sin(turn), y: -reach(row) * Math.cos(turn) };
  });
  const triangle = (size, way) => {
    const [half, inner, high] = [1.15 * size, (2 * 1.15 * size * Math.sqrt(3)) / 6, 1.15 * size * Math.sqrt(3)];
    const shift = 0.275 * half;
    return [[0, inner - high], [half, inner], [-half, inner]].map(([x, y]) => ({ x, y: way * (y + shift) }));
  };
  const CORNERS = {
    square: (size) => [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => ({ x: x * size, y: y * size })),
    diamond: (size) => turned(4, () => size),
    hexagon: (size) => turned(6, () => size).map(({ x, y }) => ({ x: y, y: x })),
    star: (size) => turned(10, (row) => 0.82 * size * (row % 2 ? 0.5 : 1.3)).map(({ x, y }) => ({ x, y: y + 0.082 * size })),
    triangle: (size) => triangle(size, 1),
    triangleDown: (size) => triangle(size, -1),
  };
  // How far the rim of a shape is from its centre in a direction.
  const reach = ({ shape, size }, turn) => {
    if (!CORNERS[shape]) return size;
    const [dx, dy] = [Math.cos(turn), Math.sin(turn)];
    const corners = CORNERS[shape](size);
    const hits = corners.map((one, row) => {
      const other = corners[(row + 1) % corners.length];
      const [ex, ey] = [other.x - one.x, other.y - one.y];
      const cross = dx * ey - dy * ex;
      const along = (one.x * ey - one.y * ex) / cross;
      const part = (one.x * dy - one.y * dx) / cross;
      return part >= -0.001 && part <= 1.001 && along > 0 ? along : 0;
    });
    return Math.max(...hits) || size;
  };

  // ---- lines: every one is a curve of three points, a straight one has the third in its middle
  const bend = (from, to, smooth) => {
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    if (!smooth || !smooth.enabled) return middle;
    const side = smooth.type === "curvedCW" ? smooth.roundness : -smooth.roundness;
    const turn = Math.atan2(from.y - to.y, to.x - from.x) + (0.5 * side + 0.5) * Math.PI;
    const far = (0.5 * smooth.roundness + 0.5) * Math.hypot(to.x - from.x, to.y - from.y);
    return { x: from.x + far * Math.sin(turn), y: from.y + far * Math.cos(turn) };
  };
  // The curve between two of its moments; at twice the same moment it is the point there.
  const between = ([a, b, c], s, t) => {
    const mix = (name) => (1 - s) * (1 - t) * a[name] + (s * (1 - t) + t * (1 - s)) * b[name] + s * t * c[name];
    return { x: mix("x"), y: mix("y") };
  };
  const gap = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
  // The moment at which a curve crosses from what is inside to what is not.
  const crossing = (curve, inside, start, end) => {
    let [near, far] = [start, end];
    for (let step = 0; step < 24; step += 1) {
      const middle = (near + far) / 2;
      if (inside(between(curve, middle, middle))) near = middle;
      else far = middle;
    }
    return near;
  };
  // Where the words of a line stand on the screen, and their room: for whoever has to find them a place. There the middle is that of the
  // line without its heads, and it ends at the box around a symbol.
  const rim = ({ shape, size }, turn) => (shape === "dot" ? size : Math.min(size / Math.abs(Math.cos(turn)), size / Math.abs(Math.sin(turn))));
  KG.middle = (edge, from, to) => {
    const short = (node, other) => {
      const turn = Math.atan2(other.y - node.y, other.x - node.x);
      const far = rim(node, turn) + HEAD;
      return { x: node.x + far * Math.cos(turn), y: node.y + far * Math.sin(turn) };
    };
    const via = bend(from, to, edge.smooth);
    const [start, end] = [edge.arrows.from ? short(from, via) : from, short(to, via)];
    return between([start, edge.smooth ? via : bend(start, end), end], 0.5, 0.5);
  };
  KG.shapes = { CORNERS, reach, bend, between, gap, crossing };
}
