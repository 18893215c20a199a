import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Imports the facts of CloudFormation's and SAM's resource types from an installed cfn-lint, which ships
 * AWS's published resource schemas, into {@code models/resource-types/*.json}. Only facts come over (names,
 * types, what is required, read-only, create-only, the identifier), no documentation. {@code
 * models/overlay/resource-types.json} has what those schemas lack, each with its source.
 *
 * <p>{@code java tools/ImportResourceTypes.java CFNLINT_DIR VERSION models/resource-types}, where {@code python3
 * -c "import cfnlint; print(cfnlint.__path__[0])"} prints the first.
 */
final class ImportResourceTypes {
    /** Our file → the types of a service; all of them where none is named. */
    private static final Map<String, List<String>> FILES = files();

    private final Map<String, Object> source;

    private ImportResourceTypes(Map<String, Object> source) {
        this.source = source;
    }

    public static void main(String[] args) throws IOException {
        Path schemas = Path.of(args[0], "data", "schemas");
        Map<String, Object> names = read(schemas.resolve("providers/us-east-1.json"));
        names.putAll(read(schemas.resolve("providers/sam.json")));
        Map<String, Object> overlay = read(Path.of(args[2]).resolveSibling("overlay/resource-types.json"));
        Object date = read(schemas.resolve("version.json")).get("schema_date");
        for (Map.Entry<String, List<String>> file : FILES.entrySet()) {
            StringBuilder out = new StringBuilder("{\n\"source\": ");
            out.append(Json.write("cfn-lint " + args[1] + " (MIT-0), schemas of " + date));
            out.append(",\n\"types\": {");
            String separator = "\n";
            for (String type : types(file.getValue(), names.keySet())) {
                Path schema = schemas.resolve("resources/" + names.get(type) + ".json");
                out.append(separator).append(Json.write(type)).append(": ");
                out.append(new ImportResourceTypes(laidOver(read(schema), object(overlay, type))).render());
                separator = ",\n";
            }
            Path target = Path.of(args[2], file.getKey() + ".json");
            Files.writeString(target, out.append("\n}\n}\n"));
            System.out.println(target + " " + Files.size(target));
        }
    }

    /** The schema with what the published one lacks yet. */
    private static Map<String, Object> laidOver(Map<String, Object> schema, Map<String, Object> added) {
        for (String part : List.of("definitions", "properties")) {
            Map<String, Object> all = new LinkedHashMap<>(object(schema, part));
            all.putAll(object(added, part));
            schema.put(part, all);
        }
        return schema;
    }

