// Puts the page together.

const byId = (id) => document.getElementById(id);

let saying = 0;

// Tells screen readers.
function say(text) {
  clearTimeout(saying);
  saying = setTimeout(() => { byId("status").textContent = text; }, 120);
}

function plural(count, word) {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

class Theme {
  constructor(button, changed) {
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    const wanted = document.documentElement.dataset.themeWanted;
    try { this.chosen = localStorage.getItem("netwright-theme"); } catch { this.chosen = null; }
    if (wanted !== "auto") this.chosen = wanted;
    const apply = () => {
      const name = this.chosen || (this.dark.matches ? "dark" : "light");
      document.documentElement.dataset.theme = name;
      button.setAttribute("aria-pressed", String(name === "dark"));
      changed();
    };
    this.dark.addEventListener("change", apply);
    button.setAttribute("aria-label", "Dark");
    button.addEventListener("click", () => {
      this.chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      try { localStorage.setItem("netwright-theme", this.chosen); } catch { /* a page without storage forgets it */ }
      apply();
    });
    apply();
  }
}

function start() {
  const model = new Model(readJson("data-picture"));
  const recolour = () => {
    const root = document.documentElement;
    for (const [state, { line }] of Object.entries(model.states)) {
      root.style.setProperty(`--${state}`, line[root.dataset.theme === "dark" ? 1 : 0]);
    }
    scene?.recolour();
    layers?.explain();
  };
  let [scene, layers] = [null, null];
  const theme = new Theme(byId("theme"), recolour);
  const stage = byId("stage");
  const view = new View(stage, model);
  view.measure();
  scene = new Scene(stage.querySelectorAll("canvas.lines"), byId("marked"), view, model);
  const nodes = new Nodes(byId("world"), view, model);
  const tip = new Tip(byId("tip"), view, model, nodes, scene);

  let live = null;
  const panel = new Panel(byId("panel"), model, {
    choose,
    close: (subject) => {
      tip.keep(null);
      nodes.flag("chosen", []);
      nodes.focus(subject.layer ? nodes.current : subject);
    },
    act: (...what) => live.act(...what),
  });

  function choose(subject, { middle = false } = {}) {
    tip.keep(subject);
    nodes.flag("chosen", subject.layer ? [] : [subject]);
    if (!subject.layer) nodes.settle(subject);
    tip.hide();
    panel.open(subject);
    view.measure();
    if (!subject.layer) view.reveal(subject.box, middle);
  }

  layers = new Layers(byId("layers"), byId("legend"), model, scene, (layer) => {
    tip.refresh();
    say(`${layer.name} ${layer.shown ? "shown" : "hidden"}`);
  });
  const search = new Search(byId("search"), byId("found"), model, nodes, { choose: (node) => choose(node, { middle: true }) });

  stage.addEventListener("click", (event) => {
    if (event.target.closest("#legend")) return;
    const { left, top } = stage.getBoundingClientRect();
    const subject = nodes.nodeOf(event.target) || tip.at(event.clientX - left, event.clientY - top);
    if (subject) choose(subject);
    else panel.close();
  });
  stage.addEventListener("keydown", (event) => {
    if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
    if (event.key === "Escape") { search.clear(); panel.close(); }
  });
  byId("zoom-in").addEventListener("click", () => view.zoomBy(ZOOM_STEP));
  byId("zoom-out").addEventListener("click", () => view.zoomBy(1 / ZOOM_STEP));
  byId("fit").addEventListener("click", () => view.fit());
  const help = byId("help");
  byId("help-open").addEventListener("click", () => help.showModal());
  byId("help-close").addEventListener("click", () => help.close());
  view.onFrame(() => {
    const text = `${Math.round(view.scale * 100)}%`;
    if (byId("zoom").textContent !== text) byId("zoom").textContent = text;
    return false;
  });

  const links = model.layers.filter((layer) => layer.physical).reduce((sum, layer) => sum + layer.edges.length, 0);
  const real = model.nodes.filter((node) => node.shape !== "stub" && node.shape !== "lan").length;
  byId("summary").textContent = `${plural(real, "node")}, ${plural(links, "link")}`;

  function banner(text) {
    byId("banner").textContent = text;
    byId("banner").hidden = !text;
  }
  if (model.live) {
    live = new Live(model, {
      banner,
      changed: () => {
        scene.recolour();
        layers.explain();
        nodes.redescribe();
        tip.refresh();
        panel.refresh();
      },
    });
  }
  view.open();
  window.netwright = { model, view, scene, theme, live };
}

start();
