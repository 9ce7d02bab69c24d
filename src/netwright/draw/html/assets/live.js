// A page that `netwright view` serves: states arrive as server-sent events, links are taken down and up by requests.

class Live {
  constructor(model, { changed, banner }) {
    Object.assign(this, { model, changed, banner });
    model.downEnds = new Set();
    this.events = new EventSource("events");
    this.events.addEventListener("states", (event) => this.#states(JSON.parse(event.data)));
    this.events.addEventListener("end", (event) => this.#end(JSON.parse(event.data)));
    this.events.addEventListener("error", () => {
      if (!model.ended) this.banner("The connection to netwright is lost; what is shown may be old.");
    });
  }

  #states({ edges, nodes, down, stale }) {
    const news = [];
    for (const [id, [state, word]] of Object.entries(edges)) {
      const edge = this.model.edgeById.get(id);
      if (!edge) continue;
      if (edge.state !== state && edge.state && this.known) news.push(`${edgeName(edge)} ${word}`);
      [edge.state, edge.word] = [state, word];
    }
    for (const node of this.model.nodes) if (Object.hasOwn(nodes, node.id)) node.healthy = nodes[node.id];
    this.model.downEnds = new Set(down);
    this.known = true;
    this.banner(stale ? `The lab does not answer (${stale}); what is shown may be old.` : "");
    this.changed();
    if (news.length) say(news.length > 4 ? `${news.length} states changed` : news.join("; "));
  }

  #end({ reason }) {
    this.model.ended = true;
    this.events.close();
    this.banner(reason);
    this.changed();
  }

  async act(node, name, up) {
    const words = `${node} ${name}`;
    say(up ? `Bringing up ${words}` : `Taking down ${words}`);
    try {
      const answer = await fetch("link", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ node, interface: name, up }),
      });
      if (!answer.ok) this.banner(`${words}: ${await answer.text()}`);
    } catch {
      this.banner(`${words}: netwright does not answer`);
    }
  }
}
