# wait-for.sh TEXT ADDRESS: asks an address until its answer has a text, for half a minute at most
tries=0
until curl --fail --silent --show-error "$2" | grep --quiet "$1"; do
  tries=$((tries + 1))
  test "$tries" -lt 30 || exit 1
  sleep 1
done
echo "$2 answers: $1"
