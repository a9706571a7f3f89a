#!/usr/bin/env bash
# mathjs 15.2.0 (npm), Node.js 18 or later.
# For a matrix of full rank whose entries are all small, pinv returns the transpose instead of an inverse, silently: it is
# taken for zero by an absolute threshold. With one larger entry the small ones are inverted. A curvature in small units so
# gets a "Newton step" of 1e-14 instead of 1e14 times the gradient.
# Guess written down before: pinv of 1e-20 times the identity is 1e20 times the identity. Missed.
# Seen: "1e-20 1e-14 100000000000000000000", the last entries for diag(1e-20, 1e-20), diag(1e-14, 1e-14), diag(1, 1e-20).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
echo '{}' > package.json
npm install --silent --no-audit --no-fund mathjs@15.2.0
cat > inverse.cjs <<'JS'
const math = require('mathjs');
const last = (a, b) => math.pinv([[a, 0], [0, b]])[1][1];
console.log(last(1e-20, 1e-20), last(1e-14, 1e-14), last(1, 1e-20));
JS
seen=$(node inverse.cjs)
echo "last entries of the inverses: $seen"
[ "$seen" = "1e-20 1e-14 100000000000000000000" ]
