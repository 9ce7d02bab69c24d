// Nodes as buttons over what is painted: real focus, names, clicks. One of them is in the tab order; arrow keys go on.

const SVG = "http://www.w3.org/2000/svg";
const ATTACHED_MOST = 250;

// An element with properties and children; texts become text nodes, never markup.
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function symbol(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${name}`);
  made.append(use);
  return made;
}

class Nodes {
  constructor(world, view, model) {
    this.world = world;
    this.view = view;
    this.model = model;
    this.few = model.nodes.length <= ATTACHED_MOST;
    this.flags = new Map();
    this.buttons = new Map();
    this.placed = "";
    this.current = model.nodes[0] || null;
    if (this.current) this.#of(this.current).tabIndex = 0;
    this.#attach(this.few ? model.nodes : []);
    world.addEventListener("keydown", (event) => this.#key(event));
    world.addEventListener("focusin", (event) => this.#focused(event));
    view.onFrame((now) => this.#place(now));
  }

  // The button of a node, made when it is first needed.
  #of(node) {
    if (!this.buttons.has(node.id)) this.buttons.set(node.id, this.#button(node));
    return this.buttons.get(node.id);
  }

  nodeOf(target) {
    const button = target instanceof Element ? target.closest(".node") : null;
    return button ? this.model.byId.get(button.dataset.node) : null;
  }

  #button(node) {
    const [x, y, width, height] = node.box;
    const made = element("button", {
      type: "button", class: "node", "data-node": node.id, tabindex: -1, "aria-label": describe(node),
    });
    Object.assign(made.style, {
      left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`, borderRadius: `${node.radius}px`,
    });
    for (const [name, ids] of this.flags) made.classList.toggle(name, ids.has(node.id));
    made.classList.toggle("sick", node.healthy === false);
    return made;
  }

  // Puts these nodes' buttons, and that of the current node, into the page in the order of nodes; takes others out.
  #attach(nodes) {
    const wanted = new Set(nodes);
    if (this.current) wanted.add(this.current);
    for (const button of [...this.world.children]) {
      if (!wanted.has(this.model.byId.get(button.dataset.node))) button.remove();
    }
    let next = this.world.firstElementChild;
    for (const node of this.model.nodes) {
      if (!wanted.has(node)) continue;
      const button = this.#of(node);
      if (button === next) next = next.nextElementSibling;
      else this.world.insertBefore(button, next);
    }
  }

  // With many nodes only those in sight have buttons, and they follow once the picture stands still.
  #place(now) {
    const { x, y, scale } = this.view;
    if (!this.few && this.view.moving(now)) return false;
    const placed = `translate(${x}px,${y}px) scale(${scale})`;
    if (placed === this.placed) return false;
    this.placed = placed;
    this.world.style.transform = placed;
    if (!this.few) this.#attach(this.#inSight());
    return false;
  }

  #inSight() {
    const [left, top] = this.view.toPicture(0, 0);
    const [right, bottom] = this.view.toPicture(this.view.width, this.view.height);
    const found = this.model.nodes.filter((node) => boxesMeet(node.box, [left, top, right, bottom]));
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const away = (node) => Math.hypot(node.box[0] - x, node.box[1] - y);
    return found.length <= ATTACHED_MOST ? found : found.sort((a, b) => away(a) - away(b)).slice(0, ATTACHED_MOST);
  }

  #focused(event) {
    const node = this.nodeOf(event.target);
    if (!node) return;
    this.settle(node);
    if (event.target.matches(":focus-visible")) this.view.reveal(node.box);
  }

  // Makes a node the one in the tab order.
  settle(node) {
    if (this.current) this.#of(this.current).tabIndex = -1;
    this.current = node;
    this.#of(node).tabIndex = 0;
  }

  focus(node) {
    const button = this.#of(node);
    if (!button.isConnected) {
      this.settle(node);
      this.#attach(this.few ? this.model.nodes : this.#inSight());
    }
    button.focus({ preventScroll: true });
  }

  #key(event) {
    const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const direction = directions[event.key];
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      this.focus(this.model.nodes.at(event.key === "Home" ? 0 : -1));
    } else if (direction) {
      event.preventDefault();
      event.stopPropagation();
      const next = this.#next(direction);
      if (next) this.focus(next);
    }
  }

  // The nearest node in a direction: the way along it counts once, the way aside twice.
  #next([dx, dy]) {
    const [x, y] = centre(this.current.box);
    let [best, least] = [null, Infinity];
    for (const node of this.model.nodes) {
      const [otherX, otherY] = centre(node.box);
      const along = (otherX - x) * dx + (otherY - y) * dy;
      const aside = Math.abs((otherX - x) * dy + (otherY - y) * dx);
      const cost = along + 2 * aside;
      if (node !== this.current && along > 1 && aside <= along * 2.5 && cost < least) [best, least] = [node, cost];
    }
    return best;
  }

  // Puts a class on exactly these nodes.
  flag(name, nodes) {
    const before = this.flags.get(name) || new Set();
    const ids = new Set(nodes.map((node) => node.id));
    this.flags.set(name, ids);
    for (const id of before) if (!ids.has(id)) this.buttons.get(id)?.classList.remove(name);
    for (const id of ids) this.buttons.get(id)?.classList.add(name);
  }

  redescribe() {
    for (const [id, button] of this.buttons) {
      const node = this.model.byId.get(id);
      button.setAttribute("aria-label", describe(node));
      button.classList.toggle("sick", node.healthy === false);
    }
  }
}

// The name a screen reader speaks: the node, what it is, what meets there.
function describe(node) {
  const parts = [titleOf(node), kindOf(node)];
  for (const [key, value] of Object.entries(node.detail || {})) parts.push(`${key} ${value}`);
  const count = (edges, word) => (edges.length ? parts.push(`${edges.length} ${word}${edges.length > 1 ? "s" : ""}`) : 0);
  const edges = node.edges || [];
  count(edges.filter((edge) => edge.layer.physical), "link");
  count(edges.filter((edge) => !edge.layer.physical), "session");
  const down = edges.filter((edge) => edge.state === "down").length;
  if (down) parts.push(`${down} down`);
  if (node.healthy === false) parts.push("a daemon does not run");
  return parts.join(", ");
}
