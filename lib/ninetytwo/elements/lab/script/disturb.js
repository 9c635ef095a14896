/* Moving, changing and setting upright a picture; ninetytwo.images does the same. */

const MIDDLE = (SIDE - 1) / 2;

const SLIDERS = [
  { key: "right", digits: 1, label: "Shift right", min: -8, max: 8, step: 0.5, unit: "pixels" },
  { key: "down", digits: 1, label: "Shift down", min: -8, max: 8, step: 0.5, unit: "pixels" },
  { key: "rotate", digits: 0, label: "Rotate", min: -60, max: 60, step: 1, unit: "degrees" },
  { key: "scale", digits: 2, label: "Scale", min: 0.5, max: 1.6, step: 0.05, unit: "times" },
  { key: "thickness", digits: 1, label: "Thickness", min: -1, max: 2, step: 0.1,
    unit: "pixels a side" },
  { key: "noise", digits: 2, label: "Noise", min: 0, max: 0.6, step: 0.02, unit: "of full ink" },
];
const NEUTRAL = { right: 0, down: 0, rotate: 0, scale: 1, thickness: 0, noise: 0 };

/** The ink of a pixel; outside the picture the paper is blank. */
function inkAt(picture, r, c) {
  return r < 0 || c < 0 || r >= SIDE || c >= SIDE ? 0 : picture[r * SIDE + c];
}

/** Fetch each pixel (r, c) from matrix * ((r, c) - centre) + from, by linear interpolation. */
function warp(picture, [a, b, c, d], centre, from) {
  const warped = new Float32Array(PIXELS);
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const [dr, dc] = [row - centre[0], column - centre[1]];
      const [r, q] = [a * dr + b * dc + from[0], c * dr + d * dc + from[1]];
      if (!(r > -1 && q > -1 && r < SIDE && q < SIDE)) continue; // blank paper goes on outside
      const [r0, q0] = [Math.floor(r), Math.floor(q)];
      const [fr, fq] = [r - r0, q - q0];
      warped[row * SIDE + column] =
        (1 - fr) * ((1 - fq) * inkAt(picture, r0, q0) + fq * inkAt(picture, r0, q0 + 1)) +
        fr * ((1 - fq) * inkAt(picture, r0 + 1, q0) + fq * inkAt(picture, r0 + 1, q0 + 1));
    }
  return warped;
}

/** Move, turn and scale about the middle, in one step so that it blurs only once. */
function move(picture, { right, down, rotate, scale }) {
  if (!right && !down && !rotate && scale === 1) return picture;
  scale = Math.max(scale, 1e-9); // smaller ones overflow, and leave as little
  const angle = (rotate * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const middle = [MIDDLE, MIDDLE];
  return warp(picture, [cos, sin, -sin, cos], [MIDDLE + down, MIDDLE + right], middle);
}

/** Move every edge of the ink outwards (inwards if negative) by so many pixels. */
function thicken(picture, pixels) {
  const choose = pixels > 0 ? Math.max : Math.min;
  // After so many steps nothing changes any more: a step reaches one pixel further.
  for (let left = Math.min(Math.abs(pixels), 2 * SIDE); left > 1e-9; left--) {
    const part = Math.min(left, 1);
    const before = picture;
    picture = before.map((ink, i) => {
      const [r, c] = [Math.floor(i / SIDE), i % SIDE];
      const edge = choose(
        ink,
        inkAt(before, r - 1, c),
        inkAt(before, r + 1, c),
        inkAt(before, r, c - 1),
        inkAt(before, r, c + 1),
      );
      return (1 - part) * ink + part * edge;
    });
  }
  return picture;
}

/** The same normal noise every time, so that a slider moved back shows the same again. */
const NOISE = (() => {
  let state = 92;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 4294967297;
  };
  return Float32Array.from(
    { length: PIXELS },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
})();

function addNoise(picture, strength) {
  if (!strength) return picture;
  return picture.map((ink, i) => Math.min(1, Math.max(0, ink + strength * NOISE[i])));
}

/** Shear a digit about its centre of mass until it stands upright (chapter 10). */
function deskew(picture) {
  let [mass, row, column] = [0, 0, 0];
  picture.forEach((ink, i) => {
    mass += ink;
    row += ink * Math.floor(i / SIDE);
    column += ink * (i % SIDE);
  });
  if (mass === 0) return picture;
  const centre = [row / mass, column / mass];
  let [spreadOfRows, joint] = [0, 0];
  picture.forEach((ink, i) => {
    const dr = Math.floor(i / SIDE) - centre[0];
    spreadOfRows += ink * dr * dr;
    joint += ink * dr * ((i % SIDE) - centre[1]);
  });
  if (spreadOfRows === 0) return picture;
  return warp(picture, [1, 0, joint / spreadOfRows, 1], centre, centre);
}

/** What the sliders make of a picture. */
function disturb(picture, disturbance) {
  const { thickness, noise } = disturbance;
  return addNoise(thicken(move(picture, disturbance), thickness), noise);
}
