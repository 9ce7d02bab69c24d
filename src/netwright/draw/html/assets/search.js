// Finds nodes by name, label, address, AS number or anything else that is known of them or their links.

const FOUND_MOST = 40;

class Search {
  constructor(input, list, model, nodes, { choose }) {
    Object.assign(this, { input, list, model, nodes, choose });
    this.found = [];
    this.active = -1;
    input.addEventListener("input", () => this.#look());
    input.addEventListener("focus", () => { if (input.value) this.#look(); });
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#fold());
    list.addEventListener("pointerdown", (event) => this.#pick(event));
  }

  #textsOf(node) {
    if (!node.searched) {
      const physical = (node.edges || []).filter((edge) => edge.layer.physical);
      const ends = physical.flatMap((edge) => [edge.from === node && edge.source_text, edge.to === node && edge.target_text]).filter(Boolean);
      node.searched = [node.id, ...node.text.lines, ...Object.values(node.detail || {}), ...ends].map((text) => [text, text.toLowerCase()]);
    }
    return node.searched;
  }

  #look() {
    const wanted = this.input.value.trim().toLowerCase();
    const found = [];
    for (const node of wanted ? this.model.nodes : []) {
      const match = this.#textsOf(node).find(([, text]) => text.includes(wanted));
      if (match) found.push([node, match[0]]);
    }
    const rank = ([node]) => (node.id.toLowerCase() === wanted ? 0 : node.id.toLowerCase().startsWith(wanted) ? 1 : 2);
    this.found = found.sort((a, b) => rank(a) - rank(b));
    this.nodes.flag("hit", this.found.map(([node]) => node));
    this.#list(wanted);
  }

  #list(wanted) {
    const shown = this.found.slice(0, FOUND_MOST);
    const items = shown.map(([node, match], i) => element("li", { role: "option", id: `found-${i}`, "aria-selected": "false" },
      titleOf(node), match === node.id || match === titleOf(node) ? null : element("small", {}, match)));
    if (wanted && !items.length) items.push(element("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing found"));
    this.list.replaceChildren(...items);
    this.list.hidden = !items.length;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.#activate(shown.length ? 0 : -1);
    if (wanted) say(this.found.length === 1 ? "1 node found" : `${this.found.length} nodes found`);
  }

  #activate(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const item = index < 0 ? null : this.list.children[index];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const count = Math.min(this.found.length, FOUND_MOST);
    if (event.key === "ArrowDown" && count) this.#activate((this.active + 1) % count);
    else if (event.key === "ArrowUp" && count) this.#activate((this.active + count - 1) % count);
    else if (event.key === "Enter" && this.active >= 0) this.#take(this.active);
    else if (event.key === "Escape") this.clear();
    else return;
    event.preventDefault();
  }

  #pick(event) {
    const item = event.target.closest("li[id]");
    event.preventDefault();
    if (item) this.#take([...this.list.children].indexOf(item));
  }

  #take(index) {
    const [node] = this.found[index];
    this.clear();
    this.choose(node);
  }

  #fold() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  clear() {
    this.input.value = "";
    this.found = [];
    this.nodes.flag("hit", []);
    this.#fold();
  }
}
