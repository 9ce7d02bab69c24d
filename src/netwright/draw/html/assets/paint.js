// Painting on a canvas: lines, arrow heads, boxes, labels. Knows neither the stage nor what is shown.

const READABLE_PX = 5.5;
const NAMES_PX = 4;
const FACE = getComputedStyle(document.documentElement).getPropertyValue("--face");

function overlap([left, top, right, bottom], area) {
  return left <= area[2] && right >= area[0] && top <= area[3] && bottom >= area[1];
}

// Whether an edge is seen in an area; straight ones are looked at closely.
function crosses(edge, area) {
  if (!overlap(edge.bounds, area)) return false;
  if (edge.points?.length !== 4) return true;
  const [ax, ay, bx, by] = edge.points;
  const side = (x, y) => (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0;
  const first = side(area[0], area[1]);
  return first !== side(area[2], area[1]) || first !== side(area[0], area[3]) || first !== side(area[2], area[3]);
}

function trace(context, edge) {
  if (edge.curve) {
    const [ax, ay, cx, cy, bx, by] = edge.curve;
    context.moveTo(ax, ay);
    context.quadraticCurveTo(cx, cy, bx, by);
    return;
  }
  const { points, radius } = edge;
  context.moveTo(points[0], points[1]);
  const last = points.length - 2;
  for (let i = 2; i < last; i += 2) {
    if (radius) context.arcTo(points[i], points[i + 1], points[i + 2], points[i + 3], radius);
    else context.lineTo(points[i], points[i + 1]);
  }
  context.lineTo(points[last], points[last + 1]);
}

// An arrow head where the edge meets the box of its target.
function arrow(context, edge, colour) {
  const place = edge.curve ? entry(edge) : edge.points.slice(-4);
  const [fromX, fromY, x, y] = place;
  const angle = Math.atan2(y - fromY, x - fromX);
  context.beginPath();
  context.moveTo(x, y);
  for (const side of [0.4, -0.4]) context.lineTo(x - 11 * Math.cos(angle + side), y - 11 * Math.sin(angle + side));
  context.closePath();
  context.fillStyle = colour;
  context.fill();
}

function entry(edge) {
  const [left, top, width, height] = edge.to.box;
  const inside = ([x, y]) => x > left && x < left + width && y > top && y < top + height;
  let t = 1;
  while (t > 0.5 && inside(onCurve(edge.curve, t))) t -= 0.01;
  return [...onCurve(edge.curve, t - 0.03), ...onCurve(edge.curve, t)];
}

function roundedBox(context, [x, y, width, height], radius) {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
}

function paintCluster(context, cluster, { line, fill, ink, width = 1.5, dash = [] }, theme, scale) {
  context.setLineDash(dash);
  for (const box of cluster.boxes) {
    roundedBox(context, box, 10);
    context.fillStyle = fill[theme];
    context.fill();
    context.strokeStyle = line[theme];
    context.lineWidth = Math.max(width, 0.7 / scale);
    context.stroke();
  }
  context.setLineDash([]);
  if (cluster.text && cluster.text.size * scale >= READABLE_PX) paintText(context, cluster.text, ink[theme], 600);
}

// Symbols of the page as paths, by shape: their lines in a square of 24 by 24.
const iconPaths = new Map();

function iconOf(shape) {
  if (!iconPaths.has(shape)) {
    const whole = new Path2D();
    for (const part of document.getElementById(`icon-${shape}`)?.children || []) {
      const number = (name) => Number(part.getAttribute(name) || 0);
      if (part.localName === "path") whole.addPath(new Path2D(part.getAttribute("d")));
      const own = new Path2D();
      if (part.localName === "circle") own.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
      if (part.localName === "rect") own.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
      whole.addPath(own);
    }
    iconPaths.set(shape, whole);
  }
  return iconPaths.get(shape);
}

function paintNode(context, node, { line, fill, ink, width = 1.5, dash = [] }, theme, scale) {
  const { box, radius, icon, text } = node;
  context.fillStyle = fill[theme];
  if (box[3] * scale < 7) {
    context.fillRect(...box);
    return;
  }
  const inset = width / 2;
  roundedBox(context, [box[0] + inset, box[1] + inset, box[2] - width, box[3] - width], Math.max(0, radius - inset));
  context.fill();
  context.strokeStyle = line[theme];
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
  if (text.size * scale < NAMES_PX) return;
  if (icon) {
    context.save();
    context.translate(icon[0], icon[1]);
    context.scale(icon[2] / 24, icon[3] / 24);
    context.strokeStyle = ink[theme];
    context.lineWidth = 1.6;
    context.lineCap = context.lineJoin = "round";
    context.stroke(iconOf(node.shape));
    context.restore();
  }
  paintText(context, text, ink[theme], 400);
}

function paintLabel(context, label, colour) {
  const [x, y, width, height] = label.box;
  context.globalAlpha = 0.86;
  context.fillStyle = colour("paper");
  roundedBox(context, [x - 2, y, width + 4, height], 3);
  context.fill();
  context.globalAlpha = 1;
  paintText(context, label, colour("label"), 400);
}

function paintText(context, { lines, box, size, turned, anchor, bold = 0 }, colour, weight) {
  const [x, y, width, height] = box;
  context.save();
  context.fillStyle = colour;
  context.textBaseline = "middle";
  context.textAlign = anchor === "start" ? "left" : "center";
  context.translate(x + width / 2, y + height / 2);
  if (turned) context.rotate(-Math.PI / 2);
  const start = anchor === "start" ? -(turned ? height : width) / 2 : 0;
  lines.forEach((line, i) => {
    context.font = `${i < bold ? 700 : weight} ${size}px ${FACE}`;
    context.fillText(line, start, (i - (lines.length - 1) / 2) * size * 1.25);
  });
  context.restore();
}
