/* What was found, in the order in which one reads it; ninetytwo.images.order does the same. */

const STEEPEST = 40; // degrees that lines of digits may run up or down
const SAME_LINE = 0.75; // of a digit's height: what is further off is on another line
const RECENT = 3; // digits that say where a line has got to
const SURE = 3; // standard errors that a tilt must differ from none

const centreOf = ([top, left, bottom, right]) => [(top + bottom) / 2, (left + right) / 2];
const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** Where each of the boxes comes, line by line, each from left to right, though tilted. */
function readingOrder(boxes) {
  if (boxes.length < 2) return boxes.map((_, i) => i);
  const height = quantile(boxes.map(([top, , bottom]) => bottom - top), 0.75);
  const angle = (lineAngle(boxes) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const places = boxes.map(centreOf).map(([y, x]) => [y * cos + x * sin, x * cos - y * sin]);
  const downOf = (line) => mean(line.map((i) => places[i][0]));
  const lines = [];
  for (const one of boxes.map((_, i) => i).sort((a, b) => places[a][1] - places[b][1])) {
    const off = lines.map((line) => Math.abs(places[one][0] - downOf(line.slice(-RECENT))));
    const least = Math.min(...off);
    if (least < SAME_LINE * height) lines[off.indexOf(least)].push(one);
    else lines.push([one]);
  }
  return lines.sort((a, b) => downOf(a) - downOf(b)).flat();
}

/** How far the lines are tilted: degrees, positive where they run upwards to the right; 0 where
 *  the digits are too few or dance too much to tell. */
function lineAngle(boxes) {
  const centres = boxes.map(centreOf);
  const angles = [];
  centres.forEach(([y, x], i) => {
    let [nearest, found] = [Infinity, null];
    centres.forEach(([otherY, otherX], j) => {
      const angle = (Math.atan2(y - otherY, otherX - x) * 180) / Math.PI;
      const far = Math.hypot(otherY - y, otherX - x);
      if (j !== i && Math.abs(angle) <= STEEPEST && far < nearest) [nearest, found] = [far, angle];
    });
    if (found !== null) angles.push(found);
  });
  if (angles.length < 3) return 0;
  const tilt = median(angles);
  const error = (1.25 * spreadOf(angles, tilt)) / Math.sqrt(angles.length); // of a median
  return Math.abs(tilt) > SURE * error ? tilt : 0;
}
