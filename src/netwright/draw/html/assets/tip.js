// What shows beside the pointer or the focus: addresses and sessions of a node or a line, which are marked meanwhile.

const REACH_PX = 7;
const LONGER = new Set(["name", "role", "modules", "VLANs", "VRFs"]); // in the panel only

class Tip {
  constructor(tip, view, model, nodes, scene) {
    Object.assign(this, { tip, view, model, nodes, scene });
    this.subject = null;
    this.kept = null;
    const { stage } = view;
    stage.addEventListener("pointermove", (event) => this.#moved(event));
    stage.addEventListener("pointerleave", () => this.#show(null));
    nodes.world.addEventListener("focusin", (event) => this.#focused(event));
    nodes.world.addEventListener("focusout", () => this.#show(null));
    stage.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#show(null); });
    view.onFrame(() => this.#look());
  }

  #moved(event) {
    if (event.pointerType === "touch" || event.buttons) {
      if (event.buttons && this.subject) this.#show(null);
      this.place = null;
      return;
    }
    const { left, top } = this.view.stage.getBoundingClientRect();
    this.place = [event.clientX - left, event.clientY - top];
    this.target = event.target;
    this.view.request();
  }

  // Looked up once a frame, however often the pointer reports.
  #look() {
    if (!this.place) return false;
    const [px, py] = this.place;
    this.place = null;
    const subject = this.target.closest?.("#legend") ? null : this.at(px, py);
    this.view.stage.classList.toggle("over", Boolean(subject));
    this.#show(subject, [px, py]);
    return false;
  }

  // The node or line at a place of the stage.
  at(px, py) {
    const [x, y] = this.view.toPicture(px, py);
    return nodeAt(this.model, x, y) || edgeAt(this.model, x, y, REACH_PX / this.view.scale);
  }

  #focused(event) {
    const node = this.nodes.nodeOf(event.target);
    if (!node || !event.target.matches(":focus-visible")) return;
    const [x, y, width, height] = node.box;
    const { view } = this;
    this.#show(node, [(x + width / 2) * view.scale + view.x, (y + height) * view.scale + view.y]);
  }

  hide() { this.#show(null); }

  // Keeps a node or line marked while its details are open.
  keep(subject) {
    this.kept = subject;
    this.#mark(subject);
  }

  refresh() {
    this.#mark(this.subject || this.kept);
    if (this.subject && !this.tip.hidden) this.#fill(this.subject);
  }

  #mark(subject) {
    const edges = !subject ? [] : subject.layer ? [subject] : (subject.edges || []).filter((edge) => edge.layer.shown);
    this.scene.mark(edges);
    const near = !subject ? [] : subject.layer ? [subject.from, subject.to] : [subject, ...edges.flatMap((e) => [e.from, e.to])];
    this.nodes.flag("near", near);
  }

  #show(subject, place) {
    if (subject !== this.subject) {
      this.subject = subject;
      this.#mark(subject || this.kept);
      if (subject) this.#fill(subject);
    }
    this.tip.hidden = !subject || subject === this.kept;
    if (this.tip.hidden) return;
    const { view, tip } = this;
    const [width, height] = [tip.offsetWidth, tip.offsetHeight];
    const x = Math.max(6, Math.min(place[0] + 14, view.width - width - 6));
    const y = place[1] + 18 + height > view.height ? Math.max(6, place[1] - height - 14) : place[1] + 18;
    tip.style.transform = `translate(${Math.round(x)}px,${Math.round(y)}px)`;
  }

  #fill(subject) {
    const edge = Boolean(subject.layer);
    const rows = edge ? detailsOf(subject) : Object.entries(subject.detail || {}).filter(([key]) => !LONGER.has(key));
    if (!edge) rows.push(...countsOf(subject, this.model));
    if (subject.state) rows.unshift(["state", stateOf(subject)]);
    this.tip.replaceChildren(
      element("strong", {}, edge ? edgeName(subject) : titleOf(subject)),
      element("dl", {}, rows.flatMap(([key, value]) => [element("dt", {}, key), element("dd", {}, value)])),
    );
  }
}

function countsOf(node, model) {
  const rows = [];
  for (const layer of model.layers) {
    const edges = (node.edges || []).filter((edge) => edge.layer === layer);
    if (!edges.length) continue;
    const bad = edges.filter((edge) => edge.state && edge.state !== "up").length;
    rows.push([layer.noun, bad ? `${edges.length}, ${bad} not up` : String(edges.length)]);
  }
  return rows;
}
