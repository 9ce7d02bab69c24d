// What part of the picture is on the stage: moving, zooming, fitting; by pointer, wheel, pinch and keyboard.

const ZOOM_STEP = 1.25;
const ZOOM_MAX = 5;
const MOVE_STEP = 70;
const CLICK_SLOP = 4;
const READABLE_SCALE = 0.12;

class View {
  constructor(stage, model) {
    this.stage = stage;
    this.model = model;
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.speed = [0, 0];
    this.lastMove = 0;
    this.listeners = [];
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.#pending = false;
    this.#pointers = new Map();
    this.#listen();
  }

  #pending;
  #pointers;
  #dragged = false;
  #gliding = null;

  get width() { return this.size?.[0] ?? this.stage.clientWidth; }
  get height() { return this.size?.[1] ?? this.stage.clientHeight; }

  // Listeners are called once a frame with its time; one that returns true wants another frame.
  onFrame(listener) { this.listeners.push(listener); }

  request() {
    if (this.#pending) return;
    this.#pending = true;
    requestAnimationFrame((now) => {
      this.#pending = false;
      this.#glide(now);
      let more = this.#gliding !== null;
      for (const listener of this.listeners) more = listener(now) || more;
      if (more) this.request();
    });
  }

  // The stage may have another size. What showed everything goes on doing so, unless it became much smaller by that.
  measure() {
    const [width, height] = [this.stage.clientWidth, this.stage.clientHeight];
    if (this.size && width === this.size[0] && height === this.size[1]) return;
    this.size = [width, height];
    if (this.fitted && this.#fitting() > 0.75 * this.scale) this.fit(false);
    this.request();
  }

  moving(now) { return now - this.lastMove < 140; }

  moveBy(dx, dy) {
    const now = performance.now();
    const passed = Math.max(now - this.lastMove, 4);
    const share = passed > 140 ? 1 : 0.4;
    this.speed = [this.speed[0] * (1 - share) + (dx / passed) * share, this.speed[1] * (1 - share) + (dy / passed) * share];
    this.lastMove = now;
    this.#gliding = null;
    this.fitted = false;
    [this.x, this.y] = this.#held(this.x + dx, this.y + dy, this.scale);
    this.request();
  }

  // Zooms by a factor around a place of the stage.
  zoomBy(factor, px = this.width / 2, py = this.height / 2) {
    this.#gliding = null;
    this.fitted = false;
    const scale = this.#allowed(this.scale * factor);
    const share = scale / this.scale;
    this.speed = [0, 0];
    this.lastMove = performance.now();
    [this.x, this.y] = this.#held(px - (px - this.x) * share, py - (py - this.y) * share, scale);
    this.scale = scale;
    this.request();
  }

  #fitting() {
    const [width, height] = [this.model.width || 1, this.model.height || 1];
    return Math.min((this.width - 24) / width, (this.height - 24) / height, 1.6);
  }

  #allowed(scale) { return Math.max(Math.min(this.#fitting(), 1) * 0.6, Math.min(ZOOM_MAX, scale)); }

  // Some of the picture always stays in sight.
  #held(x, y, scale) {
    const keep = 60;
    const low = (span, size) => keep - span * scale;
    return [
      Math.max(low(this.model.width, 0), Math.min(this.width - keep, x)),
      Math.max(low(this.model.height, 0), Math.min(this.height - keep, y)),
    ];
  }

  fit(glide = true) {
    const scale = this.#fitting();
    this.#go((this.width - this.model.width * scale) / 2, (this.height - this.model.height * scale) / 2, scale, glide);
    this.fitted = true;
  }

  // The first view: everything, or the middle of a picture that is too large to make out anything then.
  open() {
    this.fit(false);
    if (this.scale >= READABLE_SCALE) return;
    const scale = Math.min(0.5, Math.max(READABLE_SCALE, (this.height - 24) / this.model.height));
    const away = (span, size) => (span - size * scale) / 2;
    this.#go(away(this.width, this.model.width), away(this.height, this.model.height), scale, false);
  }

