/* From the text in the page to numbers. */

/** Numbers from -1 to 1, each written in three letters of base 64 (18 bits). */
function unpack(text) {
  const numbers = new Float64Array(text.length / 3);
  for (let i = 0; i < numbers.length; i++) {
    const letter = (j) => VALUE[text.charCodeAt(3 * i + j)];
    numbers[i] = ((letter(0) << 12) + (letter(1) << 6) + letter(2) - 131071) / 131071;
  }
  return numbers;
}

/** Weights as ten templates.  Each pixel has a scale of its own; blank ones are left out.
 *  Another shape gives null, weights that are no numbers NaN. */
function unpackWeights({ largest, scales, weights }) {
  if (!Number.isFinite(largest)) return NaN;
  const scale = unpack(scales).map((s) => s * largest);
  const packed = unpack(weights);
  const inked = scale.filter((s) => s !== 0).length;
  if (scale.length !== PIXELS || packed.length !== CLASSES * inked) return null;
  const templates = Array.from({ length: CLASSES }, () => new Float64Array(PIXELS));
  let next = 0;
  for (let j = 0; j < PIXELS; j++) {
    if (scale[j] === 0) continue;
    for (let k = 0; k < CLASSES; k++) templates[k][j] = packed[next++] * scale[j];
  }
  return templates;
}

/** A test digit: its label, where the box of its ink lies, how wide it is, and the ink in it, a
 *  byte a pixel; but pixels without ink in a row are 0 and how many they are. */
function unpackDigit({ label, row, column, width, ink }) {
  const bytes = Uint8Array.from(atob(ink), (letter) => letter.charCodeAt(0));
  const picture = new Float32Array(PIXELS);
  for (let i = 0, j = 0; j < bytes.length; j++) {
    if (bytes[j]) {
      picture[(row + Math.floor(i / width)) * SIDE + column + (i % width)] = bytes[j] / 255;
      i++;
    } else i += bytes[++j];
  }
  return { label, picture };
}

/** Say in a sentence what is wrong with a model, or return it ready for use. */
function readModel(given, others) {
  const templates = unpackWeights(others[given.like] ?? given); // equal ones are sent once
  const bias = given.b;
  if (templates === null || !Array.isArray(bias) || bias.length !== CLASSES)
    throw new Error(
      `The model "${given.name}" does not have ten templates of 784 weights and ten biases, ` +
        "so the lab cannot use it.",
    );
  if (Number.isNaN(templates) || !bias.every(Number.isFinite))
    throw new Error(
      `The model "${given.name}" has a weight that is not a number: train it again, with a ` +
        "smaller learning rate.",
    );
  // Colours are full for the largest twentieth of the weights, or a few would leave the rest pale.
  const sizes = Float64Array.from(templates.flatMap((t) => [...t]), Math.abs).sort();
  const limit = sizes[Math.floor(0.95 * sizes.length)] || sizes[sizes.length - 1] || 1;
  return { ...given, templates, bias, limit };
}
