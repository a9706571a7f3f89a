#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm, @tensorflow/tfjs), Node.js 18 or later, its plain JavaScript backend.
# The slope of abs at 0 is -1, of 0 and of -0 alike: neither 0, nor 1, nor the sign of the zero. So the gradient of
# norm(x, 1) has -1 at every entry that is 0, and a descent step moves weights up that an L1 penalty had brought to 0.
# Guess written down before: 0 for abs, and 0, 1 for the gradient of norm(x, 1) at (0, 4). Missed in both.
# Seen: "-1 -1" and "-1 1".
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
echo '{}' > package.json
npm install --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0
cat > slope.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
const print = (f, x) => console.log(tf.grad(f)(tf.tensor1d(x)).dataSync().join(' '));
print((x) => tf.sum(tf.abs(x)), [0, -0]);
print((x) => tf.norm(x, 1), [0, 4]);
JS
node slope.cjs 2> errors.txt | grep -v -e '^$' -e '^=' -e '^Hi' | tee seen.txt
diff seen.txt - <<'SEEN'
-1 -1
-1 1
SEEN
