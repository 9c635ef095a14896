/* Colours and pictures in the page. */

// ColorBrewer's RdBu in 256 steps, as in all of the book: red against, blue for.
const RED_TO_BLUE = (() => {
  const stops = "67001f b2182b d6604d f4a582 fddbc7 f7f7f7 d1e5f0 92c5de 4393c3 2166ac 053061"
    .split(" ")
    .map((hex) => [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  return Array.from({ length: 256 }, (_, step) => {
    const along = (10 * step) / 255;
    const low = Math.min(9, Math.floor(along));
    return stops[low].map((start, i) => start + (along - low) * (stops[low + 1][i] - start));
  });
})();

const voteColour = (value, limit) =>
  RED_TO_BLUE[Math.round(127.5 * (1 + Math.min(1, Math.max(-1, value / limit))))];

const inkColour = (ink) => [255 * (1 - ink), 255 * (1 - ink), 255 * (1 - ink)];

const small = document.createElement("canvas");
small.width = small.height = SIDE;

function paint(canvas, values, colour, smooth = false) {
  const context = small.getContext("2d", { willReadFrequently: true });
  const pixels = context.createImageData(SIDE, SIDE);
  values.forEach((value, i) => {
    const [red, green, blue] = colour(value);
    pixels.data[4 * i] = red;
    pixels.data[4 * i + 1] = green;
    pixels.data[4 * i + 2] = blue;
    pixels.data[4 * i + 3] = 255;
  });
  context.putImageData(pixels, 0, 0);
  const target = canvas.getContext("2d");
  target.imageSmoothingEnabled = smooth;
  target.drawImage(small, 0, 0, canvas.width, canvas.height);
}

/** A dash in each cell that votes against: no meaning by colour alone. */
function markAgainst(canvas, votes, limit) {
  const context = canvas.getContext("2d");
  const cell = canvas.width / SIDE;
  votes.forEach((vote, i) => {
    if (vote > -0.06 * limit) return;
    context.fillStyle = vote < -0.5 * limit ? "#fff" : "#67001f";
    const [r, c] = [Math.floor(i / SIDE), i % SIDE];
    context.fillRect((c + 0.25) * cell, (r + 0.42) * cell, 0.5 * cell, 0.16 * cell);
  });
}

/** Set a text only if it is another: each new text makes the browser lay out the page again. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
