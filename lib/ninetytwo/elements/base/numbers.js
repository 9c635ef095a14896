/* What a picture is, and the letters that numbers are packed in.
 *
 * A picture is a Float32Array of 784 numbers, row by row, 0 blank and 1 full ink.
 */

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASSES = 10;
const BOX = 20; // MNIST fits each digit into a box of 20 x 20 pixels

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUE = new Int32Array(128);
[...ALPHABET].forEach((letter, i) => (VALUE[letter.charCodeAt(0)] = i));
