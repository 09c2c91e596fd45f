#!/usr/bin/env bash
# Runs the same load against Tributary, VictoriaMetrics and Prometheus, in alternation, and prints the medians.
#
#   TRIBUTARY_BENCH=DIR bench/compare.sh [-n RUNS] [-s 'SERVER …'] [-o DIR] [WORKLOAD …]
#
# WORKLOAD  A1h   100 k series, 120 scrapes; then kill -9 and the time until it is ready again      (the default)
#           B     1 M series, 20 scrapes; likewise
#           A6h   100 k series, 1,440 scrapes; then queries, the answers compared with those of Prometheus
#           C7d   5,622 series, 40,320 scrapes (7 days); then all queries, likewise
#           kill  150 k samples/s, kill -9 after 32 s; what was acknowledged and is gone
#           try   2 k series, 20 scrapes; likewise: shows that all of it runs, and says nothing of speed
# SERVER    tributary victoria-metrics prometheus; of A1h, B and try also Tributary that asks who sends:
#           tributary+token (a bearer token in clear) tributary+tls (the same over TLS) tributary+mtls (a registered certificate)
#           and the same load by another protocol than remote write 1.0, OTLP without compression and to promoted attributes:
#           tributary+v2 tributary+otlp tributary+influx prometheus+v2 prometheus+otlp
#
# TRIBUTARY_BENCH names the built load tools (bench.sh, restart.sh, kill.sh, lib/blast.jar, lib/ask.jar); they are no part
# of this project. The peers are those of .ci/peers, or in TRIBUTARY_PEERS. The server has CPU 0, the generator CPU 1.
# Compare CPU times, and only within one call: on a shared machine all else depends on who else is there.
# TRIBUTARY_COMMAND runs another build than this one's ./tributary.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
tools=${TRIBUTARY_BENCH:?names the directory of the load tools}
ours=${TRIBUTARY_COMMAND:-$root/tributary}
export -n TRIBUTARY_BENCH TRIBUTARY_COMMAND TRIBUTARY_PEERS 2>/dev/null # settings of ours have that prefix
PATH=${TRIBUTARY_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/tributary-peers/bin}:$PATH
runs=3
servers='tributary victoria-metrics prometheus'
out=
while getopts n:s:o: option; do
    case $option in
        n) runs=$OPTARG ;;
        s) servers=$OPTARG ;;
        o) out=$OPTARG ;;
        *) sed -n '2,22s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- A1h

for program in jq bc curl taskset; do
    command -v "$program" >/dev/null || { echo "compare: $program is missing" >&2; exit 2; }
done
for server in $servers; do
    case $server in
        tributary) needs= ;;
        tributary+* | prometheus+*)
            needs=patch
            case $server in *+token | *+tls | *+mtls) needs+=' openssl' ;; prometheus+*) needs+=' prometheus' ;; esac
            case " $* " in *' A6h '* | *' C7d '* | *' kill '*) echo "compare: $server runs A1h, B and try only" >&2; exit 2 ;; esac
            ;;
        *) needs=$server ;;
    esac
    for program in $needs; do
        command -v "$program" >/dev/null || { echo "compare: $program is missing (peers: run .ci/peers)" >&2; exit 2; }
    done
done
tools=$(cd "$tools" && pwd)
export RUN=${out:-$(mktemp -d "${TMPDIR:-/tmp}/tributary-compare.XXXXXX")}
mkdir -p "$RUN"
results=$RUN/results.jsonl
"$ours" version >/dev/null # builds what is to be built

# certificate NAME EXTENSION…: $secrets/NAME.crt and NAME.key, of the run's own CA.
certificate() {
    local name=$1
    shift
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout "$secrets/$name.key" -out "$secrets/$name.csr"
    openssl x509 -req -in "$secrets/$name.csr" -CA "$secrets/ca.crt" -CAkey "$secrets/ca.key" -CAcreateserial -days 7 \
        -extfile <(printf '%s\n' "$@") -out "$secrets/$name.crt"
}

# Load tools that present an identity and speak OTLP: a copy of them, patched and built.
patched() {
    rm -rf "$RUN/tools" "$RUN/blast"
    cp -R "$tools" "$RUN/tools"
    chmod -R u+w "$RUN/tools"
    patch -s -p1 -d "$RUN/tools" <"$root/bench/blast-identities.patch"
    patch -s -p1 -d "$RUN/tools" <"$root/bench/blast-otlp.patch"
    local java
    java=$("$tools/java25")
    mkdir "$RUN/blast"
    (cd "$RUN/tools" && "${java%/java}/javac" -nowarn -cp "$(printf '%s:' lib/*.jar)" -d "$RUN/blast" src/Blast.java src/Data.java src/Proc.java \
        && "${java%/java}/jar" uf lib/blast.jar -C "$RUN/blast" .)
    tools=$RUN/tools
}

