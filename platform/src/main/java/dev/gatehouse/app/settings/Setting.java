package dev.gatehouse.app.settings;

import dev.gatehouse.http.outbound.AllowedTargets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Every setting of a node: its key in settings files and {@code --set}, its default, its meaning.
 */
public enum Setting {
    DATA("data", ".gatehouse", "folder that holds everything the node keeps"),
    HOST("host", "127.0.0.1", "address to listen on; test/test is the root on loopback only"),
    PORT("port", "4566", "port of the AWS APIs and the gateway; 0 takes a free one"),
    ACCOUNT("account", "000000000000", "account id of the root credentials"),
    REGION("region", "us-east-1", "region of unsigned requests and of what the CLI creates"),
    STORE("store", "sqlite", "sqlite, or postgresql://USER:PASSWORD@HOST/DATABASE"),
    STORE_TIMEOUT("store-timeout", "5s", "how long a call waits for a PostgreSQL that is away"),
    ADOPT("adopt", "false", "true puts a store and a data folder together that are strangers"),
    ROOT_ACCESS_KEY(
            "root-access-key",
            "",
            "access key id of the account's root; without one, the pair in root-credentials in"
                    + " the data folder"),
    ROOT_SECRET_KEY("root-secret-key", "", "secret access key of the account's root"),
    WELL_KNOWN_KEYS(
            "well-known-keys",
            "true",
            "whether test/test is the root too, on loopback and without root-access-key"),
    MASTER_KEY(
            "master-key",
            "file",
            "what secrets are encrypted under: file (made in the data folder), file:PATH, env:NAME"
                    + " (32 bytes in Base64) or kms:KEY with endpoint.kms"),
    PREVIOUS_MASTER_KEY(
            "previous-master-key", "", "the master key before, to go over from it to master-key"),
    IAM("iam", "enforce", "policies decide; audit allows what they deny, and logs it"),
    TRAIL("trail", "denied", "calls that go to the log group /aws/cloudtrail: denied, all or none"),
    ROOT_ASSUMES_ROLES(
            "root-assumes-roles", "true", "whether the root may assume roles; on AWS it may not"),
    EVENT_LOOPS("event-loops", "0", "threads of the data plane; 0 is one a core"),
    DRAIN("drain", "10s", "how long running calls may go on when the node stops; then 503"),
    METRICS_TOKEN(
            "metrics-token", "", "opens /_gatehouse/metrics to its bearers, and to no others"),
    ACCESS_LOG("access-log", "", "file to which each request of an API adds a line of JSON"),
    REQUEST_LINES(
            "request-lines",
            "false",
            "prints a line for each request of an API, with the functions it called, and for each"
                    + " other event that a function ran; 'up' does so on a terminal, unless -q"),
    TRACES(
            "traces",
            "",
            "where an OpenTelemetry collector takes spans, such as"
                    + " http://127.0.0.1:4318/v1/traces"),
    SANDBOX(
            "sandbox",
            "auto",
            "auto takes the strongest level that works, any does so as root too; or namespaces,"
                    + " process, process-as-root"),
    CONCURRENCY("concurrency", "1000", "concurrent executions of the account, as AWS's quota"),
    INVOCATION_RATE(
            "invocation-rate",
            "10",
            "requests a second for each concurrent execution, as AWS's quota; unlimited for all"),
    SCALING_RATE(
            "scaling-rate",
            "1000",
            "environments a function gains in 10 seconds, as AWS's quota; unlimited for all"),
    LAMBDA_API_RATE(
            "lambda-api-rate",
            "unlimited",
            "calls of Lambda's API other than invocations; quota holds to AWS's 15 a second"),
    CPU("cpu", "weight", "weight shares what is free by memory; quota holds to AWS's share (root)"),
    INSIGHTS(
            "insights",
            "off",
            "metrics of each event's processor time and memory, as Lambda Insights has them: on,"
                    + " off"),
    MEMORY("memory", "80%", "what all functions may have together: megabytes, or of the machine's"),
    IDLE_TIMEOUT("idle-timeout", "10m", "how long an idle execution environment is kept"),
    ENVIRONMENT_AGE("environment-age", "14h", "how long an execution environment is kept at most"),
    UPDATE_DELAY("update-delay", "0s", "how long a function's update stays in progress at least"),
    RETIRED_RUNTIMES(
            "retired-runtimes",
            "accept",
            "functions of runtimes that AWS has retired: accept, or reject as AWS does"),
    ASYNC_RETRY_DELAY(
            "async-retry-delay", "1m", "before a failed event's retry; twice for the next"),
    REQUEST_RATE(
            "request-rate",
            "10000",
            "requests a second of an account's APIs, as AWS's quota; unlimited for all"),
    REQUEST_BURST("request-burst", "5000", "how many of them may come at once, as AWS's quota"),
    CONNECTIONS(
            "connections",
            "0",
            "WebSocket connections at once; 0 is what open files leave room for"),
    CONNECTION_RATE(
            "connection-rate", "500", "new ones a second of an account's APIs, as AWS's quota"),
    CONNECTION_IDLE(
            "connection-idle", "10m", "how long one may be without a frame, as AWS's quota"),
    CONNECTION_LIFE("connection-life", "2h", "how long one may be, as AWS's quota"),
    API_KEYS("api-keys", "10000", "API keys of an account, as AWS's quota"),
    ROUTES("routes", "300", "routes of an HTTP API, resources of a REST API, as AWS's quotas"),
    PAYLOAD_LIMIT(
            "payload-limit",
            "10",
            "megabytes of a body through HTTP_PROXY, as AWS's quota; whole ones stay below 10"),
    STREAM_RATE(
            "stream-rate",
            "2",
            "megabytes a second of a streamed response behind its first 10 of a REST API, 6 of a"
                    + " function, as AWS's quotas; unlimited for all"),
    STREAM_IDLE("stream-idle", "5m", "how long nothing may come of a REST API's streamed response"),
    STREAM_IDLE_EDGE("stream-idle-edge", "30s", "the same of an edge-optimized API"),
    INTEGRATION_ALLOW(
            AllowedTargets.SETTING,
            "",
            "targets of HTTP integrations beyond the public Internet, such as"
                    + " 127.0.0.1:*,10.0.0.0/8"),
    PRIVATE_TARGET(
            "private-target.*",
            "",
            "where what a VPC link leads to is, by ARN, name or pattern, such as"
                    + " private-target.my-balancer=http://127.0.0.1:3000"),
    VPC_ENDPOINT(
            "vpc-endpoint",
            "",
            "through which requests to private APIs come, for their policies, and its network, such"
                    + " as vpce-1a2b,vpc-3c4d"),
    PYTHON_CLIENT(
            "python-client",
            "own",
            "what carries the events of Python functions: own, or the native part of AWS's client"
                    + " (official)"),
    DEBUG(
            "debug",
            "false",
            "true lets functions with GATEHOUSE_DEBUG=PORT wait for a debugger at that port of"
                    + " loopback; 'up --watch' does so"),
    AWS_NAMES("aws-names", "here", "AWS's host names in functions: here is this node; real is AWS"),
    WITH(
            "with",
            "",
            "services that a development engine serves, in memory: dynamodb,sqs,... or all"),
    ENDPOINT("endpoint.*", "", "URL of a neighbouring service, such as endpoint.sqs=http://…"),
    ENDPOINT_CALLS(
            "endpoint-calls",
            "judged",
            "calls for services with an endpoint: judged by policies here and signed with the"
                    + " node's key, or as-signed by their callers, as those of S3 always are"),
    REGISTRY(
            "registry.*",
            "",
            "where a registry of container images is, such as"
                + " registry.public.ecr.aws=https://public.ecr.aws, with user:password@ where it"
                + " asks for that, or a folder of OCI layouts, such as file:///srv/images"),
    FILE_SYSTEM(
            "file-system.*",
            "",
            "folder that functions see for an access point, such as"
                    + " file-system.arn:aws:elasticfilesystem:*=/srv/shared (* is any text)"),
    RUNTIME(
            "runtime.*",
            "",
            "interpreter of a runtime id, such as runtime.python3.12=/usr/bin/python3");

    private final String key;
    private final String fallback;
    private final String meaning;

    Setting(String key, String fallback, String meaning) {
        this.key = key;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public String fallback() {
        return fallback;
    }

    public String meaning() {
        return meaning;
    }

    private boolean names(String candidate) {
        return key.endsWith("*")
                ? candidate.length() >= key.length()
                        && candidate.startsWith(key.substring(0, key.length() - 1))
                : key.equals(candidate);
    }

    /** The setting a key belongs to. */
    public static Optional<Setting> of(String key) {
        return Arrays.stream(values()).filter(setting -> setting.names(key)).findFirst();
    }
}
