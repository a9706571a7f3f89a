#!/usr/bin/env bash
# nerdamer 1.1.13 (npm), Node.js 18 or later.
# An error that was caught changes later derivatives of other functions. The slope of sqrt(x^2) at -2 is -1; once the slope
# of abs(x) has been asked for at 0, which raises "Division by zero", it is 1, silently.
# Guess written down before, for the slope of sqrt(x^2) at -2 after other slopes had been asked for: x / abs(x), so -1. Missed.
# Seen: "abs(x)^(-1)*x -1" before the error, "1 1" after it: the derivative as text, and at -2.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
echo '{}' > package.json
npm install --silent --no-audit --no-fund nerdamer@1.1.13
cat > slope.cjs <<'JS'
const nerdamer = require('nerdamer/all');
const show = () => {
  const slope = nerdamer.diff(nerdamer('sqrt(x^2)'), 'x');
  console.log(slope.toString(), slope.evaluate({ x: -2 }).text());
};
show();
try {
  nerdamer.diff(nerdamer('abs(x)'), 'x').evaluate({ x: 0 });
  console.log('no error');
} catch (error) {
  console.log(error.message.split('!')[0]);
}
show();
JS
node slope.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
abs(x)^(-1)*x -1
Division by zero is not allowed
1 1
SEEN
