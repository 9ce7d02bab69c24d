// Details beside the picture: of a node its links, sessions and configuration, of a line both ends.

const LISTED = 200;

class Panel {
  constructor(panel, model, { choose, close, act }) {
    Object.assign(this, { panel, model, choose, closed: close, act });
    this.subject = null;
    this.texts = null;
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  open(subject) {
    this.subject = subject;
    this.panel.hidden = false;
    const heading = this.#fill();
    this.panel.scrollTop = 0;
    heading.focus();
  }

  close() {
    if (!this.subject) return;
    const subject = this.subject;
    this.subject = null;
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.closed(subject);
  }

  // Shows new states without moving the focus or folding what is open.
  refresh() {
    for (const row of this.panel.querySelectorAll("[data-edge]")) {
      const edge = this.model.edgeById.get(row.dataset.edge);
      row.querySelector(".state")?.replaceWith(badge(edge));
    }
    this.#refreshActions();
  }

  #refreshActions() {
    for (const button of this.panel.querySelectorAll(".action[data-interface]")) {
      const { node, interface: name } = button.dataset;
      this.#label(button, node, name);
    }
  }

  #fill() {
    const { subject } = this;
    const edge = Boolean(subject.layer);
    const title = edge ? edgeName(subject) : titleOf(subject);
    const kind = edge ? subject.layer.name : kindOf(subject);
    const heading = element("h2", { tabindex: -1 }, title, element("small", {}, kind));
    const close = element("button", { type: "button", class: "close", "aria-label": "Close details", onclick: () => this.close() });
    close.append(symbol("tool-close"));
    const parts = edge ? this.#edge(subject) : this.#node(subject);
    this.panel.replaceChildren(element("header", {}, heading, close), ...parts);
    return heading;
  }

  #edge(edge) {
    const rows = detailsOf(edge);
    const ends = [edge.from, edge.to].map((node) => element("li", { class: "row" }, element(
      "button", { type: "button", class: "line", onclick: () => this.choose(node) }, titleOf(node),
    ), ...this.#actions(edge, node)));
    const state = edge.state ? [element("p", { "data-edge": edge.id }, badge(edge))] : [];
    return [...state, list(rows), element("h3", {}, "Ends"), element("ul", {}, ends)];
  }

  #node(node) {
    const parts = [list(Object.entries(node.detail || {}))];
    for (const layer of this.model.layers) {
      const edges = (node.edges || []).filter((edge) => edge.layer === layer);
      if (!edges.length) continue;
      parts.push(element("h3", {}, `${layer.noun} (${edges.length})`));
      parts.push(element("ul", {}, edges.slice(0, LISTED).map((edge) => this.#row(edge, node))));
      if (edges.length > LISTED) parts.push(element("p", {}, `and ${edges.length - LISTED} more`));
    }
    return [...parts, ...this.#configuration(node)];
  }

  #row(edge, node) {
    const here = edge.from === node;
    const other = here ? edge.to : edge.from;
    const own = here ? edge.source_interface : edge.target_interface;
    const name = titleOf(other);
    const text = [edge.source_text, edge.target_text].filter(Boolean).join(" – ") || edge.addresses?.join(", ");
    const line = element("button", { type: "button", class: "line", onclick: () => this.choose(edge) },
      own ? `${own} → ${name}` : name, element("small", {}, text || this.model.kinds[edge.kind]));
    const state = edge.state ? badge(edge) : null;
    return element("li", { class: "row", "data-edge": edge.id }, line, state, ...this.#actions(edge, node));
  }

  // Buttons that take a node's end of a link down and up; only while a lab is watched.
  #actions(edge, node) {
    const name = edge.from === node ? edge.source_interface : edge.target_interface;
    if (!this.model.live || !edge.layer.physical || !name) return [];
    const button = element("button", {
      type: "button", class: "action", "data-node": node.id, "data-interface": name, onclick: () => this.#press(button),
    });
    this.#label(button, node.id, name);
    return [button];
  }

  #label(button, node, name) {
    const down = this.model.downEnds?.has(`${node} ${name}`);
    const words = down ? "Bring up" : "Take down";
    button.replaceChildren(words);
    button.setAttribute("aria-label", `${words} ${node} ${name}`);
    button.dataset.up = down ? "yes" : "";
    button.setAttribute("aria-disabled", String(Boolean(this.model.ended)));
  }

  #press(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    this.act(button.dataset.node, button.dataset.interface, button.dataset.up === "yes");
  }

  #configuration(node) {
    this.texts ||= readJson("data-configuration");
    const files = Object.hasOwn(this.texts, node.id) ? this.texts[node.id] : [];
    if (!files.length) return [];
    const folded = files.map(([path, text], i) => element("details", { open: i === 0 },
      element("summary", {}, path),
      element("button", { type: "button", class: "action copy", "aria-label": `Copy ${path}`, onclick: (event) => copy(event.target, text) }, "Copy"),
      element("pre", { tabindex: 0, role: "region", "aria-label": `${node.id} ${path}` }, text)));
    return [element("h3", {}, "Configuration"), ...folded];
  }
}

function badge(edge) {
  const made = element("span", { class: "state" }, stateOf(edge));
  made.style.setProperty("--tint", `var(--${edge.state})`);
  return made;
}

function list(rows) {
  return element("dl", {}, rows.flatMap(([key, value]) => [element("dt", {}, key), element("dd", {}, value)]));
}

async function copy(button, text) {
  let done = false;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    getSelection().selectAllChildren(button.nextElementSibling);
    done = document.execCommand("copy");
  }
  button.replaceChildren(done ? "Copied" : "Selected");
  say(done ? "Copied" : "Selected");
}