# A registry with a token and a certificate.
identities() {
    rm -rf "$secrets" "$RUN/registry"
    mkdir -m 700 "$secrets"
    mkdir "$RUN/registry"
    "$ours" credentials hash by-token --role writer --tenant bench >"$secrets/token" 2>"$RUN/registry/token.yaml"
    printf '%s\n' 'tenants: [{name: bench}]' \
        'credentials: [{name: by-certificate, certificate: {dns: sender.bench}, roles: [writer], tenants: [bench]}]' >"$RUN/registry/bench.yaml"
    {
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 7 -subj /CN=bench -keyout "$secrets/ca.key" -out "$secrets/ca.crt"
        certificate server subjectAltName=IP:127.0.0.1 extendedKeyUsage=serverAuth
        certificate sender subjectAltName=DNS:sender.bench extendedKeyUsage=clientAuth
    } >"$secrets/openssl.log" 2>&1 || { cat "$secrets/openssl.log" >&2; return 1; }
}

# as SERVER: what the tools need to know of us, where that is one of ours, and how the load is sent.
as() {
    local flags='' scheme=http path=/api/v1/push
    sender=()
    case $1 in
        *+token | *+tls | *+mtls) flags="--set registry.file=$RUN/registry" ;;
        *+otlp) path=/v1/metrics flags="--set 'otlp.promoteResourceAttributes=$promoted'" ;;
        *+influx) path=/write ;;
    esac
    case $1 in
        *+v2 | *+otlp | *+influx) sender=(-proto "${1#*+}") ;;
        tributary+token) sender=(-token "$secrets/token") ;;
        tributary+tls) scheme=https sender=(-token "$secrets/token" -ca "$secrets/ca.crt") ;;
        tributary+mtls) scheme=https sender=(-cert "$secrets/sender.crt" -key "$secrets/sender.key" -ca "$secrets/ca.crt") ;;
    esac
    unset CURL_CA_BUNDLE
    if [ $scheme = https ]; then
        export CURL_CA_BUNDLE=$secrets/ca.crt
        flags+=" --set tls.certFile=$secrets/server.crt --set tls.keyFile=$secrets/server.key --set tls.clientCaFile=$secrets/ca.crt"
    fi
    export CMD="$ours server --data \$DIR --listen 127.0.0.1:9019 --retention 30d --set head.backlogMax=30d $flags"
    export READY=$scheme://127.0.0.1:9019/-/ready URL=$scheme://127.0.0.1:9019$path QURL=$scheme://127.0.0.1:9019
    case $1 in
        prometheus+*)
            case $1 in *+otlp) path=/api/v1/otlp/v1/metrics ;; *) path=/api/v1/write ;; esac
            printf 'otlp: {promote_resource_attributes: [%s]}\n' "$(tr '\n' , <<<"$promoted")" >"$RUN/prometheus.yml"
            CMD="prometheus --config.file=$RUN/prometheus.yml --storage.tsdb.path=\$DIR --storage.tsdb.retention.time=60d --web.listen-address=127.0.0.1:9090"
            export CMD+=' --web.enable-remote-write-receiver --web.enable-otlp-receiver'
            export READY=http://127.0.0.1:9090/-/ready URL=http://127.0.0.1:9090$path QURL=http://127.0.0.1:9090
            ;;
    esac
}

# What a pod has beside job and instance, a line each.
promoted=$(printf '%s\n' cluster namespace node pod)

secrets=$RUN/secrets
case $servers in *+token* | *+tls* | *+mtls*) identities ;; esac
case $servers in *+*) patched ;; esac

t0=$((($(date +%s) - 28800) / 7200 * 7200)) # within the last day, so that nobody refuses it
t7=$((($(date +%s) - 7 * 86400 - 3600) / 7200 * 7200)) # seven days and an hour ago

# The tools' name of a server.
name() { case $1 in tributary* | *+*) echo other ;; victoria-metrics) echo vm ;; *) echo "$1" ;; esac; }

# Where a server is asked.
query_url() { case $1 in tributary) echo "$QURL" ;; victoria-metrics) echo http://127.0.0.1:8428 ;; *) echo http://127.0.0.1:9090 ;; esac; }

# load LABEL SERVER T0 BLAST_OPTION…: a fresh server, the load from T0 on, figures; the server is left running.
load() {
    local label=$1 server=$2 from=$3
    shift 3
    echo "compare: $label" >&2
    (cd "$tools" && KEEPRUN=1 ./bench.sh "$label" "$(name "$server")" 0 1 60 -- -conns 8 -t0 "${from}000" ${sender[@]+"${sender[@]}"} "$@") >"$RUN/$label.out" 2>&1 \
        || { tail -n 3 "$RUN/$label.out" >&2; return 1; }
}

