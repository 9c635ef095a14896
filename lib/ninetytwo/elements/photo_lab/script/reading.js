/* From a picture's file to pictures that a model of MNIST can read. */

const SHOWN = 1400; // pixels of the longer side that are shown

/** Boxes and digits on a grey picture, in reading order; boxes in pixels of the whole picture. */
function readGrey(grey, rows, columns) {
  const dark = darkness(grey);
  const found = findDigits(dark);
  const boxes = found.map(({ box }) => box);
  const tilt = lineAngle(boxes);
  const [down, along] = [rows / grey.rows, columns / grey.columns];
  return {
    boxes: boxes.map(([top, left, bottom, right]) => [
      Math.floor(top * down),
      Math.floor(left * along),
      Math.ceil(bottom * down),
      Math.ceil(right * along),
    ]),
    digits: found.map((one) => fitDigit(turn(cutOut(dark, one), -tilt))),
  };
}

/** Read a file.  What comes back has `trouble`, a sentence, if that failed; and if there is a
 *  picture at all, it is in `shown`, with its `rows` and `columns`. */
async function readPhoto(file) {
  const bytes = await file.arrayBuffer();
  const trouble = tooLarge(...sizeIn(bytes));
  if (trouble) return { trouble };
  let picture;
  try {
    // Turned as the camera noted.
    picture = await createImageBitmap(new Blob([bytes]), { imageOrientation: "from-image" });
  } catch {
    return { trouble: whatItIs(bytes) };
  }
  const { height: rows, width: columns } = picture;
  if (tooLarge(columns, rows)) return { trouble: tooLarge(columns, rows) };
  const seen = { rows, columns, shown: await scaled(picture) };
  const bytesOf = bytesIn(picture);
  if (!bytesOf)
    return { ...seen, trouble: "This browser hides pictures from pages, to resist fingerprinting: allow it here, or use another." };
  const { boxes, digits } = readGrey(greyOf(rows, columns, bytesOf), rows, columns);
  if (digits.length) return { ...seen, boxes, digits };
  return {
    ...seen,
    trouble: "No digit was found: write larger or darker, on blank paper, with paper around every digit.",
  };
}

/** The picture in the size in which it is shown. */
function scaled(picture) {
  const factor = Math.min(1, SHOWN / Math.max(picture.width, picture.height));
  const [resizeWidth, resizeHeight] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * factor)),
  );
  return createImageBitmap(picture, { resizeWidth, resizeHeight, resizeQuality: "high" });
}

/** A function that gives the bytes of some rows; null if the browser falsifies them. */
function bytesIn(picture) {
  const canvas = new OffscreenCanvas(picture.width, STRIP);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = "#204080";
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  if (Math.abs(red - 32) + Math.abs(green - 64) + Math.abs(blue - 128) > 24) return null;
  return (top, n) => {
    pen.clearRect(0, 0, canvas.width, STRIP);
    pen.drawImage(picture, 0, top, canvas.width, n, 0, 0, canvas.width, n);
    return pen.getImageData(0, 0, canvas.width, n).data;
  };
}
