# Sourced by the suites: what a step is, and calls to addresses of AWS's, which the node knows by the host.

# step NAME COMMAND...: one line when it goes well, everything it said when it does not.
step() {
    local name=$1 log status
    log=$(mktemp)
    shift
    # In a condition -e would not hold within a function.
    set +e
    (
        set -e
        "$@"
    ) >"$log" 2>&1
    status=$?
    set -e
    if [ $status = 0 ]; then
        echo "  ok      $tool $name"
    else
        echo "  FAILED  $tool $name"
        cat "$log"
    fi
    rm -f "$log"
    [ $status = 0 ] || exit 1
}

# prints TEXT COMMAND...: whether it succeeds and says so.
prints() {
    local wanted=$1 printed
    shift
    printed=$("$@" 2>&1) || { echo "$printed" && return 1; }
    echo "$printed"
    grep -qF -- "$wanted" <<<"$printed"
}

# fails TEXT COMMAND...: whether it fails and says so.
fails() {
    local wanted=$1 printed
    shift
    ! printed=$("$@" 2>&1) || { echo "$printed" && return 1; }
    echo "$printed"
    grep -qF -- "$wanted" <<<"$printed"
}

# call URL [CURL OPTION...]: what an address of AWS's responds.
call() {
    local host=${1#https://} path
    path=${host#*/}
    [ "$path" != "$host" ] || path=
    host=${host%%/*}
    curl -sS -H "Host: $host" "${@:2}" "$endpoint/$path"
}

aws_node() {
    aws --endpoint-url "$endpoint" "$@"
}

# output STACK NAME: an output of a stack.
output() {
    local value
    value=$(aws_node cloudformation describe-stacks --stack-name "$1" --output text \
        --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue")
    [ -n "$value" ] || { echo "stack $1 has no output $2" >&2 && return 1; }
    echo "$value"
}

endpoint=${1:-http://127.0.0.1:4566}
export AWS_ENDPOINT_URL=$endpoint AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-test} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-test}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
