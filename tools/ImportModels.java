import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Imports the facts of AWS services from an installed botocore into {@code models/*.json}. Only
 * facts come over (names, types, locations, constraints, errors), no documentation. {@code
 * models/overlay/*.json} has the facts that the public models lack or have otherwise, each with its
 * source; they win.
 *
 * <p>{@code java tools/ImportModels.java BOTOCORE_DATA_DIR MODELS_DIR [FOLDER…]}, where {@code
 * python3 -c "import botocore; print(botocore.__path__[0] + '/data')"} prints the first; without
 * folders, every service that Gatehouse knows.
 */
final class ImportModels {
    /** Our name of a service (a Java package part) → botocore's folder. */
    private static final Map<String, String> SERVICES = services();

    private static final Map<String, String> PROTOCOLS =
            Map.of(
                    "rest-json", "restJson1",
                    "rest-xml", "restXml",
                    "query", "awsQuery",
                    "smithy-rpc-v2-cbor", "rpcv2Cbor");

    private final Map<String, Object> source;
    private final Map<String, Object> metadata;

    /** Facts that replace those of the source, by shape; each says where it is from. */
    private final Map<String, Object> overlay;

    private ImportModels(Map<String, Object> source, Map<String, Object> overlay) {
        this.source = source;
        this.overlay = object(overlay, "shapes");
        this.metadata = object(source, "metadata");
    }

    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        Path models = Path.of(args[1]);
        Map<String, String> wanted = new LinkedHashMap<>(args.length > 2 ? Map.of() : SERVICES);
        for (String folder : List.of(args).subList(2, args.length)) {
            wanted.put(folder, folder);
        }
        for (Map.Entry<String, String> service : wanted.entrySet()) {
            Path overlay = models.resolve("overlay").resolve(service.getKey() + ".json");
            ImportModels importer =
                    new ImportModels(
                            read(data.resolve(service.getValue())),
                            Files.exists(overlay) ? readPlain(overlay) : Map.of());
            Path target = models.resolve(service.getKey() + ".json");
            Files.writeString(target, importer.render(service.getKey()));
            System.out.println(target + " " + Files.size(target));
        }
    }

    private static Map<String, String> services() {
        Map<String, String> services = new LinkedHashMap<>();
        for (String same :
                List.of(
                        "lambda",
                        "apigateway",
                        "apigatewayv2",
                        "apigatewaymanagementapi",
                        "iam",
                        "sts",
                        "logs",
                        "cloudformation",
                        "s3",
                        "ssm",
                        "ecr",
                        "xray",
                        "cloudwatch",
                        "sqs",
                        "sns",
                        "dynamodb",
                        "events",
                        "kinesis",
                        "firehose",
                        "cloudcontrol",
                        "cloudtrail",
                        "kms",
                        "secretsmanager",
                        "scheduler")) {
            services.put(same, same);
        }
        services.put("applicationautoscaling", "application-autoscaling");
        services.put("cognitoidp", "cognito-idp");
        services.put("cognitoidentity", "cognito-identity");
        services.put("states", "stepfunctions");
        return services;
    }

    /** Reads the newest version of a service's model. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(Path folder) throws IOException {
        Path newest;
        try (Stream<Path> versions = Files.list(folder)) {
            newest = versions.max(Comparator.naturalOrder()).orElseThrow();
        }
        Path zipped = newest.resolve("service-2.json.gz");
        Path plain = newest.resolve("service-2.json");
        try (InputStream in =
                Files.exists(zipped)
                        ? new GZIPInputStream(Files.newInputStream(zipped))
                        : Files.newInputStream(plain)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return (Map<String, Object>) new Json(text).value();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> readPlain(Path file) throws IOException {
        return (Map<String, Object>) new Json(Files.readString(file)).value();
    }

    private String render(String name) {
        StringBuilder out = new StringBuilder("{\n");
        for (Map.Entry<String, Object> fact : service(name).entrySet()) {
            out.append(Json.write(fact.getKey())).append(": ");
            out.append(Json.write(fact.getValue())).append(",\n");
        }
        section(out, "operations", operations());
        out.append(",\n");
        section(out, "shapes", shapes());
        return out.append("\n}\n").toString();
    }

    /** One line an entry, so that a change of the model reads well as a difference. */
    private static void section(StringBuilder out, String name, Map<String, Object> entries) {
        out.append(Json.write(name)).append(": {\n");
        String separator = "";
        for (Map.Entry<String, Object> entry : entries.entrySet()) {
            out.append(separator).append(Json.write(entry.getKey())).append(": ");
            out.append(Json.write(entry.getValue()));
            separator = ",\n";
        }
        out.append("\n}");
    }

    private Map<String, Object> service(String name) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("service", name);
        facts.put("id", metadata.get("serviceId"));
        facts.put("apiVersion", metadata.get("apiVersion"));
        facts.put("endpointPrefix", metadata.get("endpointPrefix"));
        facts.put(
                "signingName",
                metadata.getOrDefault("signingName", metadata.get("endpointPrefix")));
        facts.put("protocols", protocols());
        copy(metadata, "targetPrefix", facts, "targetPrefix");
        copy(metadata, "xmlNamespace", facts, "xmlNamespace");
        if (metadata.containsKey("awsQueryCompatible")) {
            facts.put("queryCompatible", true);
        }
        return facts;
    }

    private List<Object> protocols() {
        Object listed = metadata.get("protocols");
        List<?> names = listed == null ? List.of(metadata.get("protocol")) : (List<?>) listed;
        List<Object> protocols = new ArrayList<>();
        for (Object name : names) {
            String json = "1.0".equals(metadata.get("jsonVersion")) ? "awsJson1_0" : "awsJson1_1";
            protocols.add(name.equals("json") ? json : PROTOCOLS.get(name));
        }
        return protocols;
    }

    private Map<String, Object> operations() {
        Map<String, Object> operations = new LinkedHashMap<>();
        object(source, "operations")
                .forEach((name, operation) -> operations.put(name, operation(cast(operation))));
        return operations;
    }

    private Map<String, Object> operation(Map<String, Object> operation) {
        Map<String, Object> http = object(operation, "http");
        Map<String, Object> input = object(operation, "input");
        Map<String, Object> output = object(operation, "output");
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("http", http.get("method") + " " + http.get("requestUri"));
        copy(http, "responseCode", facts, "status");
        copy(input, "shape", facts, "input");
        copy(input, "locationName", facts, "root");
        copy(object(input, "xmlNamespace"), "uri", facts, "rootNamespace");
        copy(output, "shape", facts, "output");
        copy(output, "resultWrapper", facts, "wrapper");
        List<Object> errors = new ArrayList<>();
        for (Object error : list(operation, "errors")) {
            errors.add(cast(error).get("shape"));
        }
        if (!errors.isEmpty()) {
            facts.put("errors", errors);
        }
        boolean none = "none".equals(operation.get("authtype"));
        if (none || list(operation, "auth").contains("smithy.api#noAuth")) {
            facts.put("unsigned", true);
        }
        copy(operation, "deprecated", facts, "deprecated");
        return facts;
    }

    private Map<String, Object> shapes() {
        Map<String, Object> shapes = new LinkedHashMap<>();
        object(source, "shapes").forEach((name, shape) -> shapes.put(name, shape(cast(shape))));
        overlay.forEach((name, facts) -> lay(cast(facts), name, shapes));
        return shapes;
    }

    private static void lay(Map<String, Object> facts, String name, Map<String, Object> shapes) {
        if (!shapes.containsKey(name) || !facts.containsKey("source")) {
            throw new IllegalArgumentException("an overlay without a source or a shape: " + name);
        }
        Map<String, Object> shape = new LinkedHashMap<>(cast(shapes.get(name)));
        facts.forEach(
                (fact, value) -> {
                    if (value == null) {
                        shape.remove(fact);
                    } else if (!fact.equals("source")) {
                        shape.put(fact, value);
                    }
                });
        shapes.put(name, shape);
    }

    private Map<String, Object> shape(Map<String, Object> shape) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("type", shape.get("type"));
        for (String same :
                List.of(
                        "min",
                        "max",
                        "pattern",
                        "enum",
                        "sensitive",
                        "flattened",
                        "streaming",
                        "timestampFormat",
                        "document",
                        "union",
                        "exception",
                        "payload")) {
            copy(shape, same, facts, same);
        }
        copy(shape, "eventstream", facts, "eventStream");
        copy(shape, "event", facts, "event");
        copy(shape, "locationName", facts, "root");
        namespace(shape, facts);
        Map<String, Object> error = object(shape, "error");
        copy(error, "code", facts, "code");
        copy(error, "httpStatusCode", facts, "status");
        copy(error, "senderFault", facts, "senderFault");
        copy(shape, "fault", facts, "fault");
        for (String part : List.of("member", "key", "value")) {
            if (shape.containsKey(part)) {
                facts.put(part, member(object(shape, part), false));
            }
        }
        if (shape.containsKey("members")) {
            facts.put("members", members(shape));
        }
        return facts;
    }

    private Map<String, Object> members(Map<String, Object> shape) {
        List<Object> required = list(shape, "required");
        Map<String, Object> members = new LinkedHashMap<>();
        object(shape, "members")
                .forEach(
                        (name, member) ->
                                members.put(name, member(cast(member), required.contains(name))));
        return members;
    }

    private Object member(Map<String, Object> member, boolean required) {
        Map<String, Object> facts = new LinkedHashMap<>();
        copy(member, "shape", facts, "shape");
        copy(member, "location", facts, "in");
        copy(member, "locationName", facts, "as");
        if (required) {
            facts.put("required", true);
        }
        for (String same :
                List.of(
                        "flattened",
                        "streaming",
                        "xmlAttribute",
                        "idempotencyToken",
                        "timestampFormat",
                        "jsonvalue")) {
            copy(member, same, facts, same);
        }
        copy(member, "eventpayload", facts, "eventPayload");
        copy(member, "eventheader", facts, "eventHeader");
        namespace(member, facts);
        return facts.size() == 1 ? facts.get("shape") : facts;
    }

    /** An XML namespace is a URI, or an object with a URI and perhaps a prefix. */
    private static void namespace(Map<String, Object> from, Map<String, Object> to) {
        Object namespace = from.get("xmlNamespace");
        if (namespace instanceof Map<?, ?>) {
            copy(cast(namespace), "uri", to, "namespace");
            copy(cast(namespace), "prefix", to, "prefix");
        } else if (namespace != null) {
            to.put("namespace", namespace);
        }
    }

    private static void copy(
            Map<String, Object> from, String key, Map<String, Object> to, String as) {
        Object value = from.get(key);
        if (value != null && !Boolean.FALSE.equals(value)) {
            to.put(as, value);
        }
    }

    private static Map<String, Object> object(Map<String, Object> in, String key) {
        return cast(in.getOrDefault(key, Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> in, String key) {
        return (List<Object>) in.getOrDefault(key, List.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }
}
