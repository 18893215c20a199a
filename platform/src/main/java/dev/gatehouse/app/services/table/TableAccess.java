package dev.gatehouse.app.services.table;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What calls of DynamoDB need: of batches and transactions each table, of queries the index, of
 * PartiQL what its statements do; and which items and attributes they are about (Service
 * Authorization Reference, "Amazon DynamoDB").
 */
public final class TableAccess implements ServiceAccess {
    /** The keys of the attributes that a partition key consists of, in order. */
    private static final List<String> PARTS =
            List.of(
                    "dynamodb:firstpartitionkeyvalues",
                    "dynamodb:secondpartitionkeyvalues",
                    "dynamodb:thirdpartitionkeyvalues",
                    "dynamodb:fourthpartitionkeyvalues");

    private final PartitionKeys keys;

    /**
     * @param services where tables tell what their keys are
     */
    public TableAccess(AwsServices services) {
        this.keys = new PartitionKeys(services);
    }

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        List<Need> needs =
                ItemRequest.of(context, operation, input).stream()
                        .map(ItemRequest::need)
                        .distinct()
                        .toList();
        return needs.isEmpty() ? listed : needs;
    }

    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return key ->
                switch (key) {
                    case "dynamodb:attributes" -> attributes(mine(context, operation, input, need));
                    case "dynamodb:enclosingoperation" -> enclosing(operation);
                    case "dynamodb:fulltablescan" -> scans(mine(context, operation, input, need));
                    case "dynamodb:leadingkeys" ->
                            values(mine(context, operation, input, need), operation, 0);
                    default ->
                            PARTS.contains(key)
                                    ? values(
                                            mine(context, operation, input, need),
                                            operation,
                                            PARTS.indexOf(key))
                                    : null;
                };
    }

    private static List<ItemRequest> mine(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return ItemRequest.of(context, operation, input).stream()
                .filter(each -> each.need().equals(need))
                .toList();
    }

    private static List<String> enclosing(OperationModel operation) {
        return operation.name().startsWith("Transact")
                        || operation.name().equals("ExecuteTransaction")
                ? List.of(operation.name())
                : List.of();
    }

    /**
     * What statements of PartiQL name is not read; whose attributes are meant is not known then.
     */
    private static @Nullable List<String> attributes(List<ItemRequest> requests) {
        return isStated(requests)
                ? null
                : requests.stream()
                        .flatMap(each -> ItemKeys.attributes(each.request()).stream())
                        .distinct()
                        .toList();
    }

    private static boolean isStated(List<ItemRequest> requests) {
        return requests.stream().anyMatch(each -> each.request().value("Statement") != null);
    }

    /** Where a key has to be, and none is found, it is not known; a scan has none. */
    private @Nullable List<String> values(
            List<ItemRequest> requests, OperationModel operation, int part) {
        if (requests.isEmpty() || operation.name().equals("Scan")) {
            return List.of();
        }
        List<String> names = keys.of(requests.getFirst().need().resource()).orElse(null);
        if (names == null || isStated(requests)) {
            return null;
        }
        if (part >= names.size()) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (ItemRequest each : requests) {
            List<String> found = ItemKeys.values(each.request(), names.get(part));
            if (found.isEmpty()) {
                return null;
            }
            values.addAll(found);
        }
        return values;
    }

    private @Nullable List<String> scans(List<ItemRequest> requests) {
        boolean scans = false;
        for (ItemRequest each : requests) {
            Statement statement = each.statement();
            if (statement != null && statement.action().endsWith("Select")) {
                List<String> names = keys.of(each.need().resource()).orElse(null);
                if (names == null) {
                    return null;
                }
                scans |= names.stream().anyMatch(statement::scans);
            }
        }
        return isStated(requests) ? List.of(String.valueOf(scans)) : List.of();
    }
}
