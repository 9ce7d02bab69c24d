// Draws everything on canvases larger than the stage. While the picture moves, the compositor shifts what is drawn; before
// it runs out, the canvas behind gets a copy and the missing strips, a slice a frame, then both change places.

const SLICE = { least: 120, start: 250, moving: 600, still: 1500 }; // edges a frame
const MARGIN_SHARE = 0.4;
const PIXELS = 14e6;
const MANY_EDGES = 2000; // more than that are painted so that those behind show through

class Scene {
  constructor(canvases, marked, view, model) {
    [this.front, this.back] = canvases;
    this.marked = marked;
    this.view = view;
    this.model = model;
    this.drawn = null;
    this.job = null;
    this.slice = SLICE.start;
    this.lastFrame = 0;
    this.markedEdges = [];
    this.front.hidden = this.back.hidden = true;
    this.recolour();
    view.onFrame((now) => this.#frame(now));
  }

  // Reads the colours of the theme and sorts shown edges into strokes of one look. Call after anything changed.
  recolour() {
    const style = getComputedStyle(document.documentElement);
    const known = new Map();
    this.theme = document.documentElement.dataset.theme === "dark" ? 1 : 0;
    this.colour = (name) => {
      if (!known.has(name)) known.set(name, style.getPropertyValue(`--${name}`).trim());
      return known.get(name);
    };
    const looks = new Map();
    for (const edge of this.model.shownEdges()) {
      const look = this.lookOf(edge);
      const key = JSON.stringify(look);
      if (!looks.has(key)) looks.set(key, { ...look, edges: [] });
      looks.get(key).edges.push(edge);
    }
    this.strokes = [...looks.values()];
    const count = this.strokes.reduce((sum, { edges }) => sum + edges.length, 0);
    this.opacity = Math.max(0.15, Math.min(1, MANY_EDGES / count));
    this.invalidate();
  }

  lookOf(edge) {
    const { line, width = 1.5, dash = [] } = this.model.looks[edge.look];
    if (!edge.state) return { colour: line[this.theme], width, dash };
    const state = this.model.states[edge.state];
    return { colour: state.line[this.theme], width: Math.max(width, 2), dash: state.dash || [] };
  }

  invalidate() {
    this.stale = true;
    this.job = null;
    this.view.request();
  }

  mark(edges) {
    this.markedEdges = edges;
    this.marksChanged = true;
    this.view.request();
  }

  #frame(now) {
    const passed = now - this.lastFrame;
    this.lastFrame = now;
    const moving = this.view.moving(now);
    if (this.job && passed < 200) {
      if (passed > 21) this.slice = Math.max(SLICE.least, this.slice * 0.7);
      else if (passed < 17.5) this.slice = Math.min(SLICE.moving, this.slice * 1.05);
    }
    if (!this.job && this.#needed(moving)) this.job = this.#begin();
    if (this.job) this.#work(moving ? this.slice : SLICE.still);
    this.#shift();
    this.#paintMarks();
    return Boolean(this.job) || moving;
  }

  // Whether what is drawn will soon not do: another scale, or too little left around the stage.
  #needed(moving) {
    const { view, drawn } = this;
    if (this.stale || !drawn || drawn.width !== view.width || drawn.height !== view.height) return true;
    const share = view.scale / drawn.scale;
    if (share !== 1 && (!moving || share < 0.6 || share > 1.7 || this.#light())) return true;
    const left = view.x - (drawn.x + drawn.marginX) * share;
    const top = view.y - (drawn.y + drawn.marginY) * share;
    const right = left + (drawn.width + 2 * drawn.marginX) * share;
    const bottom = top + (drawn.height + 2 * drawn.marginY) * share;
    const spareX = 0.7 * drawn.marginX;
    const spareY = 0.7 * drawn.marginY;
    const all = this.#covered(drawn);
    return !all && (left > -spareX || top > -spareY || right < view.width + spareX || bottom < view.height + spareY);
  }

  // The whole picture is on the canvas: moving it never needs another.
  #covered({ x, y, scale, marginX, marginY, width, height }) {
    const { model } = this;
    return x > -marginX && y > -marginY && x + model.width * scale < width + marginX && y + model.height * scale < height + marginY;
  }

  #light() { return this.model.edges.length < 500; }

  #begin() {
    const { view } = this;
    const dpr = Math.min(window.devicePixelRatio || 1, 2);
    const share = Math.max(0.1, Math.min(MARGIN_SHARE, (Math.sqrt(PIXELS / (view.width * view.height * dpr * dpr + 1)) - 1) / 2));
    const [marginX, marginY] = [Math.round(view.width * share), Math.round(view.height * share)];
    const ahead = (speed, margin) => Math.max(-0.4 * margin, Math.min(0.4 * margin, speed * 260));
    const moving = view.moving(this.lastFrame);
    const at = {
      x: view.x + (moving ? ahead(view.speed[0], marginX) : 0), y: view.y + (moving ? ahead(view.speed[1], marginY) : 0),
      scale: view.scale, width: view.width, height: view.height, marginX, marginY, dpr,
    };
    const canvas = this.back;
    const [wide, high] = [Math.ceil((at.width + 2 * marginX) * dpr), Math.ceil((at.height + 2 * marginY) * dpr)];
    if (canvas.width !== wide || canvas.height !== high) {
      [canvas.width, canvas.height] = [wide, high];
      canvas.style.width = `${wide / dpr}px`;
      canvas.style.height = `${high / dpr}px`;
    }
    const strips = this.#reuse(at, wide, high) || [[0, 0, wide, high]];
    this.stale = false;
    return { at, steps: this.#paint(canvas.getContext("2d"), at, strips) };
  }

  // Copies what both places have in common; the rectangles that are missing then, in pixels of the canvas.
  #reuse(at, wide, high) {
    const { drawn, front, back } = this;
    if (this.stale || !drawn || drawn.scale !== at.scale || drawn.dpr !== at.dpr) return null;
    if (front.width !== wide || front.height !== high) return null;
    const dx = Math.round((at.x - drawn.x) * at.dpr);
    const dy = Math.round((at.y - drawn.y) * at.dpr);
    if (Math.abs(dx) > 0.8 * wide || Math.abs(dy) > 0.8 * high) return null;
    [at.x, at.y] = [drawn.x + dx / at.dpr, drawn.y + dy / at.dpr];
    const context = back.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = "copy";
    context.drawImage(front, dx, dy);
    context.globalCompositeOperation = "source-over";
    const strips = [];
    if (dx) strips.push([dx > 0 ? 0 : wide + dx, 0, Math.abs(dx), high]);
    if (dy) strips.push([Math.max(dx, 0), dy > 0 ? 0 : high + dy, wide - Math.abs(dx), Math.abs(dy)]);
    return strips;
  }

