#!/usr/bin/env bash
# @jax-js/jax 0.1.25 (npm), Node.js 20, its WebAssembly device.
# The gradient of numpy.prod at (0, 2, 3) has NaN where the entry is 0; the product of the others, 6, is right, and so it
# comes out if the product is written with multiplications.
# Guess written down before: 6, 0, 0. Missed in the first.
# Seen: "NaN 0 0" and "6 0 0".
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
echo '{}' > package.json
npm install --silent --no-audit --no-fund @jax-js/jax@0.1.25
cat > product.mjs <<'JS'
import { defaultDevice, grad, init, numpy as np } from '@jax-js/jax';

await init('wasm');
defaultDevice('wasm');
const whole = grad((x) => np.prod(x))(np.array([0, 2, 3]));
console.log(whole.js().join(' '));
const written = (a, b, c) => np.multiply(np.multiply(a, b), c);
const parts = [0, 1, 2].map((k) => {
  const slope = grad((t) => written(...[0, 2, 3].map((v, i) => (i === k ? t : np.array(v)))));
  return slope(np.array([0, 2, 3][k])).js();
});
console.log(parts.join(' '));
JS
node product.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
NaN 0 0
6 0 0
SEEN
