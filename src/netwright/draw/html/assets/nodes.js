// Nodes as buttons over the canvases: real focus, names and clicks. One of them is in the tab order; arrow keys go on.

const SVG = "http://www.w3.org/2000/svg";
const DETAILS_FROM_PX = 5;
const NAMES_FROM_PX = 3.2;

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
  constructor(world, view, model, stage) {
    this.world = world;
    this.view = view;
    this.model = model;
    this.stage = stage;
    this.fonts = model.nodes.length ? Math.max(...model.nodes.map((node) => node.text.size)) : 12;
    this.buttons = new Map(model.nodes.map((node) => [node.id, this.#button(node)]));
    world.append(...this.buttons.values());
    this.current = model.nodes[0] || null;
    if (this.current) this.#of(this.current).tabIndex = 0;
    world.addEventListener("keydown", (event) => this.#key(event));
    world.addEventListener("focusin", (event) => this.#focused(event));
    view.onFrame(() => this.#place());
  }

  #of(node) { return this.buttons.get(node.id); }

  nodeOf(target) {
    const button = target instanceof Element ? target.closest(".node") : null;
    return button ? this.model.byId.get(button.dataset.node) : null;
  }

  #button(node) {
    const [x, y, width, height] = node.box;
    const made = element("button", {
      type: "button", class: `node ${node.shape}`, "data-node": node.id, tabindex: -1, "aria-label": describe(node),
    });
    Object.assign(made.style, {
      left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`, borderRadius: `${node.radius}px`,
    });
    const { width: border = 1.5 } = this.model.looks[node.look];
    made.style.borderWidth = `${border}px`;
    if (node.icon) {
      const icon = symbol(`icon-${node.shape}`);
      Object.assign(icon.style, {
        left: `${node.icon[0] - x - border}px`, top: `${node.icon[1] - y - border}px`, width: `${node.icon[2]}px`, height: `${node.icon[3]}px`,
      });
      made.append(icon);
    }
    const { lines, box: [textX, textY, textWidth], size, anchor = "middle", bold = 0 } = node.text;
    const text = element("span", { class: anchor }, lines.map((line, i) => element(i < bold ? "b" : "u", {}, line)));
    Object.assign(text.style, {
      left: `${textX - x - border}px`, top: `${textY - y - border}px`, width: `${textWidth}px`, fontSize: `${size}px`,
    });
    made.append(text);
    return made;
  }

  // Colours of the theme; a node's own ones win over the style sheet's.
  recolour() {
    const theme = document.documentElement.dataset.theme === "dark" ? 1 : 0;
    for (const node of this.model.nodes) {
      const { line, fill, ink } = this.model.looks[node.look];
      const { style } = this.#of(node);
      style.setProperty("--line", line[theme]);
      style.setProperty("--fill", fill[theme]);
      style.setProperty("--text", ink[theme]);
    }
  }

  #place() {
    const { x, y, scale } = this.view;
    const shown = this.fonts * scale;
    const far = shown < NAMES_FROM_PX ? 2 : shown < DETAILS_FROM_PX ? 1 : 0;
    if (far !== this.far) {
      this.far = far;
      this.world.classList.toggle("far", far >= 1);
      this.world.classList.toggle("farther", far >= 2);
    }
    this.world.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
    return false;
  }

  #focused(event) {
    const node = this.nodeOf(event.target);
    if (!node) return;
    if (this.current && this.current !== node) this.#of(this.current).tabIndex = -1;
    this.current = node;
    event.target.tabIndex = 0;
    if (event.target.matches(":focus-visible")) this.view.reveal(node.box);
  }

  focus(node) { this.#of(node).focus({ preventScroll: true }); }

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
    const ids = new Set(nodes.map((node) => node.id));
    for (const [id, button] of this.buttons) button.classList.toggle(name, ids.has(id));
  }

  dim(nodes) {
    this.world.classList.toggle("dim", nodes.length > 0);
    this.flag("near", nodes);
  }

  redescribe() {
    for (const node of this.model.nodes) {
      const button = this.#of(node);
      button.setAttribute("aria-label", describe(node));
      button.classList.toggle("sick", node.healthy === false);
    }
  }
}

// The name a screen reader speaks: the node, what it is, what meets there.
function describe(node) {
  const kinds = { lan: "subnet", stub: "subnet" };
  const parts = [titleOf(node), kinds[node.shape] || node.shape];
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
