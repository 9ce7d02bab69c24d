// The data of the page, indexed: nodes, edges of all layers, what meets where. Knows no element of the page.

const STATES = { up: "up", down: "down", partial: "partly up", unknown: "not known" };

function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

class Model {
  constructor(data) {
    this.title = data.title;
    this.width = data.width;
    this.height = data.height;
    this.nodes = data.nodes;
    this.clusters = data.clusters || [];
    this.looks = data.looks;
    this.keys = data.keys || [];
    this.kinds = data.kinds || {};
    this.states = data.states;
    this.live = Boolean(data.live);
    this.layers = data.layers.map((layer) => ({ ...layer, shown: Boolean(layer.shown) }));
    this.byId = new Map(this.nodes.map((node) => [node.id, node]));
    this.edges = [];
    this.edgeById = new Map();
    for (const layer of this.layers) for (const edge of layer.edges) this.#add(layer, edge);
    bend(this.edges.filter((edge) => !edge.points), this.nodes);
    for (const edge of this.edges) edge.bounds = boundsOf(edge.points || edge.curve);
  }

  #add(layer, edge) {
    edge.layer = layer;
    edge.from = this.nodes[edge.source];
    edge.to = this.nodes[edge.target];
    (edge.from.edges ||= []).push(edge);
    if (edge.to !== edge.from) (edge.to.edges ||= []).push(edge);
    this.edges.push(edge);
    this.edgeById.set(edge.id, edge);
  }

  shownEdges() {
    return this.edges.filter((edge) => edge.layer.shown);
  }
}

function boundsOf(numbers) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < numbers.length; i += 2) {
    left = Math.min(left, numbers[i]);
    right = Math.max(right, numbers[i]);
    top = Math.min(top, numbers[i + 1]);
    bottom = Math.max(bottom, numbers[i + 1]);
  }
  return [left, top, right, bottom];
}

function centre([x, y, width, height]) {
  return [x + width / 2, y + height / 2];
}

function boxesMeet([x, y, width, height], [left, top, right, bottom]) {
  return x <= right && x + width >= left && y <= bottom && y + height >= top;
}

// Gives sessions a curve each, so that several between two nodes, and the link below them, stay apart.
function bend(edges, nodes) {
  const taken = new Map();
  for (const edge of edges) {
    const [low, high] = edge.source < edge.target ? [edge.source, edge.target] : [edge.target, edge.source];
    const key = low * nodes.length + high;
    const rank = (taken.get(key) || 0) + 1;
    taken.set(key, rank);
    const [ax, ay] = centre(nodes[low].box);
    const [bx, by] = centre(nodes[high].box);
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const level = Math.abs(by - ay) < 0.25 * Math.abs(bx - ax);
    const step = Math.ceil(rank / 2) * (rank % 2 ? 1 : -1) * (level ? Math.min(0.5 * length, 40 + 0.22 * length) : 26);
    const [cx, cy] = [(ax + bx) / 2 + ((by - ay) / length) * step, (ay + by) / 2 - ((bx - ax) / length) * step];
    edge.curve = edge.source === low ? [ax, ay, cx, cy, bx, by] : [bx, by, cx, cy, ax, ay];
  }
}

// A point of a quadratic Bezier curve, t from 0 to 1.
function onCurve([ax, ay, cx, cy, bx, by], t) {
  const u = 1 - t;
  return [u * u * ax + 2 * u * t * cx + t * t * bx, u * u * ay + 2 * u * t * cy + t * t * by];
}

function* segmentsOf(edge) {
  if (edge.points) {
    for (let i = 2; i < edge.points.length; i += 2) {
      yield [edge.points[i - 2], edge.points[i - 1], edge.points[i], edge.points[i + 1]];
    }
    return;
  }
  let [x, y] = onCurve(edge.curve, 0);
  for (let i = 1; i <= 12; i += 1) {
    const [nextX, nextY] = onCurve(edge.curve, i / 12);
    yield [x, y, nextX, nextY];
    [x, y] = [nextX, nextY];
  }
}

function distanceToSegment(px, py, [ax, ay, bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = dx || dy ? Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}

// The shown edge nearest to a place, within a distance of the picture.
function edgeAt(model, x, y, reach) {
  let [best, least] = [null, reach];
  for (const edge of model.edges) {
    const [left, top, right, bottom] = edge.bounds;
    if (!edge.layer.shown || x < left - reach || x > right + reach || y < top - reach || y > bottom + reach) continue;
    for (const segment of segmentsOf(edge)) {
      const distance = distanceToSegment(x, y, segment);
      if (distance < least) [best, least] = [edge, distance];
    }
  }
  return best;
}

// The node at a place of the picture.
function nodeAt(model, x, y) {
  return model.nodes.findLast(({ box: [left, top, width, height] }) => x >= left && x <= left + width && y >= top && y <= top + height);
}

function titleOf(node) {
  return node.text.lines[0] || node.id;
}

// What a node is, in a word: a router, a subnet, an EVPN instance.
function kindOf(node) {
  return node.noun || { lan: "subnet", stub: "subnet" }[node.shape] || node.shape;
}

function edgeName(edge) {
  const end = (node, name) => (name ? `${titleOf(node)} ${name}` : titleOf(node));
  return `${end(edge.from, edge.source_interface)} – ${end(edge.to, edge.target_interface)}`;
}

function stateOf(edge) {
  return edge.word || STATES[edge.state];
}

function detailsOf(edge) {
  const rows = [];
  if (edge.source_label?.length) rows.push([edge.from.id, edge.source_label.join(" ")]);
  if (edge.target_label?.length) rows.push([edge.to.id, edge.target_label.join(" ")]);
  return [...rows, ...Object.entries(edge.detail || {})];
}
