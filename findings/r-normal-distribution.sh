#!/usr/bin/env bash
# R 4.2.2 (Debian 12, r-base-core).
# deriv() and D() of pnorm(x, mean, sd) leave out mean and sd in the derivative, dnorm(x), and keep them in the value. So the
# gradient belongs to another function than the value beside it. log(x, 2), also of two arguments, is refused.
# Guess written down before: an error, as for log. Missed.
# Seen at x = 1 for mean 1, sd 2: value 0.5, gradient 0.2420; the slope of that value is 0.1995.
# Needs package lists (apt-get update).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get download -q r-base-core=4.2.2.20221110-2 libblas3 liblapack3 libgfortran5 libquadmath0 libtirpc3 libicu72 libreadline8 libgomp1 > log.txt 2>&1
for package in *.deb; do dpkg -x "$package" root; done
libraries=$tmp/root/usr/lib/$(uname -m)-linux-gnu
export R_HOME=$tmp/root/usr/lib/R EDITOR=vi PAGER=cat
rm -r "$R_HOME/etc" && mkdir "$R_HOME/etc" && touch "$R_HOME/etc/Renviron"
export LD_LIBRARY_PATH=$R_HOME/lib:$libraries/blas:$libraries/lapack:$libraries:$tmp/root/lib/$(uname -m)-linux-gnu
cat > slope.R <<'R'
value <- eval(deriv(~ pnorm(x, 1, 2), "x"), list(x = 1))
difference <- (pnorm(1 + 1e-4, 1, 2) - pnorm(1 - 1e-4, 1, 2)) / 2e-4
cat(deparse(D(quote(pnorm(x, 1, 2)), "x")), sprintf("%.4f", c(value, attr(value, "gradient"), difference)), "\n")
cat(tryCatch({ D(quote(log(x, 2)), "x"); "no error" }, error = function(e) "log refused"), "\n")
R
"$R_HOME/bin/exec/R" --vanilla --no-echo -f slope.R 2> errors.txt | tee seen.txt
diff seen.txt - <<'SEEN'
dnorm(x) 0.5000 0.2420 0.1995 
log refused 
SEEN
