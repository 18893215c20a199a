package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.resource.Waiting;
import java.util.List;
import java.util.Set;

/** {@code AWS::DynamoDB::Table}. */
final class DynamoDbTable implements ResourceType {
    static final String SERVICE = "dynamodb";
    private static final String NAME = "TableName";
    private static final String BILLING = "BillingMode";
    private static final String THROUGHPUT = "ProvisionedThroughput";
    private static final String STREAM = "StreamSpecification";
    private static final String ENCRYPTION = "SSESpecification";
    private static final String TTL = "TimeToLiveSpecification";
    private static final String RECOVERY = "PointInTimeRecoverySpecification";
    private static final String PROTECTION = "DeletionProtectionEnabled";

    /** What is created as it is declared. */
    private static final List<String> PLAIN =
            List.of(
                    "AttributeDefinitions",
                    "KeySchema",
                    BILLING,
                    THROUGHPUT,
                    "GlobalSecondaryIndexes",
                    "LocalSecondaryIndexes",
                    "TableClass",
                    PROTECTION,
                    "Tags");

    @Override
    public String name() {
        return "AWS::DynamoDB::Table";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                NAME,
                "AttributeDefinitions.AttributeName",
                "AttributeDefinitions.AttributeType",
                "KeySchema.*",
                BILLING,
                THROUGHPUT + ".*",
                "GlobalSecondaryIndexes.IndexName",
                "GlobalSecondaryIndexes.KeySchema.*",
                "GlobalSecondaryIndexes.Projection.*",
                "GlobalSecondaryIndexes.ProvisionedThroughput.*",
                "LocalSecondaryIndexes.IndexName",
                "LocalSecondaryIndexes.KeySchema.*",
                "LocalSecondaryIndexes.Projection.*",
                STREAM + ".StreamViewType",
                ENCRYPTION + ".SSEEnabled",
                ENCRYPTION + ".SSEType",
                ENCRYPTION + ".KMSMasterKeyId",
                "TableClass",
                PROTECTION,
                "Tags.*",
                TTL + ".AttributeName",
                TTL + ".Enabled",
                RECOVERY + ".PointInTimeRecoveryEnabled",
                RECOVERY + ".RecoveryPeriodInDays");
    }

    /** Keys and local indexes are for ever. */
    @Override
    public Set<String> replacing() {
        return Set.of("KeySchema", "LocalSecondaryIndexes");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String table = nameOf(target, declared);
        return target.read(SERVICE, "DescribeTable", named(table))
                .map(found -> List.of(physical(target, table, found.path("Table"))))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String table = nameOf(target, declared);
        ObjectNode input = Differences.pick(declared, PLAIN).put(NAME, table);
        if (declared.has(STREAM)) {
            input.set(STREAM, stream(declared));
        }
        if (declared.has(ENCRYPTION)) {
            input.set(ENCRYPTION, encryption(declared));
        }
        target.call(SERVICE, "CreateTable", input);
        JsonNode[] made = {Target.input()};
        Target.complete(
                () -> {
                    made[0] = settled(target, table);
                    expire(target, table, Target.input(), declared);
                    recover(target, table, Target.input(), declared);
                },
                () -> delete(target, new Physical(table), declared));
        return physical(target, table, made[0]);
    }

    private static Physical physical(Target target, String table, JsonNode description) {
        String arn = Differences.arn(target, SERVICE, "table/" + table);
        Physical made = new Physical(table).with("Arn", description.path("TableArn").asText(arn));
        String stream = description.path("LatestStreamArn").asText("");
        return stream.isEmpty() ? made : made.with("StreamArn", stream);
    }

    /** A table and its indexes take a while to be there. */
    private static JsonNode settled(Target target, String table) {
        JsonNode[] seen = {Target.input()};
        Waiting.until(
                "The table " + table,
                () -> {
                    seen[0] = target.call(SERVICE, "DescribeTable", named(table)).path("Table");
                    return isActive(seen[0], "TableStatus")
                            && seen[0].path("GlobalSecondaryIndexes")
                                    .valueStream()
                                    .allMatch(index -> isActive(index, "IndexStatus"));
                });
        return seen[0];
    }

    private static boolean isActive(JsonNode part, String member) {
        return part.path(member).asText("ACTIVE").equals("ACTIVE");
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String table = current.id();
        change(target, table, before, declared, PROTECTION, "TableClass");
        if (Differences.any(before, declared, BILLING, THROUGHPUT)) {
            ObjectNode input = Differences.pick(declared, List.of(BILLING, THROUGHPUT));
            if (!declared.has(BILLING)) {
                input.put(BILLING, "PROVISIONED");
            }
            update(target, table, input);
        }
        for (ObjectNode index : TableIndexes.changes(before, declared)) {
            update(target, table, index);
        }
        if (Differences.any(before, declared, STREAM)) {
            stream(target, table, before, declared);
        }
        if (Differences.any(before, declared, ENCRYPTION)) {
            update(target, table, Target.input().set(ENCRYPTION, encryption(declared)));
        }
        expire(target, table, before, declared);
        recover(target, table, before, declared);
        String arn = Differences.arn(target, SERVICE, "table/" + table);
        Differences.tagList(target, SERVICE, "ResourceArn", arn, before, declared);
        return physical(target, table, settled(target, table));
    }

    /** Each of these on its own, and to AWS's default where the template has it no more. */
    private static void change(
            Target target, String table, ObjectNode before, ObjectNode declared, String... names) {
        for (String name : names) {
            if (Differences.any(before, declared, name)) {
                ObjectNode input = Differences.pick(declared, List.of(name));
                if (input.isEmpty()) {
                    input.put(name, name.equals(PROTECTION) ? "false" : "STANDARD");
                }
                update(target, table, input);
            }
        }
    }

    private static void stream(
            Target target, String table, ObjectNode before, ObjectNode declared) {
        if (before.has(STREAM)) {
            ObjectNode off = Target.input();
            off.putObject(STREAM).put("StreamEnabled", false);
            update(target, table, off);
        }
        if (declared.has(STREAM)) {
            update(target, table, Target.input().set(STREAM, stream(declared)));
        }
    }

    private static void update(Target target, String table, ObjectNode change) {
        target.call(SERVICE, "UpdateTable", change.put(NAME, table));
        settled(target, table);
    }

    private static ObjectNode stream(ObjectNode declared) {
        return ((ObjectNode) declared.get(STREAM).deepCopy()).put("StreamEnabled", true);
    }

    private static ObjectNode encryption(ObjectNode declared) {
        ObjectNode specification =
                declared.path(ENCRYPTION) instanceof ObjectNode given
                        ? given.deepCopy()
                        : Target.input();
        JsonNode enabled = specification.remove("SSEEnabled");
        return specification.put("Enabled", enabled == null ? "false" : enabled.asText());
    }

    private static void expire(
            Target target, String table, ObjectNode before, ObjectNode declared) {
        if (!Differences.any(before, declared, TTL)) {
            return;
        }
        JsonNode wanted = declared.path(TTL);
        if (wanted.isMissingNode()) {
            wanted = ((ObjectNode) before.get(TTL).deepCopy()).put("Enabled", false);
        }
        boolean idle = !before.has(TTL) && !wanted.path("Enabled").asBoolean();
        if (!idle || wanted.has("AttributeName")) {
            ObjectNode input = named(table);
            input.set(TTL, wanted);
            target.call(SERVICE, "UpdateTimeToLive", input);
        }
    }

    private static void recover(
            Target target, String table, ObjectNode before, ObjectNode declared) {
        if (Differences.any(before, declared, RECOVERY)) {
            ObjectNode input = named(table);
            JsonNode wanted = declared.path(RECOVERY);
            input.set(
                    RECOVERY,
                    wanted.isEmpty()
                            ? Target.input().put("PointInTimeRecoveryEnabled", false)
                            : wanted);
            target.call(SERVICE, "UpdateContinuousBackups", input);
        }
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteTable", named(current.id()));
    }

    private static ObjectNode named(String table) {
        return Target.input().put(NAME, table);
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME) ? declared.get(NAME).asText() : target.generatedName(255);
    }
}
