/* Drawings that a reload does not lose; they stay in this tab of the browser. */

const keyOf = (element) => {
  const { localName } = element;
  const labs = [...document.querySelectorAll(localName)];
  return `${localName} ${location.pathname} ${labs.indexOf(element)}`;
};

function keepDrawing(element, strokes) {
  try {
    const short = strokes.map((stroke) => stroke.map((point) => point.map((at) => +at.toFixed(1))));
    sessionStorage.setItem(keyOf(element), JSON.stringify(short));
  } catch {
    // Without such a store, or with a full one, the drawing is there until the page goes.
  }
}

/** The strokes that were kept; none if there are none, or if they are damaged. */
function keptDrawing(element) {
  try {
    const strokes = JSON.parse(sessionStorage.getItem(keyOf(element)) ?? "[]");
    const sound = (point) => point.length === 2 && point.every(Number.isFinite);
    return strokes.every((stroke) => stroke.length && stroke.every(sound)) ? strokes : [];
  } catch {
    return [];
  }
}
