package dev.gatehouse.app.services.table;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks of one table: a call may ask for several things of several tables.
 *
 * @param need the action, and the table or index
 * @param request what says it, of the call's input
 * @param statement the same of PartiQL; null where it is none
 */
record ItemRequest(Need need, Structure request, @Nullable Statement statement) {
    private static final String ANY = "*";

    /** By the member of a transaction's item, what policies call it. */
    private static final Map<String, String> IN_TRANSACTIONS =
            Map.of(
                    "Get", "dynamodb:GetItem",
                    "Put", "dynamodb:PutItem",
                    "Update", "dynamodb:UpdateItem",
                    "Delete", "dynamodb:DeleteItem",
                    "ConditionCheck", "dynamodb:ConditionCheckItem");

    /**
     * All of a call; empty for one that is not about items.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationException: a statement leaves in
     *     doubt what it is about
     */
    static List<ItemRequest> of(RequestContext context, OperationModel operation, Structure input) {
        List<ItemRequest> found = new ArrayList<>();
        switch (operation.name()) {
            case "BatchGetItem", "BatchWriteItem" ->
                    batch(found, context, "dynamodb:" + operation.name(), input);
            case "TransactGetItems", "TransactWriteItems" ->
                    structures(input.value("TransactItems"))
                            .forEach(each -> transacted(found, context, each));
            case "ExecuteStatement" -> stated(found, context, input);
            case "BatchExecuteStatement" ->
                    structures(input.value("Statements"))
                            .forEach(each -> stated(found, context, each));
            case "ExecuteTransaction" ->
                    structures(input.value("TransactStatements"))
                            .forEach(each -> stated(found, context, each));
            case "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan" -> {
                String table = table(context, input.value("TableName"), input.value("IndexName"));
                found.add(item("dynamodb:" + operation.name(), table, input));
            }
            default -> {}
        }
        return found;
    }

    private static void batch(
            List<ItemRequest> found, RequestContext context, String action, Structure input) {
        if (input.value("RequestItems") instanceof Map<?, ?> tables) {
            tables.forEach(
                    (name, asked) -> {
                        String table = table(context, name, null);
                        switch (asked) {
                            case Structure keys -> found.add(item(action, table, keys));
                            case List<?> writes ->
                                    structures(writes).stream()
                                            .flatMap(ItemRequest::inside)
                                            .forEach(one -> found.add(item(action, table, one)));
                            case null, default -> {}
                        }
                    });
        }
    }

    /** What a write of a batch is: one of its members. */
    private static Stream<Structure> inside(Structure write) {
        return Stream.of("PutRequest", "DeleteRequest")
                .map(write::value)
                .filter(Structure.class::isInstance)
                .map(Structure.class::cast);
    }

    private static void transacted(
            List<ItemRequest> found, RequestContext context, Structure item) {
        IN_TRANSACTIONS.forEach(
                (member, action) -> {
                    if (item.value(member) instanceof Structure one) {
                        String table = table(context, one.value("TableName"), null);
                        found.add(item(action, table, one));
                    }
                });
    }

    private static void stated(List<ItemRequest> found, RequestContext context, Structure one) {
        Statement statement = Statement.of(String.valueOf(one.value("Statement")));
        String table = table(context, statement.table(), statement.index());
        found.add(new ItemRequest(new Need(statement.action(), table), one, statement));
    }

    private static ItemRequest item(String action, String resource, Structure request) {
        return new ItemRequest(new Need(action, resource), request, null);
    }

    /** A table may be named by its ARN. */
    private static String table(
            RequestContext context, @Nullable Object name, @Nullable Object index) {
        if (name == null) {
            return ANY;
        }
        String table =
                name.toString().startsWith("arn:")
                        ? name.toString()
                        : Arn.of("dynamodb", context.region(), context.account(), "table/" + name)
                                .toString();
        return index == null ? table : table + "/index/" + index;
    }

    static List<Structure> structures(@Nullable Object list) {
        return list instanceof List<?> all
                ? all.stream()
                        .filter(Structure.class::isInstance)
                        .map(Structure.class::cast)
                        .toList()
                : List.of();
    }
}
