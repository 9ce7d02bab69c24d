// Switches for the layers of the picture, and the legend of the looks that are shown.

class Layers {
  constructor(fieldset, legend, model, scene, changed) {
    Object.assign(this, { switches: fieldset, legend, model, scene, changed });
    fieldset.hidden = model.layers.length < 2;
    for (const layer of model.layers) fieldset.append(this.#switch(layer));
    this.explain();
  }

  #switch(layer) {
    const box = element("input", { type: "checkbox", "data-layer": layer.id, checked: layer.shown });
    box.addEventListener("change", () => {
      layer.shown = box.checked;
      this.scene.recolour();
      this.explain();
      this.changed(layer);
    });
    return element("label", {}, box, element("i", { "aria-hidden": "true", "data-layer": layer.id }), layer.name);
  }

  // What a colour means.
  #key({ name, look }) {
    const { fill, line } = this.model.looks[look];
    const tint = element("i", { class: "swatch", "aria-hidden": "true" });
    tint.style.setProperty("--tint", fill[this.scene.theme]);
    tint.style.setProperty("--line", line[this.scene.theme]);
    return element("li", {}, tint, name);
  }

  explain() {
    for (const layer of this.model.layers) {
      const [edge] = layer.edges;
      const tint = this.switches.querySelector(`i[data-layer="${layer.id}"]`);
      if (edge) tint.style.setProperty("--tint", this.model.looks[edge.look].line[this.scene.theme]);
    }
    const seen = new Map();
    for (const edge of this.model.shownEdges()) {
      const name = edge.state ? STATES[edge.state] : this.model.kinds[edge.kind];
      if (!seen.has(name)) seen.set(name, this.scene.lookOf(edge));
    }
    const stated = this.model.edges.some((edge) => edge.state);
    const items = seen.size < 2 && !stated ? [] : [...seen].map(([name, look]) => {
      const tint = element("i", { class: look.dash.length ? "dashed" : "", "aria-hidden": "true" });
      tint.style.setProperty("--tint", look.colour);
      return element("li", {}, tint, name);
    });
    this.legend.replaceChildren(...this.model.keys.map((key) => this.#key(key)), ...items);
  }
}
