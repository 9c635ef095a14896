/* Ink cut out of a sheet becomes a picture as MNIST's are; ninetytwo.images.fit does the same. */

const MIDDLE = 14; // row and column on which MNIST's centres of mass lie
const PENS = [2.1, 2.9]; // pixels: the middle half of the pen widths of MNIST's digits
const THINNEST = 1.5; // pixels: of a pen that varies, thin parts are kept at least so wide
const FINE = 4; // parts of a pixel in which strokes are measured and changed

/** Turn a digit anticlockwise by so many degrees, on as much blank paper as it then needs. */
function turn(picture, degrees) {
  if (!degrees) return picture;
  const { rows, columns, values } = picture;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // Back from where a pixel lies in the turned picture, from the middle, to where it came from.
  const back = (x, y) => [cos * x - sin * y, sin * x + cos * y];
  const corners = [[0, 0], [columns, 0], [columns, rows], [0, rows]].map(([x, y]) =>
    back(x - columns / 2, y - rows / 2),
  );
  const sides = [0, 1].map((i) => {
    const shifted = corners.map((corner) => corner[i] + (i ? rows : columns) / 2);
    return Math.ceil(Math.max(...shifted)) - Math.floor(Math.min(...shifted));
  });
  const [wide, tall] = sides;
  const turned = gridOf(tall, wide);
  for (let r = 0; r < tall; r++)
    for (let c = 0; c < wide; c++) {
      const [x, y] = back(c + 0.5 - wide / 2, r + 0.5 - tall / 2);
      turned.values[r * wide + c] = between(picture, y + rows / 2, x + columns / 2);
    }
  return turned;
}

/** The value between pixels, by cubic curves through four of them; 0 outside. */
function between({ rows, columns, values }, y, x) {
  if (x < 0 || y < 0 || x >= columns || y >= rows) return 0;
  const [top, left] = [Math.floor(y - 0.5), Math.floor(x - 0.5)];
  const [down, along] = [y - 0.5 - top, x - 0.5 - left];
  const curve = (v1, v2, v3, v4, d) =>
    v2 + d * (v3 - v1 + d * (2 * (v1 - v2) + v3 - v4 + d * (v2 - v1 + v4 - v3)));
  const line = (r) => {
    const start = clip(r, 0, rows - 1) * columns;
    const at = (c) => values[start + clip(c, 0, columns - 1)];
    return curve(at(left - 1), at(left), at(left + 1), at(left + 2), along);
  };
  return curve(line(top - 1), line(top), line(top + 1), line(top + 2), down);
}

/** Reduce by the mean of what a pixel covers, enlarge smoothly. */
const howFor = (factor) => (factor < 1 ? MEAN : CUBIC);

/** Without the margin in which nothing reaches half of the ink; null if nothing does. */
function closely(picture) {
  const box = boxAround(picture, (ink) => ink > 0.5);
  return box && cut(picture, box);
}

/** Redraw a digit's strokes so that they are as wide as MNIST's once it is fitted: every edge
 *  moves outwards or inwards by one distance. */
function setPenWidth(picture, [narrowest, widest] = PENS) {
  const close = closely(picture);
  if (!close) return picture;
  const factor = (FINE * BOX) / Math.max(close.rows, close.columns);
  const [rows, columns] = [close.rows, close.columns].map((side) => Math.max(1, round(side * factor)));
  const fine = resample(close, rows, columns, howFor(factor));
  const inside = pad(mapGrid(fine, (ink) => +(ink > 0.5)), 1);
  const [top, left, bottom, right] = boxAround(inside, Boolean);
  const height = Math.max(bottom - top, right - left);
  const depth = mapGrid(distances(inside), (distance) => distance - 0.5);
  const width = 4 * mean(depth.values.filter((_, i) => inside.values[i]));
  // A digit of longer side h and pen w becomes h + 2d and w + 2d, which is then fitted into BOX.
  const moveFor = (pen, wanted) => (wanted * height - BOX * pen) / (2 * (BOX - wanted));
  let move = moveFor(width, clip((BOX * width) / height, narrowest, widest));
  if (move < 0) {
    const around = highest(depth, 1).values;
    const ridge = depth.values.filter((d, i) => inside.values[i] && d === around[i]);
    const thin = 2 * quantile(ridge, 0.2);
    move = Math.max(move, Math.min(moveFor(thin, Math.min(THINNEST, widest)), 0));
    return mapGrid(depth, (d) => clip(0.5 + move + d, 0, 1));
  }
  const outside = mapGrid(pad(inside, Math.trunc(move) + 1), (ink) => 1 - ink);
  return mapGrid(distances(outside), (distance) => clip(1 + move - distance, 0, 1));
}

/** Fit a digit into 20 x 20 pixels, its centre of mass in the middle of 28 x 28. */
function sizeAndCentre(picture) {
  const close = closely(picture);
  if (!close) return new Float32Array(PIXELS);
  const step = Math.max(close.rows, close.columns) / BOX; // of a pixel, in pixels of the picture
  let [mass, row, column] = [0, 0, 0];
  close.values.forEach((ink, i) => {
    mass += ink;
    row += ink * (Math.floor(i / close.columns) + 0.5);
    column += ink * ((i % close.columns) + 0.5);
  });
  const margin = Math.ceil(SIDE * step);
  const start = (centre, side) =>
    margin + clip(centre / mass - (MIDDLE + 0.5) * step, side - SIDE * step, 0); // no ink is lost
  const [top, left] = [start(row, close.rows), start(column, close.columns)];
  const box = [top, left, top + SIDE * step, left + SIDE * step];
  const fitted = resample(pad(close, margin), SIDE, SIDE, howFor(1 / step), box);
  return fitted.values.map((ink) => clip(ink, 0, 1));
}

/** 784 numbers as the model gets them. */
const fitDigit = (picture) => sizeAndCentre(setPenWidth(picture));