# restarted LABEL SERVER: kill -9, start, stop.
restarted() {
    (cd "$tools" && STOP=1 ./restart.sh "$1" "$(name "$2")" 0) >>"$RUN/$1.out" 2>&1
}

stopped() {
    kill "$(cat "$RUN/$1.pid")"
    while kill -0 "$(cat "$RUN/$1.pid")" 2>/dev/null; do sleep 0.2; done
    rm -rf "${RUN:?}/$1"
}

# queries LABEL SERVER END RANGE: at END, those that reach back at most RANGE seconds; answers of Prometheus are the reference
# of the others.
queries() {
    local extra='' compare=(-ref "$RUN/reference")
    case $2 in
        prometheus) compare=(-save "$RUN/reference") ;;
        victoria-metrics) extra='&nocache=1' ;;
    esac
    [ "$2" = prometheus ] || [ -d "$RUN/reference" ] || compare=()
    (cd "$tools" && taskset -c 1 "$(./java25)" -jar lib/ask.jar -url "$(query_url "$2")" -end "$3" \
        -pid "$(cat "$RUN/$1.pid")" -maxrange "$4" -reps 12 -budget 3 -extra "$extra" "${compare[@]}") >"$RUN/$1.queries" 2>&1 || true
    echo "== queries of $2 ($RUN/$1.queries)"
    tail -n 12 "$RUN/$1.queries"
}

# table WORKLOAD: medians of all runs.
table() {
    printf '\n%s, medians of %s runs\n' "$1" "$runs"
    jq -rs --arg workload "$1" '
        def median: sort | if length == 0 then null else .[(length - 1) / 2 | floor] end;
        def shown: if . == null then "-" else (. * 1000 | round / 1000 | tostring) end;
        [.[] | select(.["label"] | startswith($workload + "-"))] as $all
        | ["server", "steady CPU s/M", "us/new series", "total CPU s/M", "peak RSS MB", "written B/sample", "p99 ms", "ready after kill s"],
          ($all | map(.["label"] | sub("-restart$"; "") | sub("-[0-9]+$"; "") | ltrimstr($workload + "-")) | unique[]
            | . as $server
            | [$all[] | select(.["label"] | startswith($workload + "-" + $server + "-"))] as $its
            | [$server] + ([
                [$its[] | .steady_cpu_s_per_M // empty],
                [$its[] | .create_cpu_us_per_series // empty],
                [$its[] | .total_cpu_s_per_M // empty],
                [$its[] | .hwm_end // empty | . / 1e6],
                [$its[] | select(.write_bytes_end) | .write_bytes_end / .samples],
                [$its[] | .p99_ms // empty],
                [$its[] | .kill9_ready_s // empty]] | map(median | shown)))
        | @tsv' "$results" | column -t -s "$(printf '\t')"
}

for workload in "$@"; do
    for run in $(seq "$runs"); do
        for server in $servers; do
            label=$workload-$server-$run
            as "$server"
            case $workload in
                A1h)
                    load "$label" "$server" "$t0" -series 100000 -steps 120 -batch 2000 && restarted "$label" "$server"
                    ;;
                try)
                    load "$label" "$server" "$t0" -series 2000 -steps 20 -batch 500 && restarted "$label" "$server"
                    ;;
                B)
                    load "$label" "$server" "$t0" -series 1000000 -steps 20 -batch 2000 && restarted "$label" "$server"
                    ;;
                A6h)
                    # In step, or Prometheus refuses what is an hour behind its newest.
                    load "$label" "$server" "$t0" -series 100000 -steps 1440 -spr 10 -batch 1000 -sync 1 \
                        && queries "$label" "$server" $((t0 + 1439 * 15)) 21600 && stopped "$label"
                    ;;
                C7d)
                    load "$label" "$server" "$t7" -hosts 3 -steps 40320 -spr 60 -batch 500 -conns 4 -sync 1 \
                        && queries "$label" "$server" $((t7 + 40319 * 15)) 604800 && stopped "$label"
                    ;;
                kill)
                    echo "compare: $label" >&2
                    (cd "$tools" && ./kill.sh "$label" "$(name "$server")" 0 1 32 $((t0 + 7200)) -- \
                        -series 100000 -steps 800 -conns 8 -rate 150000 -t0 "${t0}000") >"$RUN/$label.out" 2>&1
                    tail -n 1 "$RUN/$label.out" | jq -r '"\(.["label"]): \(.samples) acknowledged, \(.lost) lost, ready in \(.recovery_s) s"'
                    ;;
                *) echo "compare: no such workload: $workload" >&2; exit 2 ;;
            esac
        done
    done
    [ "$workload" = kill ] || table "$workload"
done
echo "results: $results"
