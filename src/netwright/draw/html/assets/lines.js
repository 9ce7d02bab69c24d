// Draws boxes, links and sessions on canvases larger than the stage. While the picture moves, the compositor shifts what
// is drawn; when it would run out, the next part is drawn a slice a frame on the canvas behind, then both change places.

const SLICE = { least: 150, most: 4000 };
const MARGIN_SHARE = 0.5;
const PIXELS = 14e6;
const STATE_DASHES = { up: [], down: [3, 5], partial: [10, 4], unknown: [1, 4] };

class Lines {
  constructor(canvases, marked, view, model) {
    [this.front, this.back] = canvases;
    this.marked = marked;
    this.view = view;
    this.model = model;
    this.drawn = null;
    this.job = null;
    this.slice = 1200;
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
    this.invalidate();
  }

  lookOf(edge) {
    const { line, width = 1.5, dash = [] } = this.model.looks[edge.look];
    if (!edge.state) return { colour: line[this.theme], width, dash };
    return { colour: this.colour(edge.state), width: Math.max(width, 2), dash: STATE_DASHES[edge.state] };
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
      if (passed > 21) this.slice = Math.max(SLICE.least, this.slice * 0.6);
      else if (passed < 17.5) this.slice = Math.min(SLICE.most, this.slice * 1.15);
    }
    if (!this.job && this.#needed(moving)) this.job = this.#begin();
    if (this.job) this.#work(moving ? this.slice : SLICE.most);
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
    const spareX = 0.55 * drawn.marginX;
    const spareY = 0.55 * drawn.marginY;
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
    this.stale = false;
    const canvas = this.back;
    const [wide, high] = [Math.ceil((at.width + 2 * marginX) * dpr), Math.ceil((at.height + 2 * marginY) * dpr)];
    if (canvas.width !== wide || canvas.height !== high) {
      [canvas.width, canvas.height] = [wide, high];
      canvas.style.width = `${wide / dpr}px`;
      canvas.style.height = `${high / dpr}px`;
    }
    return { at, steps: this.#paint(canvas.getContext("2d"), at) };
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

  // Paints the picture around a view; yields the number of edges since the last yield.
  *#paint(context, at) {
    const { scale, dpr, marginX, marginY } = at;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const zoom = scale * dpr;
    context.setTransform(zoom, 0, 0, zoom, (at.x + marginX) * dpr, (at.y + marginY) * dpr);
    const [left, top] = [-(at.x + marginX) / scale, -(at.y + marginY) / scale];
    const area = [left, top, left + context.canvas.width / zoom, top + context.canvas.height / zoom];
    for (const cluster of this.model.clusters) paintCluster(context, cluster, this.model.looks[cluster.look], this.theme, scale);
    yield 50;
    const labelled = [];
    for (const stroke of this.strokes) {
      this.#begun(context, stroke, scale);
      let count = 0;
      for (const edge of stroke.edges) {
        if (!overlap(edge.bounds, area)) continue;
        context.beginPath();
        trace(context, edge);
        context.stroke();
        if (edge.directed && scale > 0.25) arrow(context, edge, stroke.colour);
        if (edge.labels?.length) labelled.push(edge);
        count += 1;
        if (count % 100 === 0) yield 100;
      }
      yield (count % 100) + 1;
    }
    context.setLineDash([]);
    for (let i = 0; i < labelled.length; i += 1) {
      for (const label of labelled[i].labels) {
        if (label.size * scale >= READABLE_PX) paintLabel(context, label, this.colour);
      }
      if (i % 25 === 24) yield 100;
    }
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
    for (const edge of markedEdges) {
      for (const label of edge.labels || []) if (label.size * view.scale >= READABLE_PX) paintLabel(context, label, this.colour);
    }
  }
}