  // Brings a box of the picture into sight, moving no more than needed; `middle` puts it in the centre.
  reveal([x, y, width, height], middle = false) {
    const scale = middle ? Math.max(this.scale, 1) : this.scale;
    const [left, top] = [x * scale + this.x, y * scale + this.y];
    const [right, bottom] = [left + width * scale, top + height * scale];
    const edge = 40;
    if (middle) {
      this.#go(this.width / 2 - (x + width / 2) * scale, this.height / 2 - (y + height / 2) * scale, scale);
      return;
    }
    const shift = (low, high, size) => (low < edge ? edge - low : high > size - edge ? size - edge - high : 0);
    const [dx, dy] = [shift(left, right, this.width), shift(top, bottom, this.height)];
    if (dx || dy) this.#go(this.x + dx, this.y + dy, scale);
  }

  #go(x, y, scale, glide = true) {
    this.fitted = false;
    if (!glide || this.calm.matches) {
      [this.x, this.y, this.scale] = [x, y, scale];
      this.#gliding = null;
    } else {
      this.#gliding = { from: [this.x, this.y, this.scale], to: [x, y, scale], since: null };
    }
    this.request();
  }

  #glide(now) {
    const glide = this.#gliding;
    if (!glide) return;
    glide.since ??= now;
    const share = Math.min(1, (now - glide.since) / 170);
    const eased = 1 - (1 - share) ** 3;
    [this.x, this.y, this.scale] = glide.from.map((value, i) => value + (glide.to[i] - value) * eased);
    if (share === 1) this.#gliding = null;
  }

  toPicture(px, py) { return [(px - this.x) / this.scale, (py - this.y) / this.scale]; }

  // Whether the press that just ended moved the picture: then it was no click.
  get dragged() { return this.#dragged; }

  #listen() {
    const { stage } = this;
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => this.#up(event));
    stage.addEventListener("click", (event) => this.#swallow(event), true);
    stage.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.measure()).observe(stage);
  }

  #at(event) {
    const { left, top } = this.stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  #wheel(event) {
    if (event.target.closest("#legend")) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    if (event.shiftKey) {
      this.moveBy(-(event.deltaX || event.deltaY) * unit, 0);
      return;
    }
    const amount = Math.max(-120, Math.min(120, event.deltaY * unit));
    this.zoomBy(Math.exp(-amount * (event.ctrlKey ? 0.01 : 0.002)), ...this.#at(event));
  }

  #down(event) {
    if (event.button !== 0 || event.target.closest("#legend")) return;
    if (!this.#pointers.size) this.#dragged = false;
    this.#pointers.set(event.pointerId, this.#at(event));
    this.speed = [0, 0];
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#at(event);
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    if (!this.#dragged) {
      if (Math.hypot(dx, dy) < CLICK_SLOP && this.#pointers.size === 1) return;
      this.#dragged = true;
      this.stage.classList.add("moving");
      for (const id of this.#pointers.keys()) this.stage.setPointerCapture(id);
    }
    if (this.#pointers.size === 1) this.moveBy(dx, dy);
    else this.#pinch(event.pointerId, before, now);
    this.#pointers.set(event.pointerId, now);
  }

  #pinch(id, before, now) {
    const [, other] = [...this.#pointers].find(([each]) => each !== id);
    const apart = (place) => Math.hypot(place[0] - other[0], place[1] - other[1]) || 1;
    this.moveBy((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    this.zoomBy(apart(now) / apart(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  }

  #up(event) {
    this.#pointers.delete(event.pointerId);
    if (!this.#pointers.size) this.stage.classList.remove("moving");
    this.request();
  }

  #swallow(event) {
    if (!this.#dragged || event.detail === 0) return;
    this.#dragged = false;
    event.stopPropagation();
    event.preventDefault();
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (event.key in moves && (event.target === this.stage || event.shiftKey)) {
      const [dx, dy] = moves[event.key];
      this.moveBy(dx * MOVE_STEP, dy * MOVE_STEP);
    } else if (event.key === "+" || event.key === "=") this.zoomBy(ZOOM_STEP);
    else if (event.key === "-") this.zoomBy(1 / ZOOM_STEP);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
