#!/bin/sh
# Rop's minimizers beside SciPy's, in one run: both on the same functions, starts and gradient, then
# the tables of docs/minimize-comparison.md in Markdown, and the pictures into docs/images.
#   apt-get install python3-scipy gcc
#   ./rop-bench/peers/compare-minimize.sh           about half an hour
#   ./rop-bench/peers/compare-minimize.sh --quick   n = 1,000, short limits, no pictures: two minutes
# No run of a minimizer takes more than 10 s of CPU; tables call those that would "stopped".
# The lines stay in rop-bench/target/minimize; what is there is not run again.
set -e
cd "$(dirname "$0")/../.."
n=10000 side=100 limit=10 span=1 repeat=3 out=rop-bench/target/minimize
case "$1" in
  "") ;;
  --quick) n=1000 side=30 limit=0.5 span=0.02 repeat=1 out=rop-bench/target/minimize-quick ;;
  *) echo "There is no option \"$1\"; there is --quick." >&2; exit 2 ;;
esac
mkdir -p $out

# The lines of one set: made beside, and moved when they are whole.
lines() {
  file=$out/$1.jsonl
  shift
  [ -s "$file" ] && return
  echo "$@" >&2
  "$@" > "$file.part"
  mv "$file.part" "$file"
}

for set in compiled bounded large mgh; do
  size="--n $n --side $side --limit $limit"
  lines scipy-$set python3 rop-bench/peers/minimize_scipy.py --set $set $size --repeat $repeat
  # There are hundreds of small ones, which warm one another.
  [ $set != mgh ] || span=0.05
  lines rop-$set rop-bench/bench minimize --set $set $size --span $span
done
lines rop-cold rop-bench/bench minimize --set large --n $n --problem "Extended Rosenbrock" --cold 1

compare() {
  title=$1
  shift
  printf '\n### %s\n\n' "$title"
  rop-bench/bench minimize-compare "$@"
}
picture() {
  [ $n -lt 10000 ] || echo "--svg docs/images/$1.svg $2"
}
grep -m 1 'model name' /proc/cpuinfo || true
python3 -c 'import scipy, numpy, sys; print("SciPy", scipy.__version__, "numpy", numpy.__version__, "Python", sys.version.split()[0])'
compare "Moré, Garbow and Hillstrom" $out/rop-mgh.jsonl $out/scipy-mgh.jsonl \
  $(picture minimize-mgh products,calls)
compare "$n unknowns" $out/rop-large.jsonl $out/rop-compiled.jsonl $out/scipy-large.jsonl \
  $out/scipy-compiled.jsonl $(picture minimize-large products,cpu)
compare "Within bounds" $out/rop-bounded.jsonl $out/scipy-bounded.jsonl
printf '\n### A first run, the machine of Java cold\n\n'
cut -d, -f 2-8,12-14 $out/rop-cold.jsonl