    private static Map<String, List<String>> files() {
        Map<String, List<String>> files = new LinkedHashMap<>();
        for (String whole : List.of("ApiGateway", "ApiGatewayV2", "IAM", "Lambda", "Logs", "Serverless")) {
            files.put(whole.toLowerCase(), List.of("AWS::" + whole + "::*"));
        }
        files.put("s3", List.of("AWS::S3::Bucket", "AWS::S3::BucketPolicy"));
        files.put("ssm", List.of("AWS::SSM::Parameter"));
        files.put("ecr", List.of("AWS::ECR::Repository"));
        files.put("kms", List.of("AWS::KMS::Key", "AWS::KMS::Alias"));
        files.put("cloudwatch", List.of(
                        "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Dashboard"));
        files.put(
                "applicationautoscaling",
                List.of(
                        "AWS::ApplicationAutoScaling::ScalableTarget",
                        "AWS::ApplicationAutoScaling::ScalingPolicy"));
        files.put(
                "cloudformation",
                List.of(
                        "AWS::CloudFormation::CustomResource",
                        "AWS::CloudFormation::Macro",
                        "AWS::CloudFormation::Stack",
                        "AWS::CloudFormation::WaitCondition",
                        "AWS::CloudFormation::WaitConditionHandle"));
        files.put("dynamodb", List.of("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"));
        files.put("sqs", List.of("AWS::SQS::Queue", "AWS::SQS::QueuePolicy"));
        files.put("sns", List.of("AWS::SNS::Subscription", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy"));
        files.put("events", List.of("AWS::Events::EventBus", "AWS::Events::Rule"));
        files.put("scheduler", List.of("AWS::Scheduler::Schedule", "AWS::Scheduler::ScheduleGroup"));
        files.put("kinesis", List.of("AWS::Kinesis::Stream"));
        files.put("stepfunctions", List.of("AWS::StepFunctions::StateMachine"));
        files.put("secretsmanager", List.of("AWS::SecretsManager::Secret"));
        files.put(
                "cognito",
                List.of(
                        "AWS::Cognito::IdentityPool",
                        "AWS::Cognito::IdentityPoolRoleAttachment",
                        "AWS::Cognito::UserPool",
                        "AWS::Cognito::UserPoolClient",
                        "AWS::Cognito::UserPoolDomain",
                        "AWS::Cognito::UserPoolGroup",
                        "AWS::Cognito::UserPoolIdentityProvider",
                        "AWS::Cognito::UserPoolResourceServer",
                        "AWS::Cognito::UserPoolUser",
                        "AWS::Cognito::UserPoolUserToGroupAttachment"));
        return files;
    }

    private static List<String> types(List<String> wanted, Set<String> all) {
        String first = wanted.getFirst();
        if (!first.endsWith("*")) {
            return wanted;
        }
        String prefix = first.substring(0, first.length() - 1);
        return all.stream().filter(type -> type.startsWith(prefix)).sorted().toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(Path file) throws IOException {
        return (Map<String, Object>) new Json(Files.readString(file)).value();
    }

    /** One line a definition and property, so that a change of the schemas reads well as a difference. */
    private String render() {
        Set<String> readOnly = paths("readOnlyProperties");
        StringBuilder out = new StringBuilder("{");
        for (Map.Entry<String, Set<String>> list :
                Map.of(
                                "identifier", paths("primaryIdentifier"),
                                "required", strings(source.get("required")),
                                "createOnly", paths("createOnlyProperties"),
                                "readOnly", readOnly)
                        .entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .toList()) {
            if (!list.getValue().isEmpty()) {
                out.append(Json.write(list.getKey())).append(": ");
                out.append(Json.write(List.copyOf(list.getValue()))).append(", ");
            }
        }
        section(out, "definitions", types(object(source, "definitions")));
        section(out, "properties", types(object(source, "properties")));
        out.setLength(out.length() - ",\n".length());
        return out.append("}").toString();
    }

    private static void section(StringBuilder out, String name, Map<String, Object> entries) {
        if (entries.isEmpty() && !name.equals("properties")) {
            return;
        }
        out.append('"').append(name).append("\": {");
        String separator = "\n  ";
        for (Map.Entry<String, Object> entry : entries.entrySet()) {
            out.append(separator).append(Json.write(entry.getKey())).append(": ");
            out.append(Json.write(entry.getValue()));
            separator = ",\n  ";
        }
        out.append("},\n");
    }

    private Map<String, Object> types(Map<String, Object> schemas) {
        Map<String, Object> types = new TreeMap<>();
        schemas.forEach((name, schema) -> types.put(name, type(cast(schema))));
        return types;
    }

    /**
     * A type: {@code "string"}, {@code "#Definition"}, {@code ["string"]} for lists, {@code {"*":
     * "string"}} for maps, {@code {"properties": …, "required": …}} for structures, {@code {"either":
     * […]}} where there is a choice; {@code "object"} and {@code "any"} for what is open.
     */
    private Object type(Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String reference) {
            return "#" + reference.substring(reference.lastIndexOf('/') + 1);
        }
        if (schema.get("properties") instanceof Map<?, ?> properties && !properties.isEmpty()) {
            return structure(schema);
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            List<Object> either = choices(schema, choice);
            if (!either.isEmpty()) {
                return either.size() == 1 ? either.getFirst() : Map.of("either", either);
            }
        }
        Object named = schema.get("type");
        if (named instanceof List<?> several) {
            return either(several, schema);
        }
        return named == null ? "any" : plain(String.valueOf(named), schema);
    }

    private Object either(List<?> names, Map<String, Object> schema) {
        List<Object> types = names.stream().map(name -> plain(String.valueOf(name), schema)).distinct().toList();
        return types.size() == 1 ? types.getFirst() : Map.of("either", types);
    }

    /** The types that alternatives have; those that only say what is required have none. */
    private List<Object> choices(Map<String, Object> schema, String keyword) {
        Set<Object> types = new LinkedHashSet<>();
        if (schema.get(keyword) instanceof List<?> alternatives) {
            for (Object alternative : alternatives) {
                Object type = type(cast(alternative));
                if (!type.equals("any") || cast(alternative).isEmpty()) {
                    types.add(type);
                }
            }
        }
        return new ArrayList<>(types);
    }

    private Object plain(String name, Map<String, Object> schema) {
        return switch (name) {
            case "array" ->
                    List.of(schema.get("items") instanceof Map<?, ?> items ? type(cast(items)) : "any");
            case "object" -> open(schema);
            default -> name;
        };
    }

    private Object open(Map<String, Object> schema) {
        Collection<Object> patterns = object(schema, "patternProperties").values();
        Object values =
                patterns.isEmpty() ? schema.get("additionalProperties") : patterns.iterator().next();
        return values instanceof Map<?, ?> map && !map.isEmpty() ? Map.of("*", type(cast(map))) : "object";
    }

    private Map<String, Object> structure(Map<String, Object> schema) {
        Map<String, Object> structure = new LinkedHashMap<>();
        structure.put("properties", types(object(schema, "properties")));
        Set<String> required = strings(schema.get("required"));
        if (!required.isEmpty()) {
            structure.put("required", List.copyOf(required));
        }
        return structure;
    }

    private Set<String> paths(String keyword) {
        return strings(source.get(keyword)).stream()
                .map(ImportResourceTypes::path)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A JSON pointer into the schema as the path of a property: {@code Code.S3Key}. */
    private static String path(String pointer) {
        List<String> parts = new ArrayList<>();
        for (String part : pointer.split("/")) {
            if (!List.of("", "properties", "items", "*").contains(part)) {
                parts.add(part);
            }
        }
        return String.join(".", parts);
    }

    private static Set<String> strings(Object list) {
        Set<String> strings = new LinkedHashSet<>();
        if (list instanceof List<?> several) {
            several.forEach(each -> strings.add(String.valueOf(each)));
        }
        return strings;
    }

    private static Map<String, Object> object(Map<String, Object> in, String key) {
        return in.get(key) instanceof Map<?, ?> map ? cast(map) : Map.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }
}