  #work(amount) {
    let left = amount;
    while (left > 0) {
      const { done, value } = this.job.steps.next();
      if (done) {
        this.drawn = this.job.at;
        this.job = null;
        [this.front, this.back] = [this.back, this.front];
        this.front.hidden = false;
        this.back.hidden = true;
        return;
      }
      left -= value;
    }
  }

  #shift() {
    const { view, drawn } = this;
    if (!drawn) return;
    const share = view.scale / drawn.scale;
    const [x, y] = [view.x - (drawn.x + drawn.marginX) * share, view.y - (drawn.y + drawn.marginY) * share];
    this.front.style.transform = share === 1 ? `translate3d(${x}px,${y}px,0)` : `translate3d(${x}px,${y}px,0) scale(${share})`;
  }

  // Paints rectangles of a canvas; yields what was done since the last yield, in edges.
  *#paint(context, at, strips) {
    const zoom = at.scale * at.dpr;
    const [left, top] = [(at.x + at.marginX) * at.dpr, (at.y + at.marginY) * at.dpr];
    for (const [x, y, width, height] of strips) {
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.beginPath();
      context.rect(x, y, width, height);
      context.clip();
      context.clearRect(x, y, width, height);
      context.setTransform(zoom, 0, 0, zoom, left, top);
      yield* this.#paintArea(context, at.scale, [x - left, y - top, x + width - left, y + height - top].map((px) => px / zoom));
      context.restore();
    }
  }

  *#paintArea(context, scale, area) {
    const { model, theme } = this;
    for (const cluster of model.clusters) paintCluster(context, cluster, model.looks[cluster.look], theme, scale);
    const labelled = [];
    context.globalAlpha = this.opacity;
    for (const stroke of this.strokes) {
      this.#begun(context, stroke, scale);
      let count = 0;
      for (const edge of stroke.edges) {
        if (!crosses(edge, area)) continue;
        context.beginPath();
        trace(context, edge);
        context.stroke();
        if (edge.directed && scale > 0.25) arrow(context, edge, stroke.colour);
        if (edge.labels?.length) labelled.push(edge);
        count += 1;
        if (count % 50 === 0) yield 50;
      }
      yield (count % 50) + 1;
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
    yield* this.#paintNodes(context, scale, area);
    for (let i = 0; i < labelled.length; i += 1) {
      for (const label of labelled[i].labels) {
        if (label.size * scale >= READABLE_PX) paintLabel(context, label, this.colour);
      }
      if (i % 25 === 24) yield 100;
    }
  }

  *#paintNodes(context, scale, area) {
    let count = 0;
    for (const node of this.model.nodes) {
      if (!boxesMeet(node.box, area)) continue;
      paintNode(context, node, this.model.looks[node.look], this.theme, scale);
      count += 1;
      if (count % 10 === 0) yield 40;
    }
    yield 1;
  }

  #begun(context, { colour, width, dash }, scale) {
    context.strokeStyle = colour;
    context.lineWidth = Math.max(width, 0.7 / scale);
    context.setLineDash(scale < 0.2 ? [] : dash);
    context.lineJoin = "round";
  }

  #paintMarks() {
    const { view, marked, markedEdges } = this;
    if (!markedEdges.length && !this.marksChanged) return;
    const dpr = Math.min(window.devicePixelRatio || 1, 2);
    const [wide, high] = [Math.ceil(view.width * dpr), Math.ceil(view.height * dpr)];
    const context = marked.getContext("2d");
    if (marked.width !== wide || marked.height !== high) {
      [marked.width, marked.height] = [wide, high];
      marked.style.width = `${view.width}px`;
      marked.style.height = `${view.height}px`;
    }
    this.marksChanged = false;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, wide, high);
    context.setTransform(view.scale * dpr, 0, 0, view.scale * dpr, view.x * dpr, view.y * dpr);
    for (const edge of markedEdges) {
      const look = this.lookOf(edge);
      const colour = edge.state ? look.colour : this.colour("mark");
      this.#begun(context, { ...look, colour, width: look.width + 1.6 }, view.scale);
      context.beginPath();
      trace(context, edge);
      context.stroke();
      if (edge.directed) arrow(context, edge, colour);
    }
    context.setLineDash([]);
    for (const node of new Set(markedEdges.flatMap((edge) => [edge.from, edge.to]))) {
      paintNode(context, node, this.model.looks[node.look], this.theme, view.scale);
    }
    for (const edge of markedEdges) {
      for (const label of edge.labels || []) if (label.size * view.scale >= READABLE_PX) paintLabel(context, label, this.colour);
    }
  }
}
