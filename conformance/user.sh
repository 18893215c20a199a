# Sourced by suites that go on as a user who may do what a policy says, and nothing else. Needs $endpoint and a root's keys.

root=$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY

# Calls IAM as the root. iam ACTION NAME=VALUE...
iam() {
    local action=$1 arguments=() each
    shift
    for each; do arguments+=(--data-urlencode "$each"); done
    curl -sSf --aws-sigv4 aws:amz:us-east-1:iam --user "$root" "$endpoint/" \
        -d "Action=$action" -d Version=2010-05-08 "${arguments[@]}"
}

# as_user NAME POLICY: goes on as a new user.
as_user() {
    local key
    iam CreateUser "UserName=$1" && iam CreatePolicy "PolicyName=$1" "PolicyDocument=$(<"$2")" &&
        iam AttachUserPolicy "UserName=$1" "PolicyArn=arn:aws:iam::000000000000:policy/$1" || return 1
    key=$(iam CreateAccessKey "UserName=$1")
    AWS_ACCESS_KEY_ID=$(sed -n 's:.*<AccessKeyId>\(.*\)</AccessKeyId>.*:\1:p' <<<"$key")
    AWS_SECRET_ACCESS_KEY=$(sed -n 's:.*<SecretAccessKey>\(.*\)</SecretAccessKey>.*:\1:p' <<<"$key")
}

# remove_user NAME: goes on as that user without its key.
remove_user() {
    iam DeleteAccessKey "UserName=$1" "AccessKeyId=$AWS_ACCESS_KEY_ID" &&
        iam DetachUserPolicy "UserName=$1" "PolicyArn=arn:aws:iam::000000000000:policy/$1" &&
        iam DeletePolicy "PolicyArn=arn:aws:iam::000000000000:policy/$1" && iam DeleteUser "UserName=$1"
}
